interface Interval {
  readonly from: string;
  readonly to?: string;
}

/**
 * Intervals as they stood at `at`: later ones are cut away, one that ended later is open. `at` looks at the same knowledge from an earlier moment;
 * what was known when is the business of `asOf`. All times are compared as text: the log keeps UTC with milliseconds.
 */
export function cutIntervals<T extends Interval>(intervals: readonly T[], at: string | undefined): readonly T[] {
  if (at === undefined) return intervals;
  return intervals.flatMap((interval): T[] => {
    if (interval.from > at) return [];
    if (interval.to === undefined || interval.to <= at) return [interval];
    const { to: _later, ...open } = interval;
    return [open as T];
  });
}

/** The interval that is still running. */
export const running = <T extends Interval>(intervals: readonly T[]): T | undefined => intervals.find(({ to }) => to === undefined);
