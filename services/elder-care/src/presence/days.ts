import { addLocalDays, localDateOf, localDaysBetween } from '@guitu/contracts';
import type { Contract } from '@guitu/contracts';
import { z } from 'zod';
import type { Stay } from './stays.js';

export const presence = z.object({
  from: z.string(),
  to: z.string(),
  days: z.int(),
  afterContractEnd: z.int(),
  cases: z.array(z.object({ caseId: z.uuid(), days: z.int(), afterContractEnd: z.int(), stays: z.array(z.object({ from: z.string(), to: z.string().optional() })) })),
});
export type Presence = z.output<typeof presence>;

/**
 * Days of presence inside a period (local days, both inclusive), from custody intervals and nothing else (domain section 8A, 10). A day counts if custody began on it
 * or before and had not ended on it: the day of arrival counts, the day of leaving does not, so that two partners never bill the same night. `afterContractEnd`: days
 * that no contract of the partner covers; they are shown, not dropped, because somebody was there.
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
