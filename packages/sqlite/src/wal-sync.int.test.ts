import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './database.js';
import { immediate } from './transaction.js';
import { walCheckpoint } from './wal-checkpoint.js';
import { walSync } from './wal-sync.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'guitu-wal-sync-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A file with one table, of a connection that waits for the disk elsewhere. */
function opened() {
  const db = openDatabase(join(directory, 'one.db'), { durability: 'full' });
  db.exec('CREATE TABLE numbers (number INTEGER PRIMARY KEY)');
  const disk = walSync(db);
  const put = db.prepare<[number]>('INSERT INTO numbers (number) VALUES (?)');
  return { db, disk, put: (number: number) => immediate(db, () => void put.run(number)) };
}

describe('a connection whose commits wait for the disk in another thread', () => {
  test('is one that SQLite does not sync in a commit, also after its log was cut off and begun anew', async () => {
    const { db, disk, put } = opened();
    expect(db.pragma('synchronous', { simple: true })).toBe(1);
    put(1);
    await disk.durable();
    walCheckpoint(db, 'truncate');
    put(2);
    await Promise.all([disk.durable(), disk.durable()]);
    const other = openDatabase(join(directory, 'one.db'), { durability: 'full', readonly: true });
    expect(other.prepare<[], number>('SELECT number FROM numbers').pluck().all()).toEqual([1, 2]);
    other.close();
    disk.close();
    db.close();
  });

  test('is closed while it still waits for the disk, and once only', async () => {
    const { db, disk, put } = opened();
    put(1);
    const waiting = Promise.all([disk.durable(), disk.durable()]);
    disk.close();
    disk.close();
    db.close();
    await waiting;
    await expect(disk.durable()).rejects.toThrow('the connection was closed');
  });
});
