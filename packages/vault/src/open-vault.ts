import { immediate, walSync } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { applyLedger, missingLedger } from './erasure/apply-ledger.js';
import type { Ledger } from './erasure/ledger.js';
import { loadReadings } from './finding/pinyin-forms.js';
import type { Commit, NextTurn } from './keys/group-writer.js';
import { GroupWriter } from './keys/group-writer.js';
import { KeyCache } from './keys/key-cache.js';
import { keyCopies } from './keys/key-copies.js';
import { openKeyFile } from './keys/key-file.js';
import { KeyRing } from './keys/key-ring.js';
import { KeyStore } from './keys/key-store.js';
import { isNewestMaster, isRotating, rotate } from './keys/rotation.js';
import type { RotationSite } from './keys/rotation.js';
import { LocalVault } from './local-vault.js';
import type { VaultFile } from './local-vault.js';
import type { Looks } from './looked/look-log.js';
import { LookLog } from './looked/look-log.js';
import type { RandomBytes } from './sealing/random.js';
import { Random } from './sealing/random.js';
import { masterKeyBytes } from './keys/master-key.js';
import { toVaultError, VaultError } from './vault-error.js';

export interface VaultOptions {
  /** Holds `keys.db`, `looked.db` and, unless the master key is passed in, `master.key`. Made with mode 0700 if it is not there. */
  readonly directory: string;
  /** Milliseconds since 1970, of the machine: when somebody looked. */
  readonly realNow: () => number;
  /** 32 bytes, copied. Without it the key is read from `master.key`, which the first start makes with mode 0600. */
  readonly masterKey?: Buffer;
  /** File of the erasure ledger, which is applied before the vault answers anything. Absent for keys that belong to none; keys that belong to one open with it alone. */
  readonly ledger?: string;
  /** For simulations only: predictable randomness makes predictable keys, and a nonce used twice opens both blobs. */
  readonly random?: RandomBytes;
  /** For simulations only: when writes that were asked for together are committed, each waiting for the disk in this thread; at the next turn of the event loop when absent. */
  readonly nextTurn?: NextTurn;
  /** Persons whose keys stay unwrapped in memory. About 1 KB each. */
  readonly cachedPersons?: number;
}

/**
 * Opens the vault in this process; makes its files at first start. One process at a time.
 * Rejects with `wrong-master-key`, `missing-master-key`, `exposed-master-key`, `unknown-format`, `vault-in-use`, `vault-corrupt`, `vault-unavailable`,
 * `missing-ledger`, `wrong-ledger`, `ledger-corrupt`.
 */
export const openVault = (options: VaultOptions): Promise<LocalVault> => openVaultWith(options, () => LookLog.open(options));

/** `looks` says where who looked is recorded. */
export async function openVaultWith(options: VaultOptions, looks: () => Looks): Promise<LocalVault> {
  await Promise.resolve();
  const random = new Random(options.random);
  const closings: (() => void)[] = [];
  const release = (): void => releaseAll(closings);
  try {
    const { db, keys, look, replaceMasterKey } = openKeyFile(options.directory, options.masterKey, random);
    closings.push(() => db.close(), () => keys.wipe());
    loadReadings(); // now, so that no request waits for it
    const store = new KeyStore(db, keys, random);
    const ledger = ledgerOf(options, store, db, random);
    if (ledger !== undefined) closings.push(() => ledger.close());
    immediate(db, () => KeyRing.prepare(store));
    const disk = options.nextTurn === undefined ? walSync(db) : undefined;
    if (disk !== undefined) closings.push(() => disk.close());
    const commit: Commit = (work) => {
      immediate(db, work);
      return disk?.durable();
    };
    const writer = new GroupWriter(commit, options.nextTurn);
    const site: RotationSite = { db, keys, random, write: (work) => writer.write(work), forgetOldPages: () => store.forgetOldPages(), ...(replaceMasterKey === undefined ? {} : { replaceFile: replaceMasterKey }) };
    const lookAll = (): void => {
      look();
      writer.probe();
      ledger?.probe();
    };
    return new LocalVault(new KeyRing(store, writer, new KeyCache(options.cachedPersons ?? 8_192)), looks(), random, { release, copies: keyCopies(db), look: lookAll, ledger, rotation: rotationOn(site) });
  } catch (error) {
    release();
    throw toVaultError(error);
  }
}

/** The last that was opened first, and each of them whatever another throws. */
function releaseAll(closings: (() => void)[]): void {
  try {
    closings.pop()?.();
  } finally {
    if (closings.length > 0) releaseAll(closings);
  }
}

function ledgerOf({ ledger, realNow }: VaultOptions, store: KeyStore, db: SqliteDatabase, random: Random): Ledger | undefined {
  if (ledger !== undefined) return applyLedger(store, { file: ledger, now: realNow }, (work) => immediate(db, work), random);
  if (store.ledgerId() !== undefined) throw missingLedger('no place that was named');
  return undefined;
}

function rotationOn(site: RotationSite): VaultFile['rotation'] {
  const { db, random, replaceFile } = site;
  return {
    underWay: () => isRotating(db),
    isNewest: (bytes) => isNewestMaster(db, bytes),
    run: async (next, onProgress) => {
      if (next === undefined && replaceFile === undefined && !isRotating(db)) throw new VaultError('missing-master-key', 'a master key that was passed in is replaced by one that is passed in');
      return rotate(site, next ?? random.bytes(masterKeyBytes), onProgress);
    },
  };
}
