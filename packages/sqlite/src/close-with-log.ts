import { openDatabase } from './database.js';
import type { SqliteDatabase } from './database.js';

/**
 * Closes a connection of which a checkpoint has failed, and leaves the write-ahead log to whoever opens the file next, who copies all of it.
 * A connection that is the last of its file would copy what it believes is missing, and delete the log; one that only reads cannot, so it goes last.
 */
export function closeWithLog(db: SqliteDatabase): void {
  let last: SqliteDatabase | undefined;
  try {
    last = openDatabase(db.name, { durability: 'full', readonly: true, busyTimeoutMs: 0 });
    last.prepare('SELECT 1 FROM sqlite_master').get();
  } catch {
    // Kept by this connection alone: nobody read in it while it was copied, so that what failed was the copy of all of it, and is made again as a whole.
  }
  try {
    db.close();
  } finally {
    last?.close();
  }
}
