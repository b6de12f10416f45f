import { openDatabase } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { keptRows } from './kept-rows.js';

let loads: string[];
let saves: string[];
const open = (): SqliteDatabase => {
  const db = openDatabase(':memory:', { durability: 'normal' });
  db.exec('create table t (key text primary key, n integer not null)');
  return db;
};
const counters = (most: number) => keptRows<{ n: number }>({
  most,
  load: (tx, key) => {
    loads.push(key);
    return tx.prepare<[string], { n: number }>('select n from t where key = ?').get(key);
  },
  save: (tx, key, { n }) => {
    saves.push(key);
    tx.prepare('insert or replace into t values (?, ?)').run(key, n);
  },
});
beforeEach(() => {
  loads = [];
  saves = [];
});

it('a row that many events change is read once and written once', () => {
  const [db, kept] = [open(), counters(10)];
  for (let event = 0; event < 5; event += 1) {
    const value = kept.get(db, 'a') ?? { n: 0 };
    value.n += 1;
    kept.put(db, 'a', value);
  }
  expect([loads, saves]).toEqual([['a'], []]);
  kept.flush(db);
  kept.flush(db);
  expect(saves).toEqual(['a']);
  expect(kept.get(db, 'a')).toEqual({ n: 5 });
  expect(loads).toEqual(['a']);
});

it('what was put and rolled back is forgotten, and read again from the rows', () => {
  const [db, kept] = [open(), counters(10)];
  kept.put(db, 'a', { n: 1 });
  kept.flush(db);
  const spoilt = kept.get(db, 'a');
  if (spoilt !== undefined) spoilt.n = 99;
  kept.forget(db);
  kept.flush(db);
  expect(kept.get(db, 'a')).toEqual({ n: 1 });
  expect(saves).toEqual(['a']);
});

it('two files that are fed by one definition have nothing in common', () => {
  const [one, other, kept] = [open(), open(), counters(10)];
  kept.put(one, 'a', { n: 1 });
  expect(kept.get(other, 'a')).toBeUndefined();
  kept.forget(other);
  expect(kept.get(one, 'a')).toEqual({ n: 1 });
});

it('no more than twice the limit is remembered between chunks, what is used longest, and nothing held back is lost', () => {
  const [db, kept] = [open(), counters(10)];
  for (let key = 0; key < 1_000; key += 1) {
    kept.put(db, `k${key}`, { n: key });
    expect(kept.get(db, 'k0')).toEqual({ n: 0 });
    if (key % 7 === 0) kept.flush(db);
  }
  kept.flush(db);
  expect(loads).toEqual([]);
  expect(db.prepare('select count(*) from t').pluck().get()).toBe(1_000);
  for (let key = 0; key < 1_000; key += 1) expect(kept.get(db, `k${key}`)).toEqual({ n: key });
  expect(loads.length).toBeGreaterThanOrEqual(980);
});
