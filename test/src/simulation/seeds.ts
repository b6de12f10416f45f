/** The seeds of one test file: always the same ones in `npm test`, so that a red run is somebody's change; others, and more, where they are asked for. */
export function seeds(first: number, count: number): { readonly first: number; readonly count: number } {
  const { GUITU_SEED: seed, GUITU_SCHEDULES: schedules } = process.env;
  if (seed !== undefined) return { first: Number(seed), count: Number(schedules ?? 1) };
  return { first, count: schedules === undefined ? count : Number(schedules) };
}
