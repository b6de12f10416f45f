import { randomInt } from 'node:crypto';

const FIRST_MS = 50;
const LONGEST_MS = 2_000;

/** How long to wait before the attempt after this many failures, in milliseconds: doubling, and never the same for two who failed together. */
export function pauseAfter(failures: number): number {
  const most = Math.min(LONGEST_MS, FIRST_MS * 2 ** Math.min(failures - 1, 20));
  return randomInt(Math.ceil(most / 2), most + 1);
}
