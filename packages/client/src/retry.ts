import { ServiceProblem, Unreachable } from './problem.js';

export interface RetryOptions {
  /** Tries in all; 6 when absent. 1 = never again. */
  readonly attempts?: number;
  /** Wait before the second try in milliseconds, doubled each time; 100 when absent. */
  readonly firstWait?: number;
  /** Longest wait; where the service asks for a longer one, its answer is the last. 20,000 when absent. */
  readonly longestWait?: number;
}

/** What the wait depends on; a service kit's runtime has it. */
export interface RetryRuntime {
  random(): number;
  sleep(milliseconds: number): Promise<void>;
}

/** How long the service asked to wait, in milliseconds. */
export type RetryAfter = { readonly retryAfter?: number };

/** `Retry-After` in seconds; a date is not read, because the services send none. */
export function retryAfterOf(header: string | undefined): RetryAfter {
  const seconds = Number(header ?? Number.NaN);
  return Number.isFinite(seconds) && seconds >= 0 ? { retryAfter: seconds * 1_000 } : {};
}

/**
 * Tries again where that can help: no answer, 503, 429, a proxy's 502 or 504, 408, a lost race. Safe because the request is the same to the byte, its key included.
 * Waits as long as the service asks (or gives up at once), else exponentially longer with jitter, so that a thousand clients do not return at once.
 */
export async function retrying<T>(run: (note: (asked: RetryAfter) => void) => Promise<T>, { attempts = 6, firstWait = 100, longestWait = 20_000 }: RetryOptions, runtime: RetryRuntime, signal?: AbortSignal): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    signal?.throwIfAborted();
    let asked: RetryAfter = {};
    try {
      return await run((value) => {
        asked = value;
      });
    } catch (error) {
      const helps = (error instanceof ServiceProblem || error instanceof Unreachable) && error.retryable;
      if (!helps || attempt >= attempts) throw error;
      const wait = asked.retryAfter ?? Math.min(firstWait * 2 ** (attempt - 1) * (0.5 + runtime.random()), longestWait);
      if (wait > longestWait) throw error;
      await unlessAborted(runtime.sleep(wait), signal);
    }
  }
}

/** Waits, but not longer than somebody wants the answer: then rejects with the signal's reason. What was waited for goes on, for others. */
export async function unlessAborted<T>(wait: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (signal === undefined) return await wait;
  let stop = (): void => undefined;
  const aborted = new Promise<never>((_resolve, reject) => {
    stop = () => reject(signal.reason as Error);
    if (signal.aborted) stop();
    signal.addEventListener('abort', stop, { once: true });
  });
  try {
    return await Promise.race([wait, aborted]);
  } finally {
    signal.removeEventListener('abort', stop);
  }
}
