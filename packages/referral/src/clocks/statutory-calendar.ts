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
  swapDays: 'missing',
};

/** 2026, under the revision of 2024-11-10 (13 days): 春节 is 除夕 to 初三, 劳动节 two days. */
const year2026: CalendarYear = {
  source: '全国年节及纪念日放假办法, revision of 2024-11-10, art. 2 (L12)',
  holidays: [
    ...named('元旦', '2026-01-01'),
    ...named('春节', '2026-02-16', '2026-02-17', '2026-02-18', '2026-02-19'),
    ...named('清明节', '2026-04-05'),
    ...named('劳动节', '2026-05-01', '2026-05-02'),
    ...named('端午节', '2026-06-19'),
    ...named('中秋节', '2026-09-25'),
    ...named('国庆节', '2026-10-01', '2026-10-02', '2026-10-03'),
  ],
  swapDays: 'missing',
};

/**
 * What the law alone gives: weekends and the days of art. 2. The days that make up for a holiday on a weekend (art. 6) and
 * the swaps (art. 7) come with the yearly notice of the State Council and are left to the operator, as are other years.
 */
export const statutoryCalendar: WorkingCalendar = {
  version: 'statutory-1',
  source: '全国年节及纪念日放假办法 art. 2; swap days missing',
  years: { '2013': year2013, '2026': year2026 },
};
