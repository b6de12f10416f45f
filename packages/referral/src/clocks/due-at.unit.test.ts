import { addLocalDays, localDateOf, startOfLocalDate } from '@guitu/contracts';
import fc from 'fast-check';
import { dueAt } from './due-at.js';
import { dutiesAtAdmission } from './duties-at-admission.js';
import type { DutyRule } from './duty-rule.js';
import { allRules, rulesInForce } from './rules-in-force.js';
import { statutoryCalendar } from './statutory-calendar.js';

/** +08:00, as people write it. */
const local = (text: string) => new Date(`${text}+08:00`).toISOString();
const rule = (ruleId: string, change: Partial<DutyRule> = {}): DutyRule => {
  const found = rulesInForce('2026-01-01T00:00:00.000Z', { adopted: ['130300'] }).find((candidate) => candidate.ruleId === ruleId);
  if (found === undefined) throw new Error(`no rule ${ruleId}`);
  return { ...found, ...change };
};
const due = (ruleId: string, from: string) => dueAt(rule(ruleId), local(from), statutoryCalendar);

describe('when a duty falls due', () => {
  test('24 hours run through the night and the holiday', () => {
    expect(due('T05', '2013-09-30T22:30:00')).toMatchObject({ dueAt: local('2013-10-01T22:30:00'), provisional: false });
    expect(due('T05', '2013-09-30T22:30:00')).not.toHaveProperty('calendarVersion');
  });

  test('10 days leave out the day of entry and end at midnight of the tenth', () => {
    expect(due('T10', '2013-03-01T09:00:00').dueAt).toBe(local('2013-03-12T00:00:00'));
    expect(due('T10', '2013-03-01T23:59:59').dueAt).toBe(local('2013-03-12T00:00:00'));
    expect(due('T10', '2013-03-02T00:00:00').dueAt).toBe(local('2013-03-13T00:00:00'));
  });

  test('7 working days step over weekends and holidays, and are provisional while swap days are missing', () => {
    // Thursday 6 June; the Dragon Boat festival is Wednesday the 12th.
    expect(due('T06', '2013-06-06T09:00:00')).toEqual({
      ruleId: 'T06',
      ruleVersion: 2,
      jurisdiction: 'CN',
      dueAt: local('2013-06-19T00:00:00'),
      calendarVersion: 'statutory-2',
      provisional: true,
    });
  });

  test('a month is the same day of the next month, clipped to its end', () => {
    expect(due('T07', '2013-01-31T09:00:00').dueAt).toBe(local('2013-03-01T00:00:00'));
    expect(due('T12', '2013-11-30T09:00:00').dueAt).toBe(local('2014-03-01T00:00:00'));
    expect(due('T12', '2013-01-15T09:00:00').dueAt).toBe(local('2013-04-16T00:00:00'));
  });

  test('the day of entry is the day in China, not in UTC', () => {
    expect(dueAt(rule('T10'), '2013-02-28T16:00:00.000Z', statutoryCalendar).dueAt).toBe(local('2013-03-12T00:00:00'));
  });

  test('every rule falls due after its trigger, and later triggers never fall due earlier', () => {
    fc.assert(
      fc.property(fc.constantFrom(...allRules), fc.nat(365 * 86_400), fc.nat(86_400 * 40), (any, second, later) => {
        const at = (s: number) => new Date(Date.parse('2013-01-01T00:00:00Z') + s * 1000).toISOString();
        const first = dueAt(any, at(second), statutoryCalendar).dueAt;
        expect(first > at(second)).toBe(true);
        expect(dueAt(any, at(second + later), statutoryCalendar).dueAt >= first).toBe(true);
      }),
    );
  });
});

describe('duties at admission', () => {
  const at = local('2013-06-06T09:00:00');
  const ids = (admission: { identified: boolean; mayLeave: boolean; place?: 'station' | 'bedside' }) =>
    dutiesAtAdmission({ at, place: 'station', ...admission }, statutoryCalendar).map(({ ruleId }) => ruleId);

  test('somebody unidentified starts the four identity clocks, in the order in which they fall due', () => {
    expect(ids({ identified: false, mayLeave: false })).toEqual(['T05', 'T10', 'T06', 'T12']);
  });

  test('an able adult who is known starts only the stay clock', () => {
    expect(ids({ identified: true, mayLeave: true })).toEqual(['T03']);
  });

  test('a known person who may not leave alone starts none', () => {
    expect(ids({ identified: true, mayLeave: false })).toEqual([]);
  });

  test('at the bedside the identity clocks start and the stay clock does not', () => {
    expect(ids({ identified: false, mayLeave: true, place: 'bedside' })).toEqual(['T05', 'T10', 'T06', 'T12']);
  });

  test('each duty carries the versions that it was computed with', () => {
    for (const duty of dutiesAtAdmission({ at, identified: false, mayLeave: true, place: 'station' }, statutoryCalendar)) {
      expect([duty.ruleId, duty.ruleVersion]).toEqual([duty.rule.ruleId, duty.rule.version]);
      expect(duty.calendarVersion).toBe(duty.ruleId === 'T06' ? 'statutory-2' : undefined);
    }
  });

  test('an admission on any day of the sample has its four clocks', () => {
    fc.assert(
      fc.property(fc.nat(303), (day) => {
        const admitted = startOfLocalDate(addLocalDays('2013-01-01', day));
        const duties = dutiesAtAdmission({ at: admitted, identified: false, mayLeave: true, place: 'station' }, statutoryCalendar);
        expect(duties).toHaveLength(5);
        expect(duties.every(({ dueAt: end }) => localDateOf(end) > localDateOf(admitted))).toBe(true);
      }),
    );
  });
});
