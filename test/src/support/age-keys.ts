import { join } from 'node:path';
import { openDatabase } from '@guitu/sqlite';

/** Leaves in the keys of a hub that does not run what the first release had: whole names and numbers in its index, and no word about it. */
export function ageKeys(directory: string): void {
  const db = openDatabase(join(directory, 'keys', 'keys.db'), { durability: 'full' });
  db.exec("DELETE FROM meta WHERE name = 'index'; DELETE FROM index_entries WHERE kind = 'name'");
  db.close();
}
