import { randomUUID } from 'node:crypto';

/**
 * Everything that is not deterministic comes in through one object, so that the whole hub can run in a simulation under a seed.
 * There are two clocks. Tokens, timeouts and limits go by real time; whatever is recorded goes by the business clock.
 */
export interface Runtime {
  /** Milliseconds since 1970, from the machine. */
  realNow(): number;
  /** Milliseconds since 1970, as the hub's records see it. The same as `realNow` unless somebody set it. */
  businessNow(): number;
  /** From 0 inclusive to 1 exclusive. */
  random(): number;
  /** A random UUID in lower case. */
  uuid(): string;
  /** Resolves after so many milliseconds of real time, or at once when the signal aborts. */
  sleep(milliseconds: number, signal?: AbortSignal): Promise<void>;
}

/** The machine's own clock, randomness and timers. This file is the only one of the kit that may touch them. */
export const systemRuntime: Runtime = {
  realNow: () => Date.now(),
  businessNow: () => Date.now(),
  random: () => Math.random(),
  uuid: () => randomUUID(),
  sleep: (milliseconds, signal) =>
    new Promise((resolve) => {
      if (signal?.aborted === true) return resolve();
      const finish = (): void => {
        clearTimeout(timer);
        signal?.removeEventListener('abort', finish);
        resolve();
      };
      const timer = setTimeout(finish, milliseconds);
      signal?.addEventListener('abort', finish, { once: true });
    }),
};

export interface SettableRuntime extends Runtime {
  /** The business clock stands at this instant until it is set again; `undefined` lets it follow the machine. */
  setBusinessClock(milliseconds: number | undefined): void;
}

/** A runtime whose business clock can be set, for samples and tests; everything else stays as in `base`. */
export function settableRuntime(base: Runtime = systemRuntime): SettableRuntime {
  let set: number | undefined;
  return {
    ...base,
    businessNow: () => set ?? base.businessNow(),
    setBusinessClock: (milliseconds) => {
      set = milliseconds;
    },
  };
}
