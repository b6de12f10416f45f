import { registerSchema } from './organisation.js';

const faults = (calendar: unknown): readonly string[] => registerSchema.safeParse({ organisations: [], calendar }).error?.issues.map(({ path, message }) => `${path.join('.')} ${message}`) ?? [];
const year = (days: { readonly daysOff?: readonly string[]; readonly workedWeekendDays?: readonly string[] }) => ({ '2027': { source: '通知', daysOff: [], workedWeekendDays: [], ...days } });

describe('the calendar of a register', () => {
  test('has the days off and the worked days of a weekend of each year, with the notice that says so', () => {
    expect(faults(year({ daysOff: ['2027-02-08'], workedWeekendDays: ['2027-02-20'] }))).toEqual([]);
    expect(faults({})).toEqual([]);
    expect(faults({ '2027': { daysOff: [], workedWeekendDays: [] } })).toEqual([expect.stringContaining('calendar.2027.source')]);
    expect(faults({ 'next year': year({})['2027'] })).toHaveLength(1);
  });

  test('may have days of the December before: a notice moves those around 元旦', () => {
    expect(faults({ '2019': { source: '通知', daysOff: ['2018-12-30', '2018-12-31', '2019-01-01'], workedWeekendDays: ['2018-12-29'] } })).toEqual([]);
  });

  test('names the day that cannot be meant', () => {
    expect(faults(year({ daysOff: ['2026-11-30'] }))).toEqual(['calendar.2027.daysOff 2026-11-30 is no day of that year or of the December before']);
    expect(faults(year({ daysOff: ['2027-02-30'] }))).toHaveLength(1);
    expect(faults(year({ workedWeekendDays: ['2027-02-19'] }))).toEqual(['calendar.2027.workedWeekendDays 2027-02-19 is no day of a weekend']);
    expect(faults(year({ daysOff: ['2027-02-20'], workedWeekendDays: ['2027-02-20'] }))).toEqual(['calendar.2027.workedWeekendDays 2027-02-20 is a day off, too']);
  });
});
