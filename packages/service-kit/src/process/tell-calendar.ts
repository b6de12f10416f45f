import { localDateOf } from '@guitu/contracts';
import { isCompleteFor } from '@guitu/referral';
import type { Register } from '@guitu/referral';
import type { Logger } from '../logger.js';

/** Tells the operator at a start by which calendar working days are counted, and which year's notice is missing in it: this year's, and from November on the next one's, which is out then. */
export function tellCalendar({ calendar }: Register, businessNow: number, logger: Pick<Logger, 'info' | 'warn'>): void {
  logger.info('working days are counted by this calendar', { calendar: calendar.version });
  const today = localDateOf(new Date(businessNow).toISOString());
  const year = Number(today.slice(0, 4));
  for (const needed of today.slice(5) < '11-01' ? [year] : [year, year + 1])
    if (!isCompleteFor(calendar, `${needed}-01-01`)) logger.warn('the calendar of the register lacks the notice of this year (days off and swap days, 调休): limits in working days that reach into it are provisional', { year: needed });
}
