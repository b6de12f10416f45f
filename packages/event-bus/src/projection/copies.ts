import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { copySnapshot, immediate, integrityOf, openDatabase } from '@guitu/sqlite';
import type { CopyProgress, SqliteDatabase } from '@guitu/sqlite';
import { prepareInbox } from '../inbox/tables.js';
import { LOG } from '../port.js';

/** How far the file is in the log; undefined where another bus than the log feeds it, because then nobody can say. */
function placeOf(db: SqliteDatabase): string | undefined {
  const { [LOG]: place, ...others } = prepareInbox(db).cursors();
  return Object.keys(others).length === 0 ? place : undefined;
}

/**
 * Copies the files that serve, each as it is at one instant, with their pointers, while they are fed. Answers the names of what was copied.
 * A file that a rebuild replaces at that moment is left out: projections can always be made again.
 */
export async function copyProjections(directory: string, to: string, onProgress?: CopyProgress): Promise<readonly string[]> {
  const copied: string[] = [];
  for (const pointer of readdirSync(directory).filter((name) => name.endsWith('.current')).sort()) {
    const file = basename(readFileSync(join(directory, pointer), 'utf8').trim());
    if (!existsSync(join(directory, file))) continue;
    await copySnapshot(join(directory, file), join(to, file), placeOf, onProgress);
    writeFileSync(join(to, pointer), file, { flush: true });
    copied.push(file, pointer);
  }
  return copied;
}

export interface Adoption {
  /** The log that the rows were made from, and its head in the copy. */
  readonly storeId: string;
  readonly head: string;
  /** The log that continues it. */
  readonly nextStoreId: string;
}

/** Gives a projection's file to the log that continues its own. False, and nothing changed, where it is damaged, of another log, or ahead of the copy: then it must be made again. */
export function adoptProjection(file: string, { storeId, head, nextStoreId }: Adoption): boolean {
  const db = openDatabase(file, { durability: 'full' });
  try {
    if (integrityOf(db) !== 'ok') return false;
    return immediate(db, () => {
      const tables = prepareInbox(db);
      const place = placeOf(db);
      if (tables.meta('store') !== storeId || place === undefined || place > head) return false;
      tables.setMeta('store', nextStoreId);
      return true;
    });
  } catch {
    return false;
  } finally {
    db.close();
  }
}
