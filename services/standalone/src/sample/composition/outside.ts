import type { Random } from '../random.js';
import { broughtByPolice } from './handover-marks.js';
import { inventPerson } from './persons.js';
import type { Places } from './places.js';
import { period, periodStart } from './calendar.js';
import type { OutsideProfile, Profile } from './profile.js';
import { breakdown } from './survey.js';
import type { Band } from './survey.js';

const DAY_MS = 86_400_000;

/** Contacts of the same months that never became a person-time, and reports that were of somebody who did. */
export function dealOutside(profiles: readonly Profile[], places: Places, random: Random): OutsideProfile[] {
  const { declined, hotline, duplicates, kinTookOver } = breakdown.outside;
  const kinds = ([['declined', declined], ['hotline', hotline], ['kin-took-over', kinTookOver]] as const).flatMap(([kind, count]) => Array.from({ length: count }, () => kind));
  const contacts = kinds.map((kind, index): OutsideProfile => {
    const band: Band = random.chance(0.2) ? 'elderly' : 'adult';
    const male = random.chance(0.75);
    const sameProvince = random.chance(0.6);
    const key = `x${String(index + 1).padStart(4, '0')}`;
    const start = periodStart + random.between(0, period.days - 3) * DAY_MS + random.between(8 * 60, 21 * 60) * 60_000;
    const person = inventPerson(key, { band, male, sameProvince, almostAdult: false }, places.origin(sameProvince, random), random);
    const age = 2013 - Number(person.birthDate.slice(0, 4));
    return { key, kind, person, estimate: { from: Math.max(18, age - 5), to: age + 5 }, start };
  });
  const survivors = profiles.filter((profile) => broughtByPolice(profile) && (profile.days.exit ?? 0) >= 1 && profile.known === undefined).slice(0, duplicates);
  return [
    ...contacts,
    ...survivors.map((survivor, index): OutsideProfile => {
      const key = `d${String(index + 1).padStart(4, '0')}`;
      survivor.duplicate = key;
      const age = 2013 - Number(survivor.person.birthDate.slice(0, 4));
      return { key, kind: 'duplicate', person: survivor.person, estimate: { from: age, to: age }, start: survivor.start + 4 * 60_000, survivor: survivor.key };
    }),
  ];
}
