import { Worker } from 'node:worker_threads';
import type { Progress } from './files.js';
import type { ThreadWork } from './thread-work.js';

export type FromThread =
  | { readonly kind: 'progress'; readonly label: string; readonly done: number; readonly total: number }
  | { readonly kind: 'done'; readonly value: unknown }
  | { readonly kind: 'failed'; readonly message: string };

/** Does the work in a thread of its own, so that copying and checking gigabytes delays no command. The signal ends it where it is. */
export function runInThread<T>(work: ThreadWork, progress: Progress, signal: AbortSignal): Promise<T> {
  return new Promise((resolve, reject) => {
    signal.throwIfAborted();
    const worker = new Worker(new URL('./thread.js', import.meta.url), { workerData: work, name: 'backup' });
    const stop = (): void => void worker.terminate();
    signal.addEventListener('abort', stop, { once: true });
    worker.on('message', (message: FromThread) => {
      if (message.kind === 'progress') progress(message.label, message.done, message.total);
      else if (message.kind === 'done') resolve(message.value as T);
      else reject(new Error(message.message));
    });
    worker.on('error', reject);
    worker.on('exit', () => {
      signal.removeEventListener('abort', stop);
      reject(signal.aborted ? new Error('The hub is stopping; the backup was not finished.') : new Error('The thread of the backup ended before its work was done.'));
    });
  });
}
