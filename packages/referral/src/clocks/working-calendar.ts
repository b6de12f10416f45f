import { addLocalDays, weekdayOf } from '@guitu/contracts';
import type { LocalDate } from '@guitu/contracts';

/** What the law says of a year. */
export interface CalendarYear {
  readonly holidays: readonly { readonly date: LocalDate; readonly zh: string }[];
  readonly source: string;
}

/** A change is a new `version`: duties that are still owed are reckoned anew, the log keeps what it had (domain 4.2, 8A 18). */
export interface WorkingCalendar {
  readonly version: string;
  readonly years: Readonly<Record<string, CalendarYear>>;
  /** What the yearly notices move (调休): working days off, and days of a weekend that are worked. */
  readonly daysOff: ReadonlySet<LocalDate>;
  readonly workedWeekendDays: ReadonlySet<LocalDate>;
  /** Years whose notice is in these two. */
  readonly noticed: ReadonlySet<string>;
}

const yearOf = (date: LocalDate): string => date.slice(0, 4);
const isHoliday = ({ years }: WorkingCalendar, date: LocalDate): boolean => years[yearOf(date)]?.holidays.some((holiday) => holiday.date === date) ?? false;

/** True for a day on which offices work. A holiday of the law is none, whatever a notice was typed to say. */
export function isWorkingDay(calendar: WorkingCalendar, date: LocalDate): boolean {
  if (isHoliday(calendar, date)) return false;
  return calendar.workedWeekendDays.has(date) || !(calendar.daysOff.has(date) || [0, 6].includes(weekdayOf(date)));
}

/** Holidays of each year since 1999 that are on the same day. */
const fixed = ['01-01', '05-01', '10-01', '10-02', '10-03'];

/** True where a year's notice is known and its holidays are, by the law or because the notice has them. */
function isKnown({ years, daysOff, noticed }: WorkingCalendar, year: string): boolean {
  return noticed.has(year) && (years[year] !== undefined || fixed.every((day) => daysOff.has(`${year}-${day}`)));
}

/** True where the calendar has everything about a day: the notice of its year, and for the last week of a year, whose days the next notice may move around 元旦, that one, too. */
export function isCompleteFor(calendar: WorkingCalendar, date: LocalDate): boolean {
  const year = yearOf(date);
  return isKnown(calendar, year) && (date < `${year}-12-25` || isKnown(calendar, String(Number(year) + 1)));
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
