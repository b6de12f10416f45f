/** How long a look stays on record (PIPL art. 56: records of handling, three years). */
const keptYears = 3;

const DAY = 86_400_000;

/** The clock is believed so far at a time: one that is years ahead for a day takes a month of the record with it, not all. */
const mostDays = 31;

/** The instant so many calendar years (UTC) before. Of a 29 February: 1 March where the year has none. */
export function threeYearsBefore(now: number): number {
  const then = new Date(now);
  then.setUTCFullYear(then.getUTCFullYear() - keptYears);
  return then.getTime();
}

/**
 * From when on looks are kept, by the clock, by where that stood until now, and by when it was moved there: once a day, however often the process is started on a
 * wrong clock. Never goes back. Pure; milliseconds since 1970.
 */
export function keptFrom(now: number, until: number, movedAt?: number): number {
  if (movedAt !== undefined && Math.abs(now - movedAt) < DAY) return until;
  return Math.max(until, Math.min(threeYearsBefore(now), until + mostDays * DAY));
}
