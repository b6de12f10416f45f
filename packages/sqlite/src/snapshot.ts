import { closeSync, fsyncSync, openSync } from 'node:fs';
import Database from 'better-sqlite3';
import { openDatabase } from './database.js';
import type { SqliteDatabase } from './database.js';

/** Pages of one step: some 2 MB, a few milliseconds. */
const PAGES_PER_STEP = 500;

/** Pages copied, of how many. */
export type CopyProgress = (done: number, total: number) => void;

/**
 * Copies an open database to a new file, step by step, while this connection goes on writing: what it writes meanwhile is in the copy.
 * For a file that this connection holds alone. Resolves when the copy is on disk, as one file without a write-ahead log.
 */
export async function copyDatabase(db: SqliteDatabase, to: string, onProgress: CopyProgress = () => undefined): Promise<void> {
  const { totalPages: all } = await db.backup(to, {
    progress: ({ totalPages, remainingPages }) => {
      onProgress(totalPages - remainingPages, totalPages);
      return PAGES_PER_STEP;
    },
  });
  onProgress(all, all); // Each step was told before it was taken.
  settle(to);
}

/**
 * Copies a database that others are writing to, as it stands at one instant: one read transaction on a connection of its own, so that the copy never starts
 * anew. `look` reads in the same instant. Resolves with what it answered when the copy is on disk, as one file without a write-ahead log.
 */
export async function copySnapshot<T>(file: string, to: string, look: (db: SqliteDatabase) => T, onProgress?: CopyProgress): Promise<T> {
  const db = openDatabase(file, { durability: 'full', readonly: true });
  try {
    db.exec('begin');
    const seen = look(db); // A transaction takes its snapshot with its first read.
    await copyDatabase(db, to, onProgress);
    db.exec('commit');
    return seen;
  } finally {
    db.close();
  }
}

/** SQLite's own check of every page and index: `ok`, or the first thing that it found. Throws what SQLite throws for a file that it cannot read. */
export function integrityOf(db: SqliteDatabase): string {
  return String(db.pragma('integrity_check(1)', { simple: true }));
}

/** The header of a copy says that it has a write-ahead log. Without that, reading the copy leaves nothing beside it. */
function settle(file: string): void {
  const db = new Database(file);
  try {
    db.pragma('journal_mode = DELETE');
  } finally {
    db.close();
  }
  const handle = openSync(file, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
