import { createRegister } from '@guitu/referral';
import { tellCalendar } from './tell-calendar.js';

const notice = { source: '通知', daysOff: [], workedWeekendDays: [] };
function told(day: string, ...noticed: string[]): readonly unknown[] {
  const years: unknown[] = [];
  const register = createRegister({ organisations: [], contracts: [], calendar: Object.fromEntries(noticed.map((year) => [year, notice])) });
  tellCalendar(register, Date.parse(day), { info: () => undefined, warn: (_message, fields) => void years.push(fields?.year) });
  return years;
}

test('an operator is told of the years whose notice is missing, from November on of the next one, too', () => {
  expect(told('2026-10-31T23:00:00+08:00', '2026')).toEqual([]);
  expect(told('2026-10-31T23:00:00+08:00')).toEqual([2026]);
  expect(told('2026-10-31T16:00:00Z', '2026')).toEqual([2027]);
  expect(told('2026-12-05T08:00:00+08:00')).toEqual([2026, 2027]);
  expect(told('2026-12-31T16:00:00Z', '2027')).toEqual([]);
});
