import { readFileSync } from 'node:fs';
import { ageAt, ageBandAt, describeIdentityNumber, registerSchema } from '@guitu/contracts';
import { compose, sampleSeed } from './compose.js';
import { countProfiles } from './count-profiles.js';
import { expectedFigures } from './figures.js';
import { impaired, mayLeave } from './profile.js';
import { breakdown, byOutcome, outcomes, totals, unexplained } from './survey.js';

const register = registerSchema.parse(JSON.parse(readFileSync(new URL('../../../../../infra/sample/organisations.json', import.meta.url), 'utf8')));
const sample = compose(register);
const { profiles } = sample;
const found = countProfiles(sample);

describe('the composition of the sample is that of protocol section 5', () => {
  test.each(Object.entries(expectedFigures()))('%s is %i', (path, count) => {
    expect(found[path] ?? 0).toBe(count);
  });

  test('the table itself adds up, row by row and column by column', () => {
    for (const outcome of outcomes) {
      const { ages, male, female, sameProvince, otherProvince, total } = byOutcome[outcome];
      expect([Object.values(ages).reduce((a, b) => a + b), male + female, sameProvince + otherProvince]).toEqual([total, total, total]);
    }
    expect(outcomes.reduce((sum, outcome) => sum + byOutcome[outcome].total, 0)).toBe(totals.total);
    expect(outcomes.slice(3).reduce((sum, outcome) => sum + byOutcome[outcome].total, 0)).toBe(unexplained);
  });

  test('refused returns were redirected, accepted after escalation, or are open', () => {
    const { total, answer } = breakdown.returns;
    expect(answer.redirected + answer.bureau + answer.prefecture + answer.province + answer.open).toBe(34);
    expect(total - answer.open).toBe(265);
  });
});

describe('what one mark says of a person-time agrees with the others', () => {
  test('only people who may leave alone get a ticket, declare or are terminated', () => {
    const alone = profiles.filter(({ outcome }) => outcome === 'ticket' || outcome === 'selfLeave' || outcome === 'terminated');
    expect(alone.filter((profile) => !mayLeave(profile) || impaired(profile))).toEqual([]);
  });

  test('minors with a ticket or a statement are 16 or 17 on every day of the period', () => {
    const minors = profiles.filter(({ band, outcome }) => band === 'minor' && (outcome === 'ticket' || outcome === 'selfLeave'));
    expect(minors).toHaveLength(44);
    for (const { person } of minors) for (const day of ['2013-01-01', '2013-10-31']) expect([16, 17]).toContain(ageAt(person.birthDate, `${day}T12:00:00+08:00`));
  });

  test('a recorded estimate lies in the band, and a birth date in the band of its whole year', () => {
    for (const { band, estimate, person } of profiles) {
      if (estimate !== undefined) expect(ageBandAt(estimate, '2013-06-01T00:00:00Z')).toBe(band);
      if (band !== 'unknown') for (const day of ['2013-01-01', '2013-12-31']) expect(ageBandAt({ birthDate: person.birthDate }, `${day}T12:00:00+08:00`)).toBe(band);
    }
  });

  test('whoever came twice keeps sex, origin and birth date, and is never in two places at once', () => {
    const visits = new Map<string, typeof profiles>();
    for (const profile of profiles) visits.set(profile.person.key, [...(visits.get(profile.person.key) ?? []), profile]);
    for (const group of visits.values()) {
      expect(new Set(group.map(({ male, sameProvince, band }) => `${male} ${sameProvince} ${band}`)).size).toBe(1);
      const ordered = group.toSorted((a, b) => a.start - b.start);
      for (const [index, visit] of ordered.slice(1).entries()) expect(visit.start).toBeGreaterThan((ordered[index]?.start ?? 0) + (ordered[index]?.days.exit ?? 999) * 86_400_000);
    }
  });

  test('identity numbers are of the person, but for a few that are odd, as on paper', () => {
    const numbers = profiles.flatMap(({ person }) => (person.idNumber === undefined ? [] : [{ ...person, idNumber: person.idNumber }]));
    const odd = numbers.filter(({ idNumber, sex, birthDate }) => {
      const { findings, birthDate: read } = describeIdentityNumber(idNumber, { at: '2013-11-01T00:00:00Z', sex });
      return findings.length > 0 || read !== birthDate;
    });
    expect(numbers.length).toBeGreaterThan(1_200);
    expect(odd.length).toBeGreaterThan(5);
    expect(odd.length).toBeLessThan(80);
    expect(numbers.some(({ idNumber, county }) => idNumber.length === 18 && !idNumber.startsWith(county))).toBe(true);
  });

  test('the same seed gives the same sample, another seed another with the same figures', () => {
    expect(JSON.stringify(compose(register, sampleSeed)) === JSON.stringify(sample)).toBe(true);
    const other = compose(register, 'another');
    expect(other.profiles[0]).not.toEqual(profiles[0]);
    expect(countProfiles(other)).toEqual(found);
  });
});
