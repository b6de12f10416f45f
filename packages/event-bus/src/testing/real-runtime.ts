import { setTimeout as after } from 'node:timers/promises';
import type { Runtime } from '../runtime.js';

/** The real clock and real chance, for tests with real threads and processes. */
export function realRuntime(): Runtime {
  return {
    now: () => Date.now(),
    random: () => Math.random(),
    sleep: (ms, signal) => after(ms, undefined, signal === undefined ? {} : { signal }),
  };
}
