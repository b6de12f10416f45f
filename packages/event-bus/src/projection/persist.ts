import type { Runtime } from '../runtime.js';
import { pause } from '../runtime.js';
import { GaveUp, describe, faultOf } from './fault.js';

const FIRST_DELAY_MS = 20;
const LONGEST_DELAY_MS = 2_000;
const TRIES = 5;

/** Doubles up to two seconds; half of it is chance, so that many that failed together do not come back together. */
export function backOffMs(attempt: number, random: number): number {
  return Math.min(LONGEST_DELAY_MS, FIRST_DELAY_MS * 2 ** Math.min(attempt, 20)) * (0.5 + random / 2);
}

export interface PersistOptions {
  readonly runtime: Runtime;
  readonly signal: AbortSignal;
  readonly onRetry: (error: unknown, attempt: number) => void;
}

/**
 * Repeats work that failed: a retriable error for ever, an unknown one five times (then throws `GaveUp`), all others not at all.
 * Throws the signal's reason when it fires, so that stopping is never mistaken for failing.
 */
export async function persist<T>(work: () => Promise<T>, { runtime, signal, onRetry }: PersistOptions): Promise<T> {
  let unknown = 0;
  for (let attempt = 0; ; attempt += 1) {
    signal.throwIfAborted();
    try {
      return await work();
    } catch (error) {
      signal.throwIfAborted();
      const fault = faultOf(error);
      if (fault === 'unknown') {
        unknown += 1;
        if (unknown === TRIES) throw new GaveUp(`Tried ${TRIES} times. ${describe(error)}`, { cause: error });
      } else if (fault !== 'retriable') {
        throw error;
      }
      onRetry(error, attempt + 1);
      await pause(runtime, backOffMs(attempt, runtime.random()), signal);
    }
  }
}
