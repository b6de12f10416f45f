import { addLocalDays, addLocalMonths, endOfLocalDate, epochOf, instantOf, localDateOf } from '@guitu/contracts';
import type { Instant, LocalDate } from '@guitu/contracts';
import type { DutyRule } from './duty-rule.js';
import { addWorkingDays } from './working-calendar.js';
import type { WorkingCalendar } from './working-calendar.js';

/** A due date as it is stored with the trigger: it stays what it was, whatever becomes of the rule or the calendar. */
export interface Due {
  readonly ruleId: string;
  readonly ruleVersion: number;
  readonly jurisdiction: string;
  /** Last instant, exclusive: the duty is overdue from here on; a threshold has passed. */
  readonly dueAt: Instant;
  /** Only where working days were counted. */
  readonly calendarVersion?: string;
  /** True where the calendar lacked something that could move the date: a year, or its swap days. */
  readonly provisional: boolean;
}

/**
 * When a rule falls due, counted from an instant.
 * - hours run on the clock, through nights and holidays
 * - days, working days and months leave out the day of the trigger and end at 24:00 (+08:00) of the last one (own choice,
 *   the usual civil counting); a last calendar day on a holiday is not moved, because people are cared for on holidays too
 * - months end on the same day of a later month, clipped to its last day: 30 November + 3 M = 28 February
 *
 * A rule that counts station custody (T03) is computed as if the person stayed; `stayClock` knows better once they left.
 */
export function dueAt(rule: DutyRule, from: Instant, calendar: WorkingCalendar): Due {
  const base = { ruleId: rule.ruleId, ruleVersion: rule.version, jurisdiction: rule.jurisdiction, provisional: false };
  const endOf = (date: LocalDate) => ({ ...base, dueAt: endOfLocalDate(date) });
  switch (rule.unit) {
    case 'hours':
      return { ...base, dueAt: instantOf(epochOf(from) + rule.limit * 3_600_000) };
    case 'days':
      return endOf(addLocalDays(localDateOf(from), rule.limit));
    case 'months':
      return endOf(addLocalMonths(localDateOf(from), rule.limit));
    case 'working-days': {
      const { date, complete } = addWorkingDays(calendar, localDateOf(from), rule.limit);
      return { ...endOf(date), calendarVersion: calendar.version, provisional: !complete };
    }
  }
}
