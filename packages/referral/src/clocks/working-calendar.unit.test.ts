import { addLocalDays, localDaysBetween } from '@guitu/contracts';
import fc from 'fast-check';
import { lunarDay, solarLongitudeAtEndOf } from '../testing/almanac.js';
import { installedCalendar } from './installed-calendar.js';
import { statutoryCalendar } from './statutory-calendar.js';
import { addWorkingDays, isCompleteFor, isWorkingDay } from './working-calendar.js';

const years = Object.keys(statutoryCalendar.years);
const datesOf = (year: string, name: string) => (statutoryCalendar.years[year]?.holidays ?? []).filter(({ zh }) => zh === name).map(({ date }) => date);

describe('the statutory calendar', () => {
  test('has the 11 days of the rule of 2007 for 2013 and the 13 of 2024 since 2025', () => {
    expect(years.map((year) => [year, statutoryCalendar.years[year]?.holidays.length])).toEqual([['2013', 11], ...['2025', '2026', '2027', '2028', '2029', '2030'].map((year) => [year, 13])]);
  });

  test.each(years)('the lunar festivals of %s are on their days of the moon', (year) => {
    const spring = datesOf(year, '春节');
    expect(spring).toEqual(spring.map((_, index) => addLocalDays(spring[0] ?? '', index)));
    // A month has the number of the 中气 in it: 雨水 330 degrees the first, 夏至 90 the fifth, 秋分 180 the eighth.
    expect(lunarDay(spring[1] ?? '', 330)).toEqual({ day: 1, ofMonth: true });
    expect(datesOf(year, '端午节').map((day) => lunarDay(day, 90))).toEqual([{ day: 5, ofMonth: true }]);
    expect(datesOf(year, '中秋节').map((day) => lunarDay(day, 180))).toEqual([{ day: 15, ofMonth: true }]);
  });

  test.each(years)('清明 of %s is the day on which the sun passes 15 degrees', (year) => {
    const [day = ''] = datesOf(year, '清明节');
    expect(solarLongitudeAtEndOf(addLocalDays(day, -1))).toBeLessThan(15);
    expect(solarLongitudeAtEndOf(day)).toBeGreaterThan(15);
  });

  test('says that swap days are missing, so that no date that needs them passes as certain', () => {
    expect(isCompleteFor(statutoryCalendar, '2013-05-01')).toBe(false);
    expect(isCompleteFor(statutoryCalendar, '2014-05-01')).toBe(false);
  });
});

describe('working days', () => {
  test('weekends and holidays are none', () => {
    expect(['2013-06-11', '2013-06-12', '2013-06-13', '2013-06-15', '2013-06-16'].map((date) => isWorkingDay(statutoryCalendar, date))).toEqual([true, false, true, false, false]);
  });

  test('the swap days that an operator fills in move the count and make it certain', () => {
    const filled = installedCalendar({ '2013': { workedWeekendDays: ['2013-06-08'], daysOff: ['2013-06-10'], source: 'test' } });
    expect(addWorkingDays(statutoryCalendar, '2013-06-07', 2)).toEqual({ date: '2013-06-11', complete: false });
    expect(addWorkingDays(filled, '2013-06-07', 2)).toEqual({ date: '2013-06-11', complete: true });
    expect(addWorkingDays(filled, '2013-06-07', 1)).toEqual({ date: '2013-06-08', complete: true });
  });

  test('a year that the law\'s calendar lacks is whole with a notice that has the holidays themselves', () => {
    const filled = (...daysOff: string[]) => installedCalendar({ '2031': { workedWeekendDays: [], daysOff, source: 'test' } });
    expect(addWorkingDays(filled('2031-01-02'), '2031-04-30', 1)).toEqual({ date: '2031-05-01', complete: false });
    expect(addWorkingDays(filled('2031-01-01', '2031-05-01', '2031-05-02', '2031-10-01', '2031-10-02', '2031-10-03'), '2031-04-30', 1)).toEqual({ date: '2031-05-05', complete: true });
  });

  test('the last week of a year is certain with the next notice alone, which may move its days', () => {
    const notice = { workedWeekendDays: [], daysOff: [], source: 'test' };
    const of2029 = { '2029': notice };
    expect([addWorkingDays(installedCalendar(of2029), '2029-12-21', 1), addWorkingDays(installedCalendar(of2029), '2029-12-28', 1)]).toEqual([{ date: '2029-12-24', complete: true }, { date: '2029-12-31', complete: false }]);
    const moved = installedCalendar({ ...of2029, '2030': { ...notice, daysOff: ['2029-12-31'], workedWeekendDays: ['2029-12-29'] } });
    expect([addWorkingDays(moved, '2029-12-28', 1), addWorkingDays(moved, '2029-12-28', 2)]).toEqual([{ date: '2029-12-29', complete: true }, { date: '2030-01-02', complete: true }]);
  });

  test('nobody works on a holiday of the law, whatever was typed', () => {
    expect(isWorkingDay(installedCalendar({ '2027': { source: 'test', daysOff: [], workedWeekendDays: ['2027-05-01'] } }), '2027-05-01')).toBe(false);
  });

  test('a calendar has another version where its days are others, and no other where they are written in another order', () => {
    const off = (...daysOff: string[]) => installedCalendar({ '2027': { source: 'test', daysOff, workedWeekendDays: [] } }).version;
    expect(installedCalendar({}).version).toBe('statutory-2');
    expect(off('2027-02-08', '2027-02-09')).toMatch(/^statutory-2\+[0-9a-f]{8}$/u);
    expect(off('2027-02-09', '2027-02-08', '2027-02-09')).toBe(off('2027-02-08', '2027-02-09'));
    expect(new Set([off('2027-02-08'), off('2027-02-09'), off()]).size).toBe(3);
  });

  test('a limit that is no whole number of days is refused', () => {
    for (const days of [0, -1, 1.5]) expect(() => addWorkingDays(statutoryCalendar, '2013-06-07', days)).toThrow(RangeError);
  });

  test('the n-th working day is one, and exactly n lie on the way', () => {
    fc.assert(
      fc.property(fc.nat(364), fc.integer({ min: 1, max: 30 }), (offset, days) => {
        const from = addLocalDays('2013-01-01', offset);
        const { date } = addWorkingDays(statutoryCalendar, from, days);
        const passed = Array.from({ length: localDaysBetween(from, date) }, (_, index) => addLocalDays(from, index + 1));
        expect(isWorkingDay(statutoryCalendar, date)).toBe(true);
        expect(passed.filter((day) => isWorkingDay(statutoryCalendar, day))).toHaveLength(days);
      }),
    );
  });
});
