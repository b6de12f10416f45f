/**
 * RFC 3339 text of an instant, as the log keeps it (`2013-01-31T16:00:00.000Z`); any zone offset is read.
 * Results are in UTC with milliseconds, so that comparing the text compares the instant.
 */
export type Instant = string;
/** A calendar day in China, `YYYY-MM-DD`. */
export type LocalDate = string;

/**
 * +08:00 all year. The summer time of 1986 to 1991 is left out on purpose: nothing here was recorded then, and a birth
 * date is a calendar day already.
 */
const OFFSET_MS = 8 * 3_600_000;
const DAY_MS = 86_400_000;

/** Milliseconds since 1970 of an instant. Throws RangeError on text that is none, or has no zone. */
export function epochOf(instant: Instant): number {
  const epoch = /(?:Z|[+-]\d{2}:\d{2})$/iu.test(instant) ? Date.parse(instant) : Number.NaN;
  if (Number.isNaN(epoch)) throw new RangeError('not an instant with a zone');
  return epoch;
}

export function instantOf(epochMs: number): Instant {
  return new Date(epochMs).toISOString();
}

/** Days since 1970-01-01 of a calendar day. Throws RangeError on a day that no calendar has (2013-02-29). */
function dayNumber(date: LocalDate): number {
  if (!/^\d{4}-\d{2}-\d{2}$/u.test(date)) throw new RangeError('not a calendar day');
  const [month, day] = [Number(date.slice(5, 7)), Number(date.slice(8))];
  const at = new Date(0);
  at.setUTCFullYear(Number(date.slice(0, 4)), month - 1, day);
  if (at.getUTCMonth() !== month - 1 || at.getUTCDate() !== day) throw new RangeError('not a calendar day');
  return at.getTime() / DAY_MS;
}

const dateOfDay = (day: number): LocalDate => new Date(day * DAY_MS).toISOString().slice(0, 10);

export function isLocalDate(text: string): boolean {
  try {
    dayNumber(text);
    return true;
  } catch {
    return false;
  }
}

/** The calendar day in China at an instant. */
export function localDateOf(instant: Instant): LocalDate {
  return instantOf(epochOf(instant) + OFFSET_MS).slice(0, 10);
}

export function localYearOf(instant: Instant): number {
  return new Date(epochOf(instant) + OFFSET_MS).getUTCFullYear();
}

/** 00:00 of a calendar day in China: its first instant. */
export function startOfLocalDate(date: LocalDate): Instant {
  return instantOf(dayNumber(date) * DAY_MS - OFFSET_MS);
}

/** 24:00 of a calendar day in China: exclusive end, the same instant as the start of the next day. */
export function endOfLocalDate(date: LocalDate): Instant {
  return instantOf((dayNumber(date) + 1) * DAY_MS - OFFSET_MS);
}

/** Calendar days later; earlier with a negative number. */
export function addLocalDays(date: LocalDate, days: number): LocalDate {
  return dateOfDay(dayNumber(date) + days);
}

/** Calendar days from one date to another; negative when `to` is earlier. */
export function localDaysBetween(from: LocalDate, to: LocalDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** The same day some months later; the last day of that month where it has no such day (31 January + 1 = 28 or 29 February). */
export function addLocalMonths(date: LocalDate, months: number): LocalDate {
  const from = new Date(dayNumber(date) * DAY_MS);
  const first = Date.UTC(from.getUTCFullYear(), from.getUTCMonth() + months, 1);
  const next = new Date(first);
  const lastDay = new Date(Date.UTC(next.getUTCFullYear(), next.getUTCMonth() + 1, 0)).getUTCDate();
  return dateOfDay(first / DAY_MS + Math.min(from.getUTCDate(), lastDay) - 1);
}

/** 0 = Sunday to 6 = Saturday. */
export function weekdayOf(date: LocalDate): number {
  return new Date(dayNumber(date) * DAY_MS).getUTCDay();
}
