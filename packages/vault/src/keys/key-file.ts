import type { SqliteDatabase } from '@guitu/sqlite';
import { immediate, openDatabase, syncDirectory } from '@guitu/sqlite';
import { closeSync, existsSync, mkdirSync, openSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import type { Random } from '../sealing/random.js';
import { VaultError, toVaultError } from '../vault-error.js';
import type { MasterKey } from './master-key.js';
import { masterKeyFile, masterKeyFrom, replaceMasterKeyFile } from './master-key.js';
import { refuseForeignMaster, wrappingKeysOf } from './rotation.js';
import { format, schema } from './schema.js';
import { forgetOldPages } from './old-pages.js';
import type { WrappingKeys } from './wrapping-keys.js';

// A predecessor that is just being stopped gets this long to let go; after that somebody else really runs.
const lockWaitMs = 2_000;

export interface KeyFile {
  readonly db: SqliteDatabase;
  readonly keys: WrappingKeys;
  /** Puts another master key in the place of the one in the directory; absent where the key was passed in. */
  readonly replaceMasterKey?: (bytes: Buffer) => void;
  /** Throws `vault-unavailable` where the file is no longer the one that was opened, or cannot be read. */
  readonly look: () => void;
}

/** Where a copy of the keys stands for a moment while a backup is made of it: beside them, under the same master key, and nowhere else. */
export const keysDraftName = 'backup-draft.db';

/**
 * Opens or makes `<directory>/keys.db`, for this process alone: a second one would keep opening blobs from its cache after an
 * erasure here. The master key is checked on a read-only connection, so a wrong one changes nothing.
 * Throws `wrong-master-key`, `missing-master-key`, `exposed-master-key`, `unknown-format`, `vault-in-use`, `vault-corrupt`.
 */
export function openKeyFile(directory: string, givenKey: Buffer | undefined, random: Random): KeyFile {
  mkdirSync(directory, { recursive: true, mode: 0o700 });
  const file = join(directory, 'keys.db');
  const started = existsSync(file) && statSync(file).size > 0;
  const bytes = givenKey === undefined ? masterKeyFile(directory, !started, random) : Buffer.from(givenKey);
  const master = masterKeyFrom(bytes);
  bytes.fill(0);
  if (started) checkExisting(file, master);
  else closeSync(openSync(file, 'a', 0o600));
  const db = openDatabase(file, { durability: 'full', busyTimeoutMs: lockWaitMs });
  try {
    db.pragma('secure_delete = ON');
    db.pragma('locking_mode = EXCLUSIVE');
    // Takes the lock even when there is nothing to make.
    immediate(db, () => {
      if (stored(db, 'format') === undefined) initialise(db, master);
      db.prepare('UPDATE meta SET value = value WHERE name = ?').run('format');
    });
    // A backup that was cut off leaves it, and whoever is erased would still have keys there.
    rmSync(join(directory, keysDraftName), { force: true });
    syncDirectory(directory);
    // Whoever was killed between an erasure, or the end of a rotation, and this.
    forgetOldPages(db);
    const replaceMasterKey = (next: Buffer): void => replaceMasterKeyFile(directory, next);
    return { db, keys: wrappingKeysOf(db, master), look: lookAt(db, file), ...(givenKey === undefined ? { replaceMasterKey } : {}) };
  } catch (error) {
    db.close();
    throw error;
  } finally {
    master.wipe();
  }
}

function lookAt(db: SqliteDatabase, file: string): () => void {
  const opened = statSync(file);
  const check = db.prepare('SELECT 1 FROM meta');
  return () => {
    const now = statSync(file, { throwIfNoEntry: false });
    if (now?.ino !== opened.ino || now.dev !== opened.dev) throw new VaultError('vault-unavailable', 'keys.db is not where it was opened');
    try {
      check.get();
    } catch (error) {
      throw toVaultError(error);
    }
  };
}

export function checkExisting(file: string, master: MasterKey): void {
  const db = openDatabase(file, { durability: 'full', readonly: true, busyTimeoutMs: lockWaitMs });
  try {
    const storedFormat = stored(db, 'format');
    // A first start that was cut off before its one transaction leaves a file without tables.
    if (storedFormat === undefined) return;
    if (Number(storedFormat.toString()) !== format) throw new VaultError('unknown-format', `this version reads keys.db of format ${format} only`);
    refuseForeignMaster(db, master);
  } finally {
    db.close();
  }
}

export function initialise(db: SqliteDatabase, master: MasterKey): void {
  db.exec(schema);
  const put = db.prepare('INSERT INTO meta (name, value) VALUES (?, ?)');
  put.run('format', Buffer.from(String(format)));
  put.run('master-check', master.check);
}

function stored(db: SqliteDatabase, name: string): Buffer | undefined {
  const made = db.prepare("SELECT 1 FROM sqlite_master WHERE type = 'table' AND name = 'meta'").get();
  if (made === undefined) return undefined;
  const row = db.prepare('SELECT value FROM meta WHERE name = ?').get(name) as { value: Buffer } | undefined;
  return row?.value;
}
