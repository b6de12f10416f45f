const sorted = (values: readonly number[]): readonly number[] => [...values].sort((a, b) => a - b);

/** The smallest value that at least this share (0 to 1) of all does not exceed. Throws for no values. */
export function percentile(values: readonly number[], share: number): number {
  const ordered = sorted(values);
  const value = ordered[Math.max(0, Math.ceil(share * ordered.length) - 1)];
  if (value === undefined) throw new RangeError('no values, no percentile');
  return value;
}

/** Of an even count: the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const ordered = sorted(values);
  const [low, high] = [ordered[(ordered.length - 1) >> 1], ordered[ordered.length >> 1]];
  if (low === undefined || high === undefined) throw new RangeError('no values, no median');
  return (low + high) / 2;
}

/**
 * Growth in per cent from the first of these to the last, in even steps of time: along the straight line through the medians of the first and the last fifth, so that
 * one large sweep of the collector decides neither end. Throws for fewer than two.
 */
export function growthOf(samples: readonly number[]): number {
  const fifth = Math.max(1, Math.floor(samples.length / 5));
  if (samples.length < 2) throw new RangeError('no growth without two samples');
  const [early, late] = [median(samples.slice(0, fifth)), median(samples.slice(-fifth))];
  const step = (late - early) / (samples.length - fifth);
  const first = early - (step * (fifth - 1)) / 2;
  return (step * (samples.length - 1) * 100) / first;
}
