import type { SqliteDatabase } from '@guitu/sqlite';
import type { Random } from '../sealing/random.js';
import { VaultError } from '../vault-error.js';
import { hubLabel, rootLabel } from './key-store.js';
import type { MasterKey } from './master-key.js';
import { isSameMaster, masterKeyFrom } from './master-key.js';
import { unwrap } from './wrapping.js';
import { WrappingKeys } from './wrapping-keys.js';

/** Rows of `meta` while the master key is being replaced. Each of the two keys opens the other, so that a start with either goes on. */
const rows = { check: 'master-check', nextCheck: 'next-check', next: 'next-master', former: 'former-wrapping', done: 'rotated-up-to' } as const;
const nextLabel = 'guitu-next-master/1';
const formerLabel = 'guitu-former-wrapping/1';

/** Roots of one transaction; a few milliseconds, which no request notices. */
const AT_ONCE = 400;

const valueOf = (db: SqliteDatabase, name: string): Buffer | undefined => db.prepare<[string], Buffer>('SELECT value FROM meta WHERE name = ?').pluck().get(name);
const put = (db: SqliteDatabase, name: string, value: Buffer): void => void db.prepare('INSERT INTO meta (name, value) VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value').run(name, value);

function rowOf(db: SqliteDatabase, name: string): Buffer {
  const value = valueOf(db, name);
  if (value === undefined) throw new VaultError('vault-corrupt', 'keys.db has lost a part of the replacement of its master key');
  return value;
}

/** Throws `wrong-master-key` for a key that is neither the one of this file nor the one that is replacing it. */
export function refuseForeignMaster(db: SqliteDatabase, master: MasterKey): void {
  const [check, next] = [valueOf(db, rows.check), valueOf(db, rows.nextCheck)];
  if (check === undefined) throw new VaultError('vault-corrupt', 'keys.db has lost the check value of its master key');
  if (!isSameMaster(master, check) && (next === undefined || !isSameMaster(master, next))) throw new VaultError('wrong-master-key', 'keys.db was made with another master key');
}

/** Under what the keys of this file are wrapped, for whoever has one of its master keys. */
export function wrappingKeysOf(db: SqliteDatabase, master: MasterKey): WrappingKeys {
  const nextCheck = valueOf(db, rows.nextCheck);
  if (nextCheck === undefined) return new WrappingKeys(Buffer.from(master.wrapping));
  if (isSameMaster(master, nextCheck)) return new WrappingKeys(Buffer.from(master.wrapping), unwrap(master.wrapping, formerLabel, rowOf(db, rows.former)));
  const bytes = unwrap(master.wrapping, nextLabel, rowOf(db, rows.next));
  const next = masterKeyFrom(bytes);
  bytes.fill(0);
  return new WrappingKeys(next.wrapping, Buffer.from(master.wrapping));
}

/** What a replacement of the master key needs of the vault. */
export interface RotationSite {
  readonly db: SqliteDatabase;
  readonly keys: WrappingKeys;
  readonly random: Random;
  /** Runs the work in one durable transaction, together with others that wait. */
  readonly write: <T>(work: () => T) => Promise<T>;
  /** Puts the new master key in the place of the old one; absent where the operator does that. */
  readonly replaceFile?: (bytes: Buffer) => void;
  /** Moves the log of the file into it and cuts it off. */
  readonly forgetOldPages: () => void;
}

export interface Rotated {
  readonly roots: number;
  /** False: the next start needs the new key where the old one was. */
  readonly keyReplaced: boolean;
}

/** Whether that is the master key of this file; while it is being replaced, the one that replaces it. */
export function isNewestMaster(db: SqliteDatabase, bytes: Buffer): boolean {
  const master = masterKeyFrom(bytes);
  master.wipe();
  return isSameMaster(master, valueOf(db, rows.nextCheck) ?? rowOf(db, rows.check));
}

export const isRotating = (db: SqliteDatabase): boolean => valueOf(db, rows.nextCheck) !== undefined;

async function begin({ db, keys, random, write }: RotationSite, bytes: Buffer): Promise<void> {
  const next = masterKeyFrom(bytes);
  if (next.check.equals(rowOf(db, rows.check))) throw new VaultError('wrong-master-key', 'the new master key is the one that is in use');
  try {
    await write(() => {
      put(db, rows.nextCheck, next.check);
      put(db, rows.next, keys.wrap(nextLabel, bytes, random));
      put(db, rows.former, keys.wrapItself(next.wrapping, formerLabel, random));
      put(db, rows.done, Buffer.from('0'));
    });
  } finally {
    // Also where the write was refused because the disk did not answer: then it stands in the file, and the next call goes on from there.
    if (isRotating(db)) keys.replace(next.wrapping);
  }
}

function rewrapSome({ db, keys, random }: RotationSite): number {
  const from = Number(rowOf(db, rows.done).toString());
  const some = db.prepare<[number, number], { id: number; wrapped: Buffer }>('SELECT id, wrapped FROM roots WHERE id > ? ORDER BY id LIMIT ?').all(from, AT_ONCE);
  const update = db.prepare('UPDATE roots SET wrapped = ? WHERE id = ?');
  for (const { id, wrapped } of some) update.run(keys.rewrap(rootLabel(id), wrapped, random), id);
  const last = some.at(-1);
  if (last !== undefined) put(db, rows.done, Buffer.from(String(last.id)));
  return some.length;
}

function rewrapHubKeys({ db, keys, random }: RotationSite): void {
  const update = db.prepare('UPDATE hub_keys SET wrapped = ? WHERE name = ?');
  for (const { name, wrapped } of db.prepare<[], { name: string; wrapped: Buffer }>('SELECT name, wrapped FROM hub_keys').all()) update.run(keys.rewrap(hubLabel(name), wrapped, random), name);
}

/**
 * Replaces the master key while requests go on: roots are wrapped anew, some at a time, each under a key that opens it at every moment; then the file of the
 * master key is replaced, and last the old one is forgotten. After a crash at any point either key opens the file, and the same call goes on.
 * `next` counts only where no replacement is under way. Rejects with `wrong-master-key`, `vault-unavailable`.
 */
export async function rotate(site: RotationSite, next: Buffer, onProgress: (done: number, total: number) => void): Promise<Rotated> {
  const { db, keys, write, replaceFile, forgetOldPages } = site;
  if (!isRotating(db)) await begin(site, next);
  const total = db.prepare<[], number>('SELECT count(*) FROM roots').pluck().get() ?? 0;
  let done = 0;
  for (let count = AT_ONCE; count === AT_ONCE; ) {
    count = await write(() => rewrapSome(site));
    done += count;
    onProgress(Math.min(done, total), total);
  }
  await write(() => rewrapHubKeys(site));
  if (replaceFile !== undefined) {
    // From here on a start finds the new key; until the last write the old one would do as well.
    const bytes = keys.unwrap(nextLabel, rowOf(db, rows.next));
    replaceFile(bytes);
    bytes.fill(0);
  }
  await write(() => {
    // Roots that were minted meanwhile stand under the newer key already.
    put(db, rows.check, rowOf(db, rows.nextCheck));
    const remove = db.prepare('DELETE FROM meta WHERE name = ?');
    for (const name of [rows.nextCheck, rows.next, rows.former, rows.done]) remove.run(name);
  });
  keys.retire();
  forgetOldPages();
  return { roots: done, keyReplaced: replaceFile !== undefined };
}
