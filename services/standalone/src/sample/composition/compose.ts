import type { RegisterData } from '@guitu/contracts';
import { seededRandom } from '../random.js';
import { dealCalendar } from './calendar.js';
import { dealCarePaths } from './care-path.js';
import { dealChannels } from './channels.js';
import { dealExits } from './exits.js';
import { dealHandoverMarks } from './handover-marks.js';
import { dealIdentity } from './identity.js';
import { dealLinks } from './links.js';
import { dealManner } from './manner.js';
import { dealOutside } from './outside.js';
import { dealPersons } from './persons.js';
import { readPlaces } from './places.js';
import type { Composition } from './profile.js';
import { dealReturns } from './returns.js';

/** The seed of the sample. Another seed is another year with the same figures. */
export const sampleSeed = 'guitu-2013-baoji-1';

/** The 1,724 person-times of the sample and what happened beside them. The same seed and register give the same, to the letter. */
export function compose(register: Pick<RegisterData, 'organisations'>, seed: string = sampleSeed): Composition {
  const random = (part: string) => seededRandom(`${seed}/${part}`);
  const places = readPlaces(register);
  const profiles = dealExits(random('exits'));
  dealManner(profiles, random('manner'));
  dealCarePaths(profiles);
  dealReturns(profiles);
  dealIdentity(profiles);
  dealChannels(profiles, random('channels'));
  const groups = dealPersons(profiles, places, random('persons'));
  dealCalendar(profiles, groups, random('calendar'));
  dealLinks(profiles, groups, random('links'));
  dealHandoverMarks(profiles, random('handovers'));
  return { seed, profiles, outside: dealOutside(profiles, places, random('outside')) };
}
