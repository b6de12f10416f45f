import { randomInt } from 'node:crypto';

/** The seed of a random run: `GUITU_SEED`, or drawn and printed, so that a failure can be repeated. */
export function announceSeed(run: string): number {
  const given = process.env['GUITU_SEED'];
  const seed = given === undefined ? randomInt(2 ** 31) : Number(given);
  if (!Number.isSafeInteger(seed)) throw new Error('GUITU_SEED is a whole number.');
  process.stderr.write(`${run}: GUITU_SEED=${seed}\n`);
  return seed;
}

export interface SeededRandom {
  /** A whole number from 0 up to and without `bound`. */
  below(bound: number): number;
}

/** Mulberry32: enough to shuffle a workload, the same on every machine. */
export function seededRandom(seed: number): SeededRandom {
  let state = seed >>> 0;
  return {
    below(bound) {
      state = (state + 0x6d2b79f5) >>> 0;
      let mixed = Math.imul(state ^ (state >>> 15), state | 1);
      mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
      return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * bound);
    },
  };
}
