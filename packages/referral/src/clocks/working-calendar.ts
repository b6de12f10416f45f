import { addLocalDays, weekdayOf } from '@guitu/contracts';
import type { LocalDate, SwapDays } from '@guitu/contracts';

export interface CalendarYear {
  readonly holidays: readonly { readonly date: LocalDate; readonly zh: string }[];
  readonly source: string;
  /** `missing` until the operator fills them in; then due dates that cross the year are provisional. */
  readonly swapDays: SwapDays | 'missing';
}

/** A change is a new `version`: duties that are still owed are reckoned anew, the log keeps what it had (domain 4.2, 8A 18). */
export interface WorkingCalendar {
  readonly version: string;
  readonly years: Readonly<Record<string, CalendarYear>>;
}

const yearOf = (calendar: WorkingCalendar, date: LocalDate): CalendarYear | undefined => calendar.years[date.slice(0, 4)];

/** True for a day on which offices work. In a year that the calendar lacks, Monday to Friday. */
export function isWorkingDay(calendar: WorkingCalendar, date: LocalDate): boolean {
  const year = yearOf(calendar, date);
  const weekend = [0, 6].includes(weekdayOf(date));
  if (year === undefined) return !weekend;
  if (year.swapDays !== 'missing') {
    if (year.swapDays.workedWeekendDays.includes(date)) return true;
    if (year.swapDays.daysOff.includes(date)) return false;
  }
  return !weekend && !year.holidays.some((holiday) => holiday.date === date);
}

/** True where the calendar has everything about a day's year, swap days included. */
export function isCompleteFor(calendar: WorkingCalendar, date: LocalDate): boolean {
  const year = yearOf(calendar, date);
  return year !== undefined && year.swapDays !== 'missing';
}

/**
 * The n-th working day after a date; the date itself does not count. `complete` = the calendar was complete for every
 * day that was passed. `days` is at least 1, else RangeError.
 */
export function addWorkingDays(calendar: WorkingCalendar, from: LocalDate, days: number): { readonly date: LocalDate; readonly complete: boolean } {
  if (!Number.isInteger(days) || days < 1) throw new RangeError('a limit is a whole number of working days, at least one');
  let date = from;
  let complete = true;
  for (let left = days; left > 0; ) {
    date = addLocalDays(date, 1);
    complete &&= isCompleteFor(calendar, date);
    if (isWorkingDay(calendar, date)) left -= 1;
  }
  return { date, complete };
}
