import type { Random } from '../random.js';
import type { Profile, Somebody } from './profile.js';
import { byOutcome, groups, outcomes } from './survey.js';
import type { Band, Group, Outcome } from './survey.js';

const nobody: Somebody = { key: '', name: '', sex: '1', birthDate: '1970-01-01', county: '610300' };
const repeated = <T>(counts: readonly (readonly [T, number])[]): T[] => counts.flatMap(([value, count]) => Array.from({ length: count }, () => value));

/** Deals ages, sexes and origins of one column of the table to its person-times, each exactly as often as it says. */
function column(outcome: Outcome, random: Random): Omit<Profile, 'key'>[] {
  const row = byOutcome[outcome];
  const ages = random.shuffled(repeated(Object.entries(row.ages) as [Band, number][]));
  const sexes = random.shuffled(repeated([[true, row.male], [false, row.female]]));
  const origins = random.shuffled(repeated([[true, row.sameProvince], [false, row.otherProvince]]));
  return ages.map((band, index) => ({
    outcome,
    band,
    male: sexes[index] === true,
    sameProvince: origins[index] === true,
    almostAdult: band === 'minor' && (outcome === 'ticket' || outcome === 'selfLeave'),
    channel: 'walk-in',
    person: nobody,
    days: { admitted: 0 },
    start: 0,
  }));
}

/** Key groups go to adults and the elderly first: they are why adults are escorted at all. */
function dealGroups(profiles: readonly Omit<Profile, 'key'>[], outcome: Outcome): void {
  const dealt = repeated(groups.map((group): [Group, number] => [group, byOutcome[outcome].groups[group]]));
  const ordered = profiles.toSorted((a, b) => Number(a.band === 'minor') - Number(b.band === 'minor'));
  dealt.forEach((group, index) => {
    const profile = ordered[index];
    if (profile === undefined) throw new RangeError(`no room for the key groups of ${outcome}`);
    profile.group = group;
  });
}

/** Every person-time with the marks of the survey's table: exit, age band, sex, origin and key group, every row and column exact. In random order. */
export function dealExits(random: Random): Profile[] {
  const dealt = outcomes.flatMap((outcome) => {
    const profiles = column(outcome, random);
    dealGroups(profiles, outcome);
    return profiles;
  });
  return random.shuffled(dealt).map((profile, index) => ({ key: `a${String(index + 1).padStart(4, '0')}`, ...profile }));
}
