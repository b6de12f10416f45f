import { copySnapshot, integrityOf, openDatabase } from '@guitu/sqlite';
import type { CopyProgress, SqliteDatabase } from '@guitu/sqlite';
import { closeSync, openSync } from 'node:fs';
import { toVaultError, VaultError } from '../vault-error.js';
import { formatOf, lookFileName } from './look-file.js';
import { format } from './schema.js';

/** What a file of looks holds. */
export interface LooksSummary {
  readonly looks: number;
  /** When the last of them was recorded; absent where there is none. */
  readonly until?: string;
}

function summaryOf(db: SqliteDatabase): LooksSummary {
  if (formatOf(db) !== format) throw new VaultError('unknown-format', `this version reads ${lookFileName} of format ${format} only`);
  const looks = db.prepare<[], number>('SELECT count(*) FROM looks').pluck().get() ?? 0;
  const last = db.prepare<[], number | null>('SELECT max(at) FROM looks').pluck().get();
  return { looks, ...(typeof last === 'number' ? { until: new Date(last).toISOString() } : {}) };
}

/**
 * Copies `looked.db` to a new file, as it is at one instant, while it is written to or after the process that wrote to it died; the copy is read back.
 * For a thread of its own. Rejects with `vault-corrupt`, `unknown-format`, `vault-unavailable`.
 */
export async function copyLooks(file: string, to: string, onProgress?: CopyProgress): Promise<LooksSummary> {
  try {
    closeSync(openSync(to, 'wx', 0o600));
    const summary = await copySnapshot(file, to, summaryOf, onProgress);
    const copy = openDatabase(to, { durability: 'full', readonly: true });
    try {
      const found = integrityOf(copy);
      if (found !== 'ok') throw new VaultError('vault-corrupt', `the copy of ${lookFileName} is damaged (${found})`);
      return summary;
    } finally {
      copy.close();
    }
  } catch (error) {
    throw toVaultError(error, lookFileName);
  }
}
