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
