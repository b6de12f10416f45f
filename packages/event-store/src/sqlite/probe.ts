import { statSync } from 'node:fs';
import { stat, statfs } from 'node:fs/promises';
import { dirname } from 'node:path';
import { setTimeout as after } from 'node:timers/promises';
import type { SqliteDatabase } from '@guitu/sqlite';
import { StoreError } from '../port.js';
import { isLocked } from './errors.js';

/** Less than this and the next large commit may not fit. */
const ROOM_BYTES = 8 * 1024 * 1024;
// Somebody else's commit holds the lock for milliseconds; who holds it through all of these looks does not let go.
const LOOKS = 10;
const BETWEEN_LOOKS_MS = 50;

/**
 * A look at whether an append would be taken now, without writing: is the file still the one that was opened, is there room, can the write lock be had.
 * Rejects with `store-unavailable`. Never waits for the lock while it holds the thread, as a commit does.
 * @param busyTimeoutMs what the connection waits for otherwise
 */
export function prepareProbe(db: SqliteDatabase, file: string, busyTimeoutMs: number): () => Promise<void> {
  const opened = statSync(file);

  function lockable(): boolean {
    db.pragma('busy_timeout = 0');
    try {
      db.exec('begin immediate; rollback');
      return true;
    } catch (error) {
      if (isLocked(error)) return false;
      throw new StoreError('store-unavailable', 'The log cannot be written to.', { cause: error });
    } finally {
      db.pragma(`busy_timeout = ${busyTimeoutMs}`);
    }
  }

  return async () => {
    const now = await stat(file).catch(() => undefined);
    if (now?.ino !== opened.ino || now.dev !== opened.dev) throw new StoreError('store-unavailable', 'The file of the log is not where it was opened.');
    const { bavail, bsize } = await statfs(dirname(file));
    if (bavail * bsize < ROOM_BYTES) throw new StoreError('store-unavailable', 'The disk of the log is full.');
    for (let look = 1; db.open && !lockable(); look += 1) {
      if (look === LOOKS) throw new StoreError('store-unavailable', 'Another program holds the lock of the log.');
      await after(BETWEEN_LOOKS_MS);
    }
    if (!db.open) throw new StoreError('store-closed', 'The store was closed.');
  };
}
