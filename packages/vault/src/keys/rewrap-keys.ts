import { closeSync, openSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { immediate, integrityOf, openDatabase, syncDirectory } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { Random } from '../sealing/random.js';
import { sameBytes } from '../same-bytes.js';
import { toVaultError, VaultError } from '../vault-error.js';
import { checkExisting, initialise } from './key-file.js';
import { hubLabel, indexNote, ledgerName, rootLabel } from './key-store.js';
import { backupKeyFile, masterKeyBytes, masterKeyFile, masterKeyFrom } from './master-key.js';
import type { MasterKey } from './master-key.js';
import { wrappingKeysOf } from './rotation.js';
import { WrappingKeys } from './wrapping-keys.js';

/** Where a master key is: `master.key` of a vault's directory, or a key file of the operator's. `make`: it is made where there is none. `text`: the key itself, in base64url. */
export type KeyPlace = { readonly directory: string; readonly make?: boolean } | { readonly file: string; readonly make?: boolean } | { readonly text: string };

export interface KeysSummary {
  /** Persons whose keys are there. */
  readonly persons: number;
  /** Persons whose keys were destroyed. */
  readonly erased: number;
}

export interface RewrapOptions {
  readonly from: { readonly file: string; readonly key: KeyPlace };
  /** A new file; must not be there. */
  readonly to: { readonly file: string; readonly key: KeyPlace };
  readonly onProgress?: (done: number, total: number) => void;
}

interface Both {
  readonly from: WrappingKeys;
  readonly to: WrappingKeys;
}

/** Roots of one transaction. */
const AT_ONCE = 5_000;

function bytesAt(place: KeyPlace, random: Random): Buffer {
  if ('text' in place) return Buffer.from(place.text, 'base64url');
  return 'file' in place ? backupKeyFile(place.file, place.make ?? false, random) : masterKeyFile(place.directory, place.make ?? false, random);
}

/** The bytes of a master key that is not in the vault's directory. Throws `missing-master-key`, `exposed-master-key`, `wrong-master-key`. */
export function readMasterKey(place: Exclude<KeyPlace, { readonly directory: string }>): Buffer {
  const bytes = bytesAt(place, new Random());
  if (bytes.length !== masterKeyBytes) throw new VaultError('wrong-master-key', `a master key has ${masterKeyBytes} bytes in base64url`);
  return bytes;
}

function masterAt(place: KeyPlace, random: Random): MasterKey {
  const bytes = bytesAt(place, random);
  try {
    return masterKeyFrom(bytes);
  } finally {
    bytes.fill(0);
  }
}

/** The key file of a backup, made if that was asked for. Throws a `VaultError` for one that is missing, exposed, no key, or the master key of this vault. */
export function checkBackupKey(file: string, make: boolean, ownKey: KeyPlace): void {
  const random = new Random();
  const [backup, own] = [masterAt({ file, make }, random), masterAt(ownKey, random)];
  const same = sameBytes(backup.check, own.check);
  backup.wipe();
  own.wipe();
  if (same) throw new VaultError('wrong-master-key', `${file} is the master key of the hub; a backup needs a key of its own`);
}

/**
 * Writes the keys of one file to a new one under another master key. Each root is unwrapped and wrapped anew, so a key that was changed is found here; roots that
 * are nobody's yet stay out. Index entries and destroyed persons come along. Synchronous and long: for a thread of its own.
 */
export function rewrapKeys({ from, to, onProgress = () => undefined }: RewrapOptions): KeysSummary {
  const random = new Random();
  try {
    const source = masterAt(from.key, random);
    const target = masterAt(to.key, random);
    try {
      checkExisting(from.file, source);
      closeSync(openSync(to.file, 'wx', 0o600));
      const [old, made] = [openDatabase(from.file, { durability: 'full', readonly: true }), openDatabase(to.file, { durability: 'full' })];
      try {
        made.pragma('journal_mode = DELETE');
        immediate(made, () => initialise(made, target));
        copyRest(made, from.file);
        const keys: Both = { from: wrappingKeysOf(old, source), to: new WrappingKeys(Buffer.from(target.wrapping)) };
        rewrapRoots(old, made, keys, random, onProgress);
        rewrapHubKeys(old, made, keys, random);
        keys.from.wipe();
        keys.to.wipe();
        return checked(made);
      } finally {
        old.close();
        made.close();
        syncDirectory(dirname(to.file));
      }
    } finally {
      source.wipe();
      target.wipe();
    }
  } catch (error) {
    throw toVaultError(error);
  }
}

/** Makes the files of a vault from a backup: a new master key, and the keys under it. */
export function restoreKeys(backup: { readonly file: string; readonly keyFile: string }, directory: string, onProgress?: RewrapOptions['onProgress']): KeysSummary {
  return rewrapKeys({
    from: { file: backup.file, key: { file: backup.keyFile } }, to: { file: join(directory, 'keys.db'), key: { directory, make: true } }, ...(onProgress === undefined ? {} : { onProgress }),
  });
}

/** Whose is which, how to find them, and which ledger says who must stay erased: nothing of it is wrapped. */
function copyRest(made: SqliteDatabase, from: string): void {
  made.prepare('ATTACH ? AS source').run(from);
  immediate(made, () => {
    made.exec('INSERT INTO bindings SELECT * FROM source.bindings; INSERT INTO index_entries SELECT * FROM source.index_entries');
    made.prepare('INSERT INTO meta SELECT * FROM source.meta WHERE name = ?').run(indexNote);
    made.prepare('INSERT INTO meta SELECT * FROM source.meta WHERE name = ?').run(ledgerName);
  });
  made.exec('DETACH source');
}

function rewrapRoots(old: SqliteDatabase, made: SqliteDatabase, keys: Both, random: Random, onProgress: (done: number, total: number) => void): void {
  const page = old.prepare<[number, number], { id: number; wrapped: Buffer }>('SELECT id, wrapped FROM roots WHERE id > ? AND id IN (SELECT root FROM bindings) ORDER BY id LIMIT ?');
  const total = old.prepare<[], number>('SELECT count(*) FROM roots WHERE id IN (SELECT root FROM bindings)').pluck().get() ?? 0;
  const insert = made.prepare('INSERT INTO roots (id, wrapped) VALUES (?, ?)');
  let done = 0;
  for (let last = 0; ; ) {
    const rows = page.all(last, AT_ONCE);
    immediate(made, () => {
      for (const { id, wrapped } of rows) insert.run(id, rewrapped(wrapped, rootLabel(id), keys, random));
    });
    done += rows.length;
    onProgress(done, total);
    if (rows.length < AT_ONCE) return;
    last = rows.at(-1)?.id ?? last;
  }
}

function rewrapHubKeys(old: SqliteDatabase, made: SqliteDatabase, keys: Both, random: Random): void {
  const insert = made.prepare('INSERT INTO hub_keys (name, wrapped) VALUES (?, ?)');
  const rows = old.prepare<[], { name: string; wrapped: Buffer }>('SELECT name, wrapped FROM hub_keys').all();
  immediate(made, () => {
    for (const { name, wrapped } of rows) insert.run(name, rewrapped(wrapped, hubLabel(name), keys, random));
  });
}

function rewrapped(wrapped: Buffer, label: string, { from, to }: Both, random: Random): Buffer {
  const key = from.unwrap(label, wrapped);
  try {
    return to.wrap(label, key, random);
  } finally {
    key.fill(0);
  }
}

function checked(made: SqliteDatabase): KeysSummary {
  const found = integrityOf(made);
  if (found !== 'ok') throw new VaultError('vault-corrupt', `the copy of keys.db is damaged (${found})`);
  const count = (sql: string): number => made.prepare<[], number>(sql).pluck().get() ?? 0;
  const orphans = count('SELECT count(*) FROM bindings WHERE erased = 0 AND root NOT IN (SELECT id FROM roots)');
  if (orphans > 0) throw new VaultError('vault-corrupt', 'keys.db has a binding without its root');
  return { persons: count('SELECT count(*) FROM bindings WHERE erased = 0'), erased: count('SELECT count(*) FROM bindings WHERE erased = 1') };
}
