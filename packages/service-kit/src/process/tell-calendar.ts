import { addLocalDays, localDateOf } from '@guitu/contracts';
import { isCompleteFor } from '@guitu/referral';
import type { Register } from '@guitu/referral';
import type { Logger } from '../logger.js';

/** How far ahead limits in working days reach, at the most: two weeks of work and a week of holidays. */
const AHEAD_DAYS = 31;

/** Tells the operator at a start when limits may be counted by a year whose notice nobody has put into the register yet. */
export function tellCalendar({ calendar }: Register, businessNow: number, logger: Pick<Logger, 'warn'>): void {
  const today = localDateOf(new Date(businessNow).toISOString());
  for (const year of new Set([today, addLocalDays(today, AHEAD_DAYS)].filter((date) => !isCompleteFor(calendar, date)).map((date) => date.slice(0, 4))))
    logger.warn('the calendar of the register lacks the notice of this year (days off and swap days, 调休): limits in working days that reach into it are provisional', { year: Number(year) });
}
