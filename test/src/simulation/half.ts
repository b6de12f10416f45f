import { faultKinds } from './faults.js';
import { runInThread } from './in-thread.js';

/** Schedules of one of the two files of `npm test`: two, so that both cores are used. */
export const HALF = 500;

/** Runs so many schedules from that seed; of a whole half also that it reached what there is to be tried. */
export async function keepsItsPromises(first: number, count: number): Promise<void> {
  const coverage = await runInThread(first, count);
  if (count < HALF) return;
  // Only what was reached was tried.
  expect(Object.keys(faultKinds).filter((kind) => !coverage.faults.has(kind as keyof typeof faultKinds))).toEqual([]);
  expect(coverage.events.size).toBeGreaterThan(60);
  expect(coverage.refusals.size).toBeGreaterThan(40);
  expect(coverage.conflicts).toBeGreaterThan(50);
}
