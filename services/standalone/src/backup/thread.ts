import { parentPort, workerData } from 'node:worker_threads';
import type { FromThread } from './run-thread.js';
import { performWork } from './thread-work.js';
import type { ThreadWork } from './thread-work.js';

/** What runs in the thread of a backup: one piece of work, then the thread ends. */
const tell = (message: FromThread): void => parentPort?.postMessage(message);
try {
  tell({ kind: 'done', value: await performWork(workerData as ThreadWork, (label, done, total) => tell({ kind: 'progress', label, done, total })) });
} catch (error) {
  tell({ kind: 'failed', message: error instanceof Error ? error.message : String(error) });
}
