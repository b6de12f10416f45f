import type { Random } from '../random.js';
import { inventIdNumber } from './id-number.js';
import { inventName } from './names.js';
import type { Places } from './places.js';
import type { Profile, Somebody } from './profile.js';
import { breakdown } from './survey.js';
import type { Band } from './survey.js';

type Kind = Pick<Profile, 'band' | 'male' | 'sameProvince' | 'almostAdult'>;

/**
 * Years of birth that stay in one band from 1 January to 31 December 2013, so that it does not matter on which day somebody came: whoever was born in 1996 is 16 or 17 all
 * year, whoever was born in 1997 would turn 16. The unknown are in their fifties or sixties; nobody can tell.
 */
const born: Readonly<Record<Band | 'almost-adult', readonly [number, number]>> = { adult: [1956, 1994], elderly: [1928, 1952], minor: [1998, 2007], 'almost-adult': [1996, 1996], unknown: [1949, 1957] };

export function inventPerson(key: string, kind: Kind, county: string, random: Random): Somebody {
  const [from, to] = born[kind.almostAdult ? 'almost-adult' : kind.band];
  const two = (number: number): string => String(number).padStart(2, '0');
  const birthDate = `${random.between(from, to)}-${two(random.between(1, 12))}-${two(random.between(1, 28))}`;
  const hasNumber = random.chance(kind.band === 'minor' ? (kind.almostAdult ? 0.6 : 0.25) : kind.band === 'elderly' ? 0.85 : 0.9);
  return {
    key,
    name: inventName(kind.male, random),
    sex: kind.male ? '1' : '2',
    birthDate,
    county,
    ...(hasNumber ? { idNumber: inventIdNumber(county, birthDate, kind.male, random) } : {}),
  };
}

/** Visits that may be one person's: of the same sex, origin and age, named, healthy, and not tied to a special story. */
const plain = (profile: Profile): boolean =>
  profile.known === undefined && profile.group === undefined && profile.hospitalFirst === undefined && profile.hospitalLater === undefined && profile.placed === undefined &&
  (profile.return === undefined || profile.return === 'accepted') && !['settled', 'died', 'other', 'stock', 'terminated'].includes(profile.outcome);

function cellsOf(profiles: readonly Profile[]): Map<string, Profile[]> {
  const cells = new Map<string, Profile[]>();
  for (const profile of profiles.filter(plain)) {
    const cell = [profile.band, profile.male, profile.sameProvince, profile.almostAdult].join();
    cells.set(cell, [...(cells.get(cell) ?? []), profile]);
  }
  return cells;
}

/** Groups of visits that are one person's: as many of each size as protocol section 5 says. Children come back more often than their share. */
function visitors(profiles: readonly Profile[], random: Random): Profile[][] {
  const { 2: twice, 3: thrice, 4: four } = breakdown.persons.byVisits;
  const sizes = [...Array.from({ length: four }, () => 4), ...Array.from({ length: thrice }, () => 3), ...Array.from({ length: twice }, () => 2)];
  const cells = cellsOf(profiles);
  return sizes.map((size, index) => {
    const children = index % 4 === 1;
    const fitting = [...cells.entries()].filter(([cell, members]) => members.length >= size && (!children || cell.startsWith('minor')));
    const pool = fitting.flatMap(([cell, members]) => members.map(() => cell));
    const cell = random.pick(pool);
    const members = cells.get(cell) ?? [];
    cells.set(cell, members.slice(size));
    return members.slice(0, size);
  });
}

function countyOf(profile: Profile, places: Places, random: Random): string {
  if (profile.return === 'bureau') return random.pick(places.baoji);
  if (profile.return === 'prefecture') return random.pick(places.shaanxi);
  return places.origin(profile.sameProvince, random);
}

/** Gives every visit its person. `groups` of the answer are the persons with more than one visit. */
export function dealPersons(profiles: readonly Profile[], places: Places, random: Random): readonly (readonly Profile[])[] {
  const groups = visitors(profiles, random);
  const repeated = new Set(groups.flat());
  const single = profiles.filter((profile) => !repeated.has(profile)).map((profile) => [profile]);
  for (const [index, visits] of [...groups, ...single].entries()) {
    const [first] = visits;
    if (first === undefined) continue;
    const person = inventPerson(`p${String(index + 1).padStart(4, '0')}`, first, countyOf(first, places, random), random);
    for (const profile of visits) profile.person = person;
  }
  for (const profile of profiles) if (profile.known !== undefined) profile.estimate = estimateOf(profile, random);
  return groups;
}

/** What somebody would guess, inside the band; across its border where the band is unknown. */
function estimateOf({ band, almostAdult, person }: Profile, random: Random): { readonly from: number; readonly to: number } {
  if (band === 'unknown') return { from: 60 - random.between(2, 6), to: 60 + random.between(2, 8) };
  if (almostAdult) return { from: 16, to: 17 };
  const age = 2013 - Number(person.birthDate.slice(0, 4));
  const [least, most] = { minor: [0, 15], adult: [18, 59], elderly: [60, 100] }[band] as [number, number];
  return { from: Math.max(least, age - random.between(2, 5)), to: Math.min(most, age + random.between(1, 5)) };
}
