import fc from 'fast-check';
import { ageBandAt, henanAgeBandAt } from './age-band.js';
import { ageAt, ageCut, ageRangeAt } from './age.js';
import { addLocalDays, addLocalMonths, startOfLocalDate } from './local-time.js';

const noon = (date: string) => `${date}T04:00:00.000Z`;

describe('age at the time of an event', () => {
  test('the birthday itself counts, by the calendar of China', () => {
    expect(ageAt('1997-06-15', '2013-06-14T15:59:59.999Z')).toBe(15);
    expect(ageAt('1997-06-15', '2013-06-14T16:00:00.000Z')).toBe(16);
  });

  test('who was born on 29 February is a year older on 1 March of a common year and on the day in a leap year', () => {
    expect(ageAt('1996-02-29', noon('2014-02-28'))).toBe(17);
    expect(ageAt('1996-02-29', noon('2014-03-01'))).toBe(18);
    expect(ageAt('1996-02-29', noon('2016-02-29'))).toBe(20);
  });

  test.each([
    [13, 'under-14'],
    [14, '14-15'],
    [15, '14-15'],
    [16, '16-17'],
    [17, '16-17'],
    [18, 'adult'],
    [60, 'adult'],
  ])('somebody of %i is %s', (years, cut) => {
    const birthDate = addLocalMonths('2013-06-15', -12 * years);
    expect(ageCut({ birthDate }, noon('2013-06-15'))).toBe(cut);
  });

  test('an estimate that reaches below a cut is below it', () => {
    expect(ageCut({ from: 13, to: 30 }, noon('2013-06-15'))).toBe('under-14');
    expect(ageCut({ from: 15, to: 19 }, noon('2013-06-15'))).toBe('14-15');
    expect(ageCut({ from: 17, to: 20 }, noon('2013-06-15'))).toBe('16-17');
    expect(ageCut({ from: 18, to: 20 }, noon('2013-06-15'))).toBe('adult');
  });

  test('an estimate ages with the years since it was stated', () => {
    const age = { from: 13, to: 15, statedOn: '2013-01-01' };
    expect(ageRangeAt(age, noon('2013-01-01'))).toEqual({ from: 13, to: 15 });
    expect(ageRangeAt(age, noon('2013-07-01'))).toEqual({ from: 13, to: 16 });
    expect(ageRangeAt(age, noon('2016-01-01'))).toEqual({ from: 16, to: 18 });
    expect(ageCut(age, noon('2016-01-01'))).toBe('16-17');
  });

  test('an estimate that ends before it starts is refused', () => {
    expect(() => ageRangeAt({ from: 20, to: 10 }, noon('2013-01-01'))).toThrow(RangeError);
  });

  test('statistics call a range unknown when it straddles 18 or 60', () => {
    const band = (from: number, to: number) => ageBandAt({ from, to }, noon('2013-06-15'));
    expect([band(10, 17), band(17, 18), band(18, 59), band(59, 60), band(60, 90)]).toEqual(['minor', 'unknown', 'adult', 'unknown', 'elderly']);
    expect(ageBandAt(undefined, noon('2013-06-15'))).toBe('unknown');
    expect(ageBandAt({ birthDate: '2014-01-01' }, noon('2013-06-15'))).toBe('unknown');
  });

  test('somebody of 18 is an adult in law and is counted in 7-18 by the Henan form', () => {
    const age = { birthDate: '1995-01-01' };
    expect([ageCut(age, noon('2013-06-15')), ageBandAt(age, noon('2013-06-15')), henanAgeBandAt(age, noon('2013-06-15'))]).toEqual(['adult', 'adult', '7-18']);
  });

  test('the bands of the Henan form meet without a gap', () => {
    const band = (years: number) => henanAgeBandAt({ from: years, to: years }, noon('2013-06-15'));
    expect([0, 6, 7, 18, 19, 59, 60, 110].map(band)).toEqual(['0-6', '0-6', '7-18', '7-18', '19-59', '19-59', '60+', '60+']);
    expect(henanAgeBandAt({ from: 6, to: 7 }, noon('2013-06-15'))).toBe('unknown');
  });

  test('the true age always lies inside an estimate that was true when it was stated', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 20_000 }), fc.integer({ min: 0, max: 20_000 }), fc.nat(5), fc.nat(5), (lived, later, below, above) => {
        const birthDate = '1920-01-01';
        const statedOn = addLocalDays(birthDate, lived);
        const stated = ageAt(birthDate, startOfLocalDate(statedOn));
        const at = startOfLocalDate(addLocalDays(statedOn, later));
        const { from, to } = ageRangeAt({ from: Math.max(0, stated - below), to: stated + above, statedOn }, at);
        expect(from).toBeLessThanOrEqual(ageAt(birthDate, at));
        expect(to).toBeGreaterThanOrEqual(ageAt(birthDate, at));
      }),
    );
  });

  test('nobody grows younger from one day to the next', () => {
    fc.assert(
      fc.property(fc.nat(40_000), fc.nat(40_000), (born, days) => {
        const birthDate = addLocalDays('1900-01-01', born);
        const on = (day: number) => ageAt(birthDate, startOfLocalDate(addLocalDays(birthDate, day)));
        expect(on(days + 1) - on(days)).toBeGreaterThanOrEqual(0);
        expect(on(days + 1) - on(days)).toBeLessThanOrEqual(1);
      }),
    );
  });
});
