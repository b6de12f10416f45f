import { addLocalDays, localDaysBetween } from '@guitu/contracts';
import fc from 'fast-check';
import { statutoryCalendar } from './statutory-calendar.js';
import { addWorkingDays, isCompleteFor, isWorkingDay } from './working-calendar.js';
import type { WorkingCalendar } from './working-calendar.js';

const lunar = new Intl.DateTimeFormat('en-u-ca-chinese', { timeZone: 'Asia/Shanghai', month: 'numeric', day: 'numeric' });
const lunarDay = (date: string) => lunar.format(new Date(`${date}T04:00:00Z`));

/** Apparent longitude of the sun in degrees at 24:00 of a day in China; within 0.01 degree (Meeus, ch. 25, low accuracy). */
function solarLongitudeAtEndOf(date: string): number {
  const centuries = (Date.parse(`${date}T16:00:00Z`) - Date.parse('2000-01-01T12:00:00Z')) / 86_400_000 / 36_525;
  const mean = 280.46646 + 36_000.76983 * centuries;
  const anomaly = ((357.52911 + 35_999.05029 * centuries) * Math.PI) / 180;
  const centre = 1.914602 * Math.sin(anomaly) + 0.019993 * Math.sin(2 * anomaly) + 0.000289 * Math.sin(3 * anomaly);
  const node = ((125.04 - 1934.136 * centuries) * Math.PI) / 180;
  return (((mean + centre - 0.00569 - 0.00478 * Math.sin(node)) % 360) + 360) % 360;
}

const datesOf = (year: '2013' | '2026', name: string) => (statutoryCalendar.years[year]?.holidays ?? []).filter(({ zh }) => zh === name).map(({ date }) => date);

describe('the statutory calendar', () => {
  test('has the 11 days of the rule of 2007 for 2013 and the 13 of 2024 for 2026', () => {
    expect([statutoryCalendar.years['2013']?.holidays.length, statutoryCalendar.years['2026']?.holidays.length]).toEqual([11, 13]);
  });

  test.each(['2013', '2026'] as const)('the lunar festivals of %s are those of the Chinese calendar', (year) => {
    const spring = datesOf(year, '春节');
    expect(lunarDay(addLocalDays(spring[0] ?? '', 1))).toBe('1/1');
    expect(spring).toEqual(spring.map((_, index) => addLocalDays(spring[0] ?? '', index)));
    expect(datesOf(year, '端午节').map(lunarDay)).toEqual(['5/5']);
    expect(datesOf(year, '中秋节').map(lunarDay)).toEqual(['8/15']);
  });

  test.each(['2013', '2026'] as const)('清明 of %s is the day on which the sun passes 15 degrees', (year) => {
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
    const year = statutoryCalendar.years['2013'];
    if (year === undefined) throw new Error('2013 is missing');
    const filled: WorkingCalendar = {
      version: 'operator-1',
      source: 'test',
      years: { '2013': { ...year, swapDays: { workedWeekendDays: ['2013-06-08'], daysOff: ['2013-06-10'], source: 'test' } } },
    };
    expect(addWorkingDays(statutoryCalendar, '2013-06-07', 2)).toEqual({ date: '2013-06-11', complete: false });
    expect(addWorkingDays(filled, '2013-06-07', 2)).toEqual({ date: '2013-06-11', complete: true });
    expect(addWorkingDays(filled, '2013-06-07', 1)).toEqual({ date: '2013-06-08', complete: true });
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
