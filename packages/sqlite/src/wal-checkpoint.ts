import type { SqliteDatabase } from './database.js';

export interface WalCheckpointResult {
  /** Pages in the write-ahead log. */
  readonly logPages: number;
  /** How many of them now also stand in the file. When it equals `logPages`, the next commit starts the log again from its beginning. */
  readonly copiedPages: number;
}

/**
 * Copies the write-ahead log into the file: `passive` as much as nobody is using, without waiting;
 * `truncate` everything, waiting for readers up to the busy timeout, and cuts the log to nothing.
 */
export function walCheckpoint(db: SqliteDatabase, mode: 'passive' | 'truncate'): WalCheckpointResult {
  const [row] = db.pragma(`wal_checkpoint(${mode})`) as readonly { readonly log: number; readonly checkpointed: number }[];
  return { logPages: row?.log ?? 0, copiedPages: row?.checkpointed ?? 0 };
}
