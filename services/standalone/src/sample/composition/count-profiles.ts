import type { Figures } from './figures.js';
import { tally } from './figures.js';
import { neverEntered } from './profile.js';
import type { Composition, Profile } from './profile.js';

type Add = (path: string, count?: number) => void;

function countTable(profile: Profile, add: Add): void {
  const { outcome, band, male, sameProvince, group } = profile;
  for (const row of [outcome, 'all']) {
    add(`table/${row}/${band}`);
    add(`table/${row}/${male ? 'male' : 'female'}`);
    add(`table/${row}/${sameProvince ? 'sameProvince' : 'otherProvince'}`);
    if (group !== undefined) add(`table/${row}/${group}`);
    add(`table/${row}/total`);
  }
}

/** How somebody who never came into the station's house went on from the hospital. */
function neverPath({ outcome, manner, placed }: Profile): string {
  if (placed !== undefined) return 'elder-care';
  if (outcome === 'ticket' || outcome === 'selfLeave') return 'ticket-or-self-leave';
  return manner === 'kin' ? 'kin' : outcome;
}

function countPaths(profile: Profile, add: Add): void {
  const { outcome, manner, channel, hospitalFirst, hospitalLater, placed, known, stockPlace } = profile;
  if (manner !== undefined) add(`${outcome}/${manner}`);
  if (stockPlace !== undefined) add(`stock/${stockPlace}`);
  add(`channel/${channel}`);
  if (hospitalFirst !== undefined) {
    add('hospitalFirst/total');
    add(`hospitalFirst/by/${channel}`);
    add(`hospitalFirst/kind/${hospitalFirst.kind}`);
    if (neverEntered(profile)) add(`hospitalFirst/never/${neverPath(profile)}`);
    else add('hospitalFirst/enters');
  }
  if (hospitalLater !== undefined) add('hospitalLater');
  if (placed !== undefined) {
    add('placed/total');
    add(`placed/outcome/${placed}`);
  }
  if (known !== undefined) {
    add('unidentified/total');
    add(`unidentified/known/${known}`);
  }
}

const returnEnds: Readonly<Record<string, string>> = { escorted: 'escorted', kin: 'kin-came', origin: 'collected-by-origin' };

function countReturns(profile: Profile, add: Add): void {
  const { outcome, manner, sameProvince, reservation, disputed } = profile;
  if (profile.return !== undefined) {
    add('returns/total');
    add(`returns/answer/${profile.return}`);
    add(`returns/end/${profile.return === 'open' ? 'open' : (returnEnds[manner ?? outcome] ?? outcome)}`);
  }
  if (outcome === 'escorted' && !sameProvince) add('crossProvinceEscorts');
  if (reservation !== undefined) add('handovers/reservations');
  if (disputed === true) add('handovers/disputed');
}

function countPersons(profiles: readonly Profile[], add: Add): void {
  const visits = new Map<string, number>();
  for (const { person } of profiles) visits.set(person.key, (visits.get(person.key) ?? 0) + 1);
  add('persons/truth', visits.size);
  for (const count of visits.values()) add(`persons/byVisits/${count}`);
  const links = profiles.filter(({ linkedTo }) => linkedTo !== undefined).length;
  add('persons/known', profiles.length - links);
  add('persons/unrecognised', profiles.filter(({ alias }) => alias !== undefined).length);
  add('persons/wrongLinks', profiles.filter(({ wronglyLinkedTo }) => wronglyLinkedTo !== undefined).length);
}

/** Every number of protocol section 5 that the profiles alone can tell. */
export function countProfiles({ profiles, outside }: Composition): Figures {
  const { add, figures } = tally();
  for (const profile of profiles) {
    countTable(profile, add);
    countPaths(profile, add);
    countReturns(profile, add);
  }
  countPersons(profiles, add);
  for (const { kind } of outside) add(`outside/${{ declined: 'declined', hotline: 'hotline', duplicate: 'duplicates', 'kin-took-over': 'kinTookOver' }[kind]}`);
  return { ...figures(), relays: 2 };
}
