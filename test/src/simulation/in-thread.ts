import { Worker } from 'node:worker_threads';
import type { Coverage } from './coverage.js';

export interface Range {
  readonly first: number;
  readonly count: number;
}

const running = new Set<Worker>();
// One whose test ran out of time would go on.
afterAll(() => Promise.all([...running].map((thread) => thread.terminate())));

/**
 * Runs a schedule under each seed, and rejects with the words of the first that goes wrong. In a thread, because in the context that the test runner makes
 * for a file the same schedules take about a third more processor time (docs/simulation.md).
 */
export async function runInThread(first: number, count: number): Promise<Coverage> {
  const range: Range = { first, count };
  const thread = new Worker(new URL('./thread.js', import.meta.url), { workerData: range });
  running.add(thread);
  try {
    return await new Promise((resolve, reject) => {
      thread.once('message', resolve);
      // An error of this context, which the test runner shows as one.
      thread.once('error', ({ message }) => reject(new Error(message)));
      thread.once('exit', (code) => reject(new Error(`the thread ended with ${code} and no answer`)));
    });
  } finally {
    running.delete(thread);
    await thread.terminate();
  }
}
