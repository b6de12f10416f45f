import { setTimeout as after } from 'node:timers/promises';
import type { RetryRuntime } from './retry.js';

/** Time and chance come in from outside; the runtime of the service kit fits. */
export interface ClientRuntime extends RetryRuntime {
  /** Milliseconds since 1970, for keys and the life of tokens. */
  realNow(): number;
}

/** Time and chance of the machine, where a program gives none of its own. */
export const systemRuntime: ClientRuntime = {
  realNow: () => Date.now(),
  random: () => Math.random(),
  sleep: async (milliseconds) => {
    await after(milliseconds);
  },
};
