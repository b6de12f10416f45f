import { StartError } from '@guitu/service-kit';
import { emptyCase } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import { standsAgainst } from '../against.js';
import { retentionClasses, retentionSchedule } from './schedule.js';
import { retentionTerms } from './setting.js';
import { classOf, termOf } from './terms.js';

const closedAt = '2013-03-05T02:00:00.000Z';
const closed = (more: Partial<CaseState> = {}): CaseState => ({ ...emptyCase('case-1'), identified: true, closed: { code: 'exited', at: closedAt }, ...more });
const admitted = { station: 'station', at: closedAt, place: 'station', eventId: 'event' } as const;

describe('the retention schedule', () => {
  test('says of every line how sure it is, and lets an installation set a term only where nobody knows one', () => {
    for (const { record, parameter, sure } of retentionSchedule) expect([record, parameter === undefined || sure === 'unconfirmed']).toEqual([record, true]);
    expect(retentionSchedule.flatMap(({ parameter }) => parameter ?? []).toSorted()).toEqual([...retentionClasses].toSorted());
  });

  test.each([
    ['somebody who is known and went', closed(), 'case-file'],
    ['somebody who was never identified', closed({ admitted, identified: false }), 'kept-for-identification'],
    ['somebody who only called', closed({ identified: false }), 'case-file'],
    ['somebody who was settled', closed({ settled: { at: closedAt } }), 'kept-for-identification'],
    ['somebody who died', closed({ diedAt: closedAt }), 'kept-for-identification'],
  ] as const)('puts the file of %s into its class', (_who, state, line) => {
    expect(classOf(state)).toBe(line);
  });

  test('ends whole years after the close, or never, or is off', () => {
    expect(termOf(closed(), { 'case-file': 30 })).toEqual({ line: 'case-file', ends: '2043-03-05T02:00:00.000Z' });
    expect(termOf(closed(), { 'case-file': 'permanent' })).toEqual({ line: 'case-file' });
    expect(termOf(closed(), { 'kept-for-identification': 30 })).toBeUndefined();
    expect(termOf({ ...emptyCase('case-1') }, { 'case-file': 30 })).toBeUndefined();
  });
});

describe('what stands against', () => {
  const [before, after] = ['2043-03-05T01:59:59.999Z', '2043-03-05T02:00:00.000Z'];
  const codes = (state: CaseState, kind: 'erasure' | 'restriction', terms: Parameters<typeof termOf>[1], now: string) => standsAgainst([state], kind, terms, now).map(({ code }) => code);

  test('an erasure is an open case, a term that runs, and a class that is kept for ever', () => {
    expect(codes(emptyCase('case-1'), 'erasure', {}, after)).toEqual(['case-open']);
    expect(codes(closed(), 'erasure', {}, before)).toEqual([]);
    expect([codes(closed(), 'erasure', { 'case-file': 30 }, before), codes(closed(), 'erasure', { 'case-file': 30 }, after)]).toEqual([['statutory-term'], []]);
    expect(codes(closed({ diedAt: closedAt }), 'erasure', { 'case-file': 30, 'kept-for-identification': 'permanent' }, after)).toEqual(['retention-class']);
  });

  test('a restriction is an open case alone: it is what is left where a file must be kept', () => {
    expect([codes(emptyCase('case-1'), 'restriction', {}, after), codes(closed(), 'restriction', { 'case-file': 'permanent' }, before)]).toEqual([['case-open'], []]);
  });
});

test('the terms of an installation are checked before it starts', () => {
  expect(retentionTerms({})).toEqual({});
  expect(retentionTerms({ GUITU_RETENTION: 'case-file=30,kept-for-identification=permanent' })).toEqual({ 'case-file': 30, 'kept-for-identification': 'permanent' });
  for (const wrong of ['case-file', 'case-file=0', 'case-file=30,', 'case-file=for-ever', 'diaries=3']) expect(() => retentionTerms({ GUITU_RETENTION: wrong })).toThrow(StartError);
});
