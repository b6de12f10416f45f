import { closeSync, fdatasync, fdatasyncSync, openSync } from 'node:fs';
import type { SqliteDatabase } from './database.js';

/** Waits for the disk in another thread than the one that commits. */
export interface WalSync {
  /** Resolves when all that the connection has committed by now survives a power cut. Once it has rejected nobody knows what the disk has: then write nothing more. */
  durable(): Promise<void>;
  /** The same in this thread, and the end of it: to be called before the connection is closed. */
  close(): void;
}

/**
 * From here on a commit of this connection returns when it is written, and is durable when `durable` resolves. Checkpoints still wait for the disk where they are made.
 * Only for a file of which nothing leaves that is not durable: whoever reads it sees a commit at once.
 */
export function walSync(db: SqliteDatabase): WalSync {
  // The write-ahead log stays whole in any case: its frames carry checksums, and SQLite syncs its header and whatever a checkpoint copies itself.
  db.pragma('synchronous = NORMAL');
  let underWay = 0;
  let closed = false;
  // It is there as long as the connection, and nobody locks it, so that another descriptor takes no lock away.
  const log = openSync(`${db.name}-wal`, 'r+');
  const release = (): void => {
    if (closed && underWay === 0) closeSync(log);
  };
  return {
    durable: () =>
      new Promise((resolve, reject) => {
        // The number of a descriptor that was closed may be another file's by now.
        if (closed) throw new Error('the connection was closed');
        underWay += 1;
        fdatasync(log, (error) => {
          underWay -= 1;
          release();
          if (error === null) resolve();
          else reject(error);
        });
      }),
    close: () => {
      if (closed) return;
      try {
        fdatasyncSync(log);
      } finally {
        closed = true;
        release();
      }
    },
  };
}
