import type { SqliteDatabase } from '@guitu/sqlite';
import { immediate, openDatabase, syncDirectory } from '@guitu/sqlite';
import { closeSync, openSync, statfsSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { toVaultError, VaultError } from '../vault-error.js';
import { threeYearsBefore } from './retention.js';
import { format, schema } from './schema.js';

export const lookFileName = 'looked.db';

/** Another program that holds the file must not hold up the whole process: it gets this long, then looks are refused. */
const lockWaitMs = 100;

/** As much as looks that come together may take. */
const ROOM_BYTES = 64 * 1024;

export interface LookFile {
  readonly db: SqliteDatabase;
  /** Throws `vault-unavailable` where the file is no longer the one that was opened: what is written then is read by nobody. */
  readonly check: () => void;
  /** Throws `vault-unavailable` where its disk has no room. */
  readonly room: () => void;
}

/** Opens or makes `<directory>/looked.db`, mode 0600. Throws `vault-corrupt`, `unknown-format`, `vault-unavailable`. */
export function openLookFile(directory: string, now: number): LookFile {
  const file = join(directory, lookFileName);
  try {
    closeSync(openSync(file, 'a', 0o600));
    const db = openDatabase(file, { durability: 'full', busyTimeoutMs: lockWaitMs });
    try {
      immediate(db, () => initialise(db, now));
      syncDirectory(directory);
    } catch (error) {
      db.close();
      throw error;
    }
    return { db, check: placeCheck(file), room: () => checkRoom(file) };
  } catch (error) {
    throw toVaultError(error, lookFileName);
  }
}

function initialise(db: SqliteDatabase, now: number): void {
  const stored = formatOf(db);
  if (stored === format) return;
  if (stored !== undefined) throw new VaultError('unknown-format', `this version reads ${lookFileName} of format ${format} only`);
  db.exec(schema);
  const put = db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)');
  put.run('format', format);
  put.run('kept-from', threeYearsBefore(now));
}

/** Undefined for a file without tables, as a first start leaves it that was cut off. */
export function formatOf(db: SqliteDatabase): number | undefined {
  const made = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").get();
  return made === undefined ? undefined : (db.prepare<[], number>("SELECT value FROM meta WHERE name = 'format'").pluck().get() ?? 0);
}

function placeCheck(file: string): () => void {
  const opened = statSync(file);
  return () => {
    const now = statSync(file, { throwIfNoEntry: false });
    if (now?.ino !== opened.ino || now.dev !== opened.dev) throw new VaultError('vault-unavailable', `${lookFileName} is not where it was opened`);
  };
}

function checkRoom(file: string): void {
  const { bavail, bsize } = statfsSync(file);
  if (bavail * bsize < ROOM_BYTES) throw new VaultError('vault-unavailable', `the disk of ${lookFileName} is full`);
}
