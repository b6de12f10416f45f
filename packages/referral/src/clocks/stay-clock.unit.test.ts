import { nationalRules } from './national-rules.js';
import { dueAt } from './due-at.js';
import { statutoryCalendar } from './statutory-calendar.js';
import { stayClock } from './stay-clock.js';
import type { DutyRule } from './duty-rule.js';

const local = (text: string) => new Date(`${text}+08:00`).toISOString();
const stayRule = (): DutyRule => {
  const rule = nationalRules.find(({ ruleId }) => ruleId === 'T03');
  if (rule === undefined) throw new Error('no T03');
  return rule;
};
const stay = (at: string, ...spans: [string, string?][]) =>
  stayClock(stayRule(), spans.map(([from, to]) => (to === undefined ? { from: local(from) } : { from: local(from), to: local(to) })), local(at));

describe('the ten days in the station', () => {
  test('an unbroken stay is due when the plain limit is', () => {
    const plain = dueAt(stayRule(), local('2013-03-01T09:00:00'), statutoryCalendar).dueAt;
    for (const at of ['2013-03-01T09:00:00', '2013-03-05T12:00:00', '2013-03-11T23:00:00', '2013-03-20T08:00:00']) expect(stay(at, ['2013-03-01T09:00:00']).dueAt).toBe(plain);
  });

  test('the day of entry is not counted', () => {
    expect(stay('2013-03-01T23:00:00', ['2013-03-01T09:00:00'])).toMatchObject({ daysUsed: 0, daysLeft: 10 });
    expect(stay('2013-03-02T01:00:00', ['2013-03-01T09:00:00'])).toMatchObject({ daysUsed: 1, daysLeft: 9 });
  });

  test('the clock stands still while the person is in hospital', () => {
    expect(stay('2013-03-20T09:00:00', ['2013-03-01T09:00:00', '2013-03-04T09:00:00'])).toEqual({ daysUsed: 3, daysLeft: 7, dueAt: undefined });
  });

  test('days wholly away move the end; days partly in the station count', () => {
    const clock = stay('2013-03-07T12:00:00', ['2013-03-01T09:00:00', '2013-03-04T09:00:00'], ['2013-03-07T09:00:00']);
    expect(clock).toEqual({ daysUsed: 4, daysLeft: 6, dueAt: local('2013-03-14T00:00:00') });
  });

  test('a stay beyond the limit keeps the day on which the limit passed', () => {
    expect(stay('2013-03-20T09:00:00', ['2013-03-01T09:00:00'])).toEqual({ daysUsed: 19, daysLeft: 0, dueAt: local('2013-03-12T00:00:00') });
  });

  test('somebody whom the station never had has used no day', () => {
    expect(stay('2013-03-20T09:00:00')).toEqual({ daysUsed: 0, daysLeft: 10, dueAt: undefined });
  });
});
