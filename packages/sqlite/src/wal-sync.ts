import { closeSync, fdatasync, openSync } from 'node:fs';
import { closeWithLog } from './close-with-log.js';
import type { SqliteDatabase } from './database.js';
import { isDiskError } from './error-code.js';
import { walCheckpoint, walFileOf } from './wal-checkpoint.js';

/** Pages of write-ahead log from which on they are copied into the file: as many as SQLite's own. */
const LONG_LOG_PAGES = 1_000;
/** Commits between two looks at how long it is. */
const COMMITS_BETWEEN_LOOKS = 16;

/** Waits for the disk in another thread than the one that commits. */
export interface WalSync {
  /**
   * To be called after each commit. Resolves when all that the connection has committed by now survives a power cut. Once it has rejected nobody knows what the disk
   * has: then write nothing more.
   */
  durable(): Promise<void>;
  /** The end of it, and of the connection. To be called when nobody waits any more. */
  close(): void;
}

/**
 * From here on a commit of this connection returns when it is written, and is durable when `durable` resolves. Checkpoints still wait for the disk where they are made.
 * Only for a file of which nothing leaves that is not durable: whoever reads it sees a commit at once.
 */
export function walSync(db: SqliteDatabase): WalSync {
  // The write-ahead log stays whole in any case: its frames carry checksums, and SQLite syncs its header and whatever a checkpoint copies itself.
  db.pragma('synchronous = NORMAL');
  // SQLite's own checkpoint at commit tells nobody that the disk failed, and the next one believes pages copied that the system has dropped.
  db.pragma('wal_autocheckpoint = 0');
  let commits = 0;
  let failed = false;
  let closed = false;
  // It is there as long as the connection, and nobody locks it, so that another descriptor takes no lock away.
  const log = openSync(walFileOf(db), 'r+');

  function copyLongLog(): void {
    commits += 1;
    if (commits % COMMITS_BETWEEN_LOOKS !== 0) return;
    try {
      const { logPages, copiedPages } = walCheckpoint(db, 'noop');
      if (logPages >= LONG_LOG_PAGES && copiedPages < logPages) walCheckpoint(db, 'passive');
    } catch (error) {
      // For want of room or of a lock the pages stay in the log, and are copied another time.
      if (!isDiskError(error)) return;
      failed = true;
      throw error;
    }
  }

  return {
    durable: () =>
      new Promise((resolve, reject) => {
        // The number of a descriptor that was closed may be another file's by now.
        if (closed) throw new Error('the connection was closed');
        copyLongLog();
        fdatasync(log, (error) => (error === null ? resolve() : reject(error)));
      }),
    close: () => {
      if (closed) return;
      closed = true;
      closeSync(log);
      if (failed) closeWithLog(db);
      else db.close();
    },
  };
}
