import type { SqliteDatabase } from './database.js';

/** The driver makes a dozen objects for each function that is to run in transactions, so each connection has one such function, which runs any work. */
const runners = new WeakMap<SqliteDatabase, (work: () => unknown) => unknown>();

/** Runs `work` in one `BEGIN IMMEDIATE` transaction: committed when it returns, rolled back when it throws. */
export function immediate<T>(db: SqliteDatabase, work: () => T): T {
  let run = runners.get(db);
  if (run === undefined) runners.set(db, (run = prepareImmediate(db, (given: () => unknown) => given())));
  return run(work) as T;
}

/** Like `immediate`, for one work with different input. */
export function prepareImmediate<A extends unknown[], T>(db: SqliteDatabase, work: (...input: A) => T): (...input: A) => T {
  return db.transaction(work).immediate;
}
