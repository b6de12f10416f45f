import { closeSync, fsyncSync, openSync } from 'node:fs';
import type { SqliteDatabase } from './database.js';

export interface WalCheckpointResult {
  /** Pages in the write-ahead log. */
  readonly logPages: number;
  /** How many of them now also stand in the file. When it equals `logPages`, the next commit starts the log again from its beginning. */
  readonly copiedPages: number;
}

/**
 * Copies the write-ahead log into the file: `passive` as much as nobody is using, without waiting;
 * `truncate` everything, waiting for readers up to the busy timeout, and cuts the log to nothing; `noop` nothing, and tells how long the log is.
 */
export function walCheckpoint(db: SqliteDatabase, mode: 'noop' | 'passive' | 'truncate'): WalCheckpointResult {
  const [row] = db.pragma(`wal_checkpoint(${mode})`) as readonly { readonly log: number; readonly checkpointed: number }[];
  return { logPages: row?.log ?? 0, copiedPages: row?.checkpointed ?? 0 };
}

/** The write-ahead log of this connection: beside the file itself, also where that was opened by a link that stands elsewhere. */
export function walFileOf(db: SqliteDatabase): string {
  const all = db.pragma('database_list') as readonly { readonly name: string; readonly file: string }[];
  return `${all.find(({ name }) => name === 'main')?.file ?? db.name}-wal`;
}

/**
 * Leaves nothing in the write-ahead log, also after a power cut: SQLite does not wait for the disk when it has cut the log.
 * False where readers do not let go of it within the busy timeout.
 */
export function cutWal(db: SqliteDatabase): boolean {
  const [row] = db.pragma('wal_checkpoint(truncate)') as readonly { readonly busy: number }[];
  if (row?.busy !== 0) return false;
  // Nobody locks the log, so that another descriptor takes no lock away.
  const log = openSync(walFileOf(db), 'r+');
  try {
    fsyncSync(log);
  } finally {
    closeSync(log);
  }
  return true;
}
