import { immediate } from '@guitu/sqlite';
import { openKeyFile } from '../keys/key-file.js';
import { KeyStore } from '../keys/key-store.js';
import { Random } from '../sealing/random.js';
import { toVaultError } from '../vault-error.js';
import { applyLedger } from './apply-ledger.js';
import type { LedgerPlace } from './ledger.js';

export interface JoinOptions {
  /** True: these keys leave the ledger that they belonged to, whose entries are lost, and a new one is begun that knows whom they know as erased. */
  readonly anew: boolean;
}

/**
 * Applies the erasure ledger to keys that a backup has given back, before anybody opens them. Answers how many persons it has erased again.
 * Throws what `openVault` throws.
 */
export function joinLedger(directory: string, place: LedgerPlace, { anew }: JoinOptions): { readonly erased: number } {
  const random = new Random();
  try {
    const { db, keys } = openKeyFile(directory, undefined, random);
    try {
      const store = new KeyStore(db, keys, random);
      const transaction = (work: () => void): void => immediate(db, work);
      if (anew) transaction(() => store.leaveLedger());
      const before = store.erasedPersons().length;
      applyLedger(store, place, transaction, random).close();
      return { erased: store.erasedPersons().length - before };
    } finally {
      keys.wipe();
      db.close();
    }
  } catch (error) {
    throw toVaultError(error);
  } finally {
    random.wipe();
  }
}
