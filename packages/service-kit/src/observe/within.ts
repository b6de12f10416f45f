import type { Runtime } from '../runtime.js';

/** Whoever was asked did not answer in time. */
export class TooLate extends Error {
  override readonly name = 'TooLate';
}

/** The answer, or a rejection with `TooLate` after that many milliseconds; the work itself goes on. */
export async function within<T>(work: Promise<T>, milliseconds: number, runtime: Pick<Runtime, 'sleep'>): Promise<T> {
  const answered = new AbortController();
  const late = runtime.sleep(milliseconds, answered.signal).then(() => {
    throw new TooLate(`no answer within ${milliseconds} ms`);
  });
  try {
    return await Promise.race([work, late]);
  } finally {
    late.catch(() => undefined); // Ended before its time by the next line, when nobody waits for it.
    answered.abort();
  }
}

/** The answer, or undefined after that many milliseconds; the work itself goes on. Rejects with what the work rejects with before. */
export async function unlessLate<T>(work: Promise<T>, milliseconds: number, runtime: Pick<Runtime, 'sleep'>): Promise<T | undefined> {
  try {
    return await within(work, milliseconds, runtime);
  } catch (error) {
    if (error instanceof TooLate) return undefined;
    throw error;
  }
}
