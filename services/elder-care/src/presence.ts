import { addLocalDays, day, localDateOf, localDaysBetween } from '@guitu/contracts';
import type { Contract } from '@guitu/contracts';
import type { Register } from '@guitu/referral';
import { Problem, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';

interface Stay {
  readonly case_id: string;
  readonly from_at: string;
  readonly to_at: string | null;
}
/** Reads the custody intervals that the worklist projection keeps. */
interface StaysReader {
  read<T>(query: (db: { prepare(sql: string): { all(...values: unknown[]): unknown[] } }) => T): T;
}

const query = z.strictObject({
  from: day().meta({ title: 'First local day, inclusive', 'x-title-zh': '起始日' }),
  to: day().meta({ title: 'Last local day, inclusive', 'x-title-zh': '截止日' }),
});
const presence = z.object({
  from: z.string(),
  to: z.string(),
  days: z.int(),
  afterContractEnd: z.int(),
  cases: z.array(z.object({ caseId: z.uuid(), days: z.int(), afterContractEnd: z.int(), stays: z.array(z.object({ from: z.string(), to: z.string().optional() })) })),
});
export type Presence = z.output<typeof presence>;

/**
 * Days of presence inside a period, from custody intervals and nothing else (domain section 8A, 10). A day counts if custody began on it or before and had not ended
 * on it: the day of arrival counts, the day of leaving does not, so that two partners never bill the same night. `afterContractEnd`: days that no contract of the
 * partner covers; they are shown, not dropped, because somebody was there.
 */
export function presenceDays(stays: readonly Stay[], from: string, to: string, contracts: readonly Pick<Contract, 'from' | 'to'>[]): Presence {
  const byCase = new Map<string, { days: number; afterContractEnd: number; stays: { from: string; to?: string }[] }>();
  for (const stay of stays) {
    const first = max(localDateOf(stay.from_at), from);
    const last = stay.to_at === null ? to : min(addLocalDays(localDateOf(stay.to_at), -1), to);
    const days = Math.max(0, localDaysBetween(first, last) + 1);
    if (days === 0) continue;
    let uncovered = 0;
    for (let date = first; date <= last; date = addLocalDays(date, 1)) if (!contracts.some((contract) => contract.from <= date && date <= contract.to)) uncovered += 1;
    const entry = byCase.get(stay.case_id) ?? { days: 0, afterContractEnd: 0, stays: [] };
    entry.days += days;
    entry.afterContractEnd += uncovered;
    entry.stays.push({ from: stay.from_at, ...(stay.to_at === null ? {} : { to: stay.to_at }) });
    byCase.set(stay.case_id, entry);
  }
  const cases = [...byCase].map(([caseId, entry]) => ({ caseId, ...entry }));
  return { from, to, days: cases.reduce((sum, entry) => sum + entry.days, 0), afterContractEnd: cases.reduce((sum, entry) => sum + entry.afterContractEnd, 0), cases };
}

const max = (a: string, b: string): string => (a > b ? a : b);
const min = (a: string, b: string): string => (a < b ? a : b);

export function presenceRoute(stays: StaysReader, register: Register): Route {
  return queryRoute({
    path: '/presence',
    operationId: 'presence',
    tag: 'elder-care',
    summary: { zh: '在院天数', en: 'Presence days' },
    description: { zh: '由照护区间推算，不由填报；合同期外的天数单列。', en: 'Derived from custody intervals, never typed; days outside any contract are shown apart.' },
    roles: ['elder-care'],
    request: { query },
    responses: { 200: { description: { zh: '天数', en: 'Days by case' }, schema: presence } },
    handler: ({ caller, query: { from, to }, now }) => {
      if (from > to || localDaysBetween(from, to) > 366) {
        throw Problem.invalid([{ in: 'query', pointer: '/to', rule: 'period', fix: { zh: '截止日不得早于起始日，且不超过 366 天。', en: 'Not before `from`, and at most 366 days later.' } }]);
      }
      const today = localDateOf(new Date(now).toISOString());
      const rows = stays.read((db) => db.prepare('select case_id, from_at, to_at from stays where organisation = ? order by from_at').all(caller.organisation) as Stay[]);
      return Promise.resolve({ body: presenceDays(rows, from, min(to, today), register.contractsOf(caller.organisation)) });
    },
  });
}
