import { immediate } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { StoreError } from '../port.js';

/** Raised by one whenever a file of the former number can no longer be read as it stands. */
export const STORE_FORMAT = 1;

// The columns that every lookup needs stand before the bytes, so that an event larger than a page never has to be read to be passed over.
// Autoincrement: a position is never given out twice, whatever happens to the last row.
const TABLES = `
  create table if not exists streams (
    stream text primary key, category text not null, revision integer not null
  ) strict, without rowid;
  create table if not exists events (
    position integer primary key autoincrement, stream text not null, revision integer not null,
    id text not null unique, type text not null, category text not null, bytes blob not null,
    unique (stream, revision)
  ) strict;
  create index if not exists events_by_category on events (category);
  create table if not exists checkpoints (
    reader text primary key, store_id text not null, position text not null
  ) strict, without rowid;
`;

/** Creates what is missing and returns the log's id. SQLite draws a new log's id, unless one is given. */
export function prepareSchema(db: SqliteDatabase, storeId: string | undefined): string {
  return immediate(db, () => {
    db.exec('create table if not exists store (one integer primary key check (one = 1), store_id text not null, format integer not null) strict');
    db.prepare('insert or ignore into store values (1, coalesce(?, lower(hex(randomblob(16)))), ?)').run(storeId ?? null, STORE_FORMAT);
    const id = readStoreId(db);
    db.exec(TABLES);
    return id;
  });
}

/** The log's id; refuses a file of another format before anything else in it is touched. */
export function readStoreId(db: SqliteDatabase): string {
  const row = db.prepare<[], { store_id: string; format: number }>('select store_id, format from store').get();
  if (row === undefined) throw new StoreError('store-unavailable', 'The event store has not been created yet.');
  if (row.format !== STORE_FORMAT) {
    throw new StoreError('unsupported-format', `This event store has format ${row.format}; this release reads and writes format ${STORE_FORMAT} only. Use the release that wrote it, or export and import the log.`);
  }
  return row.store_id;
}
