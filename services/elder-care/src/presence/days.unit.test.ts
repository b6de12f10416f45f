import { presenceDays } from './days.js';
import type { Stay } from './stays.js';

const [one, other] = ['01890000-0000-8000-8000-000000000001', '01890000-0000-8000-8000-000000000002'];
/** Instants by the clock of Beijing. */
const stay = (caseId: string, from: string, to: string | null): Stay => ({ case_id: caseId, from_at: new Date(`${from}+08:00`).toISOString(), to_at: to === null ? null : new Date(`${to}+08:00`).toISOString() });
const contract = [{ from: '2013-01-01', to: '2013-12-31' }];
const daysOf = (stays: readonly Stay[], from = '2013-03-01', to = '2013-03-31', contracts = contract) => presenceDays(stays, from, to, contracts);

describe('days in the care of a partner', () => {
  test('have the day of arrival and not the day of leaving, so that two partners never bill the same night', () => {
    expect(daysOf([stay(one, '2013-03-10T23:59:00', '2013-03-12T00:01:00')]).days).toBe(2);
    expect(daysOf([stay(one, '2013-03-12T00:01:00', '2013-03-15T09:00:00')]).days).toBe(3);
    expect(daysOf([stay(one, '2013-03-10T08:00:00', '2013-03-10T20:00:00')]).cases).toEqual([]);
  });

  test('are days of Beijing, not of Greenwich', () => {
    // 16:30 UTC of the ninth is half past midnight of the tenth.
    expect(daysOf([{ case_id: one, from_at: '2013-03-09T16:30:00.000Z', to_at: '2013-03-10T16:30:00.000Z' }], '2013-03-09', '2013-03-09').days).toBe(0);
    expect(daysOf([{ case_id: one, from_at: '2013-03-09T16:30:00.000Z', to_at: '2013-03-10T16:30:00.000Z' }], '2013-03-10', '2013-03-10').days).toBe(1);
  });

  test('end with the period, both of its days counted, also while the person is still there', () => {
    expect(daysOf([stay(one, '2013-01-05T08:00:00', null)]).days).toBe(31);
    expect(daysOf([stay(one, '2013-03-31T22:00:00', null)]).days).toBe(1);
    expect(daysOf([stay(one, '2013-04-01T00:00:00', null), stay(other, '2013-02-01T08:00:00', '2013-03-01T08:00:00')]).days).toBe(0);
  });

  test('of several stays are summed by case, with the stays as they were', () => {
    const found = daysOf([stay(one, '2013-03-01T08:00:00', '2013-03-04T08:00:00'), stay(other, '2013-03-02T08:00:00', null), stay(one, '2013-03-20T08:00:00', '2013-03-21T08:00:00')]);
    expect(found).toMatchObject({ from: '2013-03-01', to: '2013-03-31', days: 34, cases: [{ caseId: one, days: 4 }, { caseId: other, days: 30 }] });
    expect(found.cases.map(({ stays }) => stays)).toEqual([
      [{ from: '2013-03-01T00:00:00.000Z', to: '2013-03-04T00:00:00.000Z' }, { from: '2013-03-20T00:00:00.000Z', to: '2013-03-21T00:00:00.000Z' }],
      [{ from: '2013-03-02T00:00:00.000Z' }],
    ]);
  });

  test('that no contract covers are counted, and told apart', () => {
    const stays = [stay(one, '2013-12-30T08:00:00', '2014-01-03T08:00:00')];
    expect(daysOf(stays, '2013-12-01', '2014-01-31')).toMatchObject({ days: 4, afterContractEnd: 2, cases: [{ days: 4, afterContractEnd: 2 }] });
    expect(daysOf(stays, '2013-12-01', '2014-01-31', [...contract, { from: '2014-01-02', to: '2014-12-31' }])).toMatchObject({ days: 4, afterContractEnd: 1 });
    expect(daysOf(stays, '2013-12-01', '2014-01-31', [])).toMatchObject({ days: 4, afterContractEnd: 4 });
  });
});
