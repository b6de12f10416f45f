import { addLocalDays } from '@guitu/contracts';
import type { LocalDate } from '@guitu/contracts';
import type { CalendarYear, WorkingCalendar } from './working-calendar.js';

const named = (zh: string, ...dates: string[]) => dates.map((date) => ({ date, zh }));

/**
 * 2013, the year of the sample, under the 2007 revision of 全国年节及纪念日放假办法 (11 days): 春节 is 除夕, 初一 and 初二,
 * 劳动节 one day. The revision of 2013-12-11 moved 春节 to 初一 to 初三, but not for this year.
 */
const year2013: CalendarYear = {
  source: '全国年节及纪念日放假办法, revision of 2007-12-14, art. 2',
  holidays: [
    ...named('新年', '2013-01-01'),
    ...named('春节', '2013-02-09', '2013-02-10', '2013-02-11'),
    ...named('清明节', '2013-04-04'),
    ...named('劳动节', '2013-05-01'),
    ...named('端午节', '2013-06-12'),
    ...named('中秋节', '2013-09-19'),
    ...named('国庆节', '2013-10-01', '2013-10-02', '2013-10-03'),
  ],
};

/** A year under the revision of 2024-11-10 (13 days, since 2025): 春节 is 除夕 to 初三, 劳动节 two days. */
function since2025(year: string, days: { readonly 除夕: LocalDate; readonly 清明: LocalDate; readonly 端午: LocalDate; readonly 中秋: LocalDate }): CalendarYear {
  const inYear = (day: string): LocalDate => `${year}-${day}`;
  const eve = inYear(days.除夕);
  return {
    source: '全国年节及纪念日放假办法, revision of 2024-11-10, art. 2 (L12)',
    holidays: [
      ...named('元旦', inYear('01-01')),
      ...named('春节', eve, addLocalDays(eve, 1), addLocalDays(eve, 2), addLocalDays(eve, 3)),
      ...named('清明节', inYear(days.清明)),
      ...named('劳动节', inYear('05-01'), inYear('05-02')),
      ...named('端午节', inYear(days.端午)),
      ...named('中秋节', inYear(days.中秋)),
      ...named('国庆节', inYear('10-01'), inYear('10-02'), inYear('10-03')),
    ],
  };
}

/**
 * What the law alone gives: weekends and the days of art. 2. The days that make up for a holiday on a weekend (art. 6) and
 * the swaps (art. 7) come with the yearly notice of the State Council; the operator gives them in the register's `calendar`.
 * Days of the moon are those of the Chinese calendar, reckoned for 120 degrees east: the new moons before 春节 of 2027 and
 * of 2030 fall within eight minutes of midnight, and tables that are less exact have these a day late or early.
 */
export const statutoryCalendar: WorkingCalendar = {
  version: 'statutory-2',
  years: {
    '2013': year2013,
    '2025': since2025('2025', { 除夕: '01-28', 清明: '04-04', 端午: '05-31', 中秋: '10-06' }),
    '2026': since2025('2026', { 除夕: '02-16', 清明: '04-05', 端午: '06-19', 中秋: '09-25' }),
    '2027': since2025('2027', { 除夕: '02-05', 清明: '04-05', 端午: '06-09', 中秋: '09-15' }),
    '2028': since2025('2028', { 除夕: '01-25', 清明: '04-04', 端午: '05-28', 中秋: '10-03' }),
    '2029': since2025('2029', { 除夕: '02-12', 清明: '04-04', 端午: '06-16', 中秋: '09-22' }),
    '2030': since2025('2030', { 除夕: '02-02', 清明: '04-05', 端午: '06-05', 中秋: '09-12' }),
  },
  daysOff: new Set(),
  workedWeekendDays: new Set(),
  noticed: new Set(),
};
