import { parentPort, workerData } from 'node:worker_threads';
import { openDatabase, walCheckpoint } from '@guitu/sqlite';
import type { Durability } from '@guitu/sqlite';
import { walCheckpoints } from './channels.js';

/** What the writer sends: copy what you can, or cut the log to nothing and end. */
export type WalOrder = 'passive' | 'truncate';

// The checkpointing thread: it does the two fsyncs of a checkpoint where no command waits for them.
const { file, durability } = workerData as { readonly file: string; readonly durability: Durability };
const db = openDatabase(file, { durability, walAutocheckpoint: 0, busyTimeoutMs: 1_000 });

parentPort?.on('message', (order: WalOrder) => {
  const result = walCheckpoints.traceSync(walCheckpoint, { file, mode: order }, undefined, db, order);
  if (order === 'passive') {
    parentPort?.postMessage(result);
    return;
  }
  db.close();
  parentPort?.close();
});
