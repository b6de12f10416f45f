import type { SqliteDatabase } from './database.js';

/** Runs `work` in one `BEGIN IMMEDIATE` transaction: committed when it returns, rolled back when it throws. */
export function immediate<T>(db: SqliteDatabase, work: () => T): T {
  return db.transaction(work).immediate();
}

/** Like `immediate`, prepared once for work that runs thousands of times a second. */
export function prepareImmediate<A extends unknown[], T>(db: SqliteDatabase, work: (...input: A) => T): (...input: A) => T {
  return db.transaction(work).immediate;
}
