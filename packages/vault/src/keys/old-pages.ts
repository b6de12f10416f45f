import { cutWal } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { VaultError } from '../vault-error.js';

/** Moves the log of the file into it and cuts it off, durably: until then it still holds the pages as they were before an erasure, or under an earlier master key. */
export function forgetOldPages(db: SqliteDatabase): void {
  if (!cutWal(db)) throw new VaultError('vault-unavailable', 'the log of keys.db could not be cut off');
}
