import { closeSync, openSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { copyDatabase, syncDirectory } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { VaultError, toVaultError } from '../vault-error.js';

/** Copies of `keys.db` that stand somewhere for a moment, under the same master key, while a backup is made of them. */
export interface KeyCopies {
  /** Readable by its owner alone from the first byte on. */
  make(to: string): Promise<void>;
  /** Deletes it, or what there is of it. */
  forget(to: string): Promise<void>;
  /** Throws `vault-unavailable` while there is one: keys that were destroyed in between may stand in it. */
  assertNone(): void;
}

export function keyCopies(db: SqliteDatabase): KeyCopies {
  const standing = new Set<string>();
  return {
    async make(to) {
      standing.add(to);
      try {
        closeSync(openSync(to, 'wx', 0o600));
        await copyDatabase(db, to);
      } catch (error) {
        throw toVaultError(error);
      }
    },
    async forget(to) {
      await rm(to, { force: true });
      syncDirectory(dirname(to));
      standing.delete(to);
    },
    assertNone() {
      if (standing.size > 0) throw new VaultError('vault-unavailable', 'a backup has a copy of the keys, and who was erased is in it until it is gone');
    },
  };
}
