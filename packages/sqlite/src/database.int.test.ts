import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { immediate, openDatabase, sqliteErrorCode, walCheckpoint, writeInBulk } from './index.js';

const folder = mkdtempSync(join(tmpdir(), 'guitu-sqlite-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('a transaction that throws leaves nothing behind', () => {
  const db = openDatabase(join(folder, 'rollback.sqlite'), { durability: 'full' });
  db.exec('create table t (n integer)');
  expect(() => immediate(db, () => { db.exec('insert into t values (1)'); throw new Error('no'); })).toThrow('no');
  expect(db.prepare('select count(*) from t').pluck().get()).toBe(0);
  db.close();
});

it('a full file is reported with its SQLite code', () => {
  const db = openDatabase(join(folder, 'full.sqlite'), { durability: 'full' });
  db.exec('create table t (b blob)');
  db.pragma('max_page_count = 4');
  let code: string | undefined;
  try {
    db.exec('insert into t values (zeroblob(100000))');
  } catch (error) {
    code = sqliteErrorCode(error);
  }
  expect(code).toBe('SQLITE_FULL');
  db.close();
});

it('a truncating checkpoint leaves an empty write-ahead log', () => {
  const file = join(folder, 'wal.sqlite');
  const db = openDatabase(file, { durability: 'full', walAutocheckpoint: 0 });
  db.exec('create table t (b blob); insert into t values (zeroblob(100000))');
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(100_000);
  walCheckpoint(db, 'truncate');
  expect(statSync(`${file}-wal`).size).toBe(0);
  db.close();
});

it('writing in bulk leaves more in the write-ahead log, and ends with what was set before', () => {
  const file = join(folder, 'bulk.sqlite');
  const db = openDatabase(file, { durability: 'normal' });
  db.exec('create table t (b blob)');
  const settings = (): unknown[] => ['cache_size', 'wal_autocheckpoint', 'synchronous'].map((name) => db.pragma(name, { simple: true }));
  const before = settings();
  const asUsual = writeInBulk(db);
  for (let row = 0; row < 20; row += 1) db.exec('insert into t values (zeroblob(1000000))');
  expect(walCheckpoint(db, 'noop')).toMatchObject({ copiedPages: 0 });
  asUsual();
  expect(settings()).toEqual(before);
  db.exec('insert into t values (zeroblob(1000000))');
  expect(walCheckpoint(db, 'noop').copiedPages).toBeGreaterThan(5_000);
  db.close();
  expect(asUsual).not.toThrow();
});
