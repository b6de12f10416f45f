import { mkdtempSync, rmSync, statSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from './database.js';
import { immediate } from './transaction.js';
import { cutWal, walCheckpoint } from './wal-checkpoint.js';
import { walSync } from './wal-sync.js';

let directory: string;
beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'guitu-wal-sync-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

/** A file with one table, of a connection that waits for the disk elsewhere. */
function opened(name = 'one.db') {
  const db = openDatabase(join(directory, name), { durability: 'full' });
  db.exec('CREATE TABLE numbers (number INTEGER PRIMARY KEY, filler BLOB)');
  const disk = walSync(db);
  const put = db.prepare<[number]>('INSERT INTO numbers VALUES (?, zeroblob(40000))');
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
  });

  test('is closed with its descriptor, once, and nobody waits for that afterwards', async () => {
    const { db, disk, put } = opened();
    put(1);
    await disk.durable();
    disk.close();
    disk.close();
    expect(db.open).toBe(false);
    await expect(disk.durable()).rejects.toThrow('the connection was closed');
  });

  test('copies its log into the file before that grows long', async () => {
    const { db, disk, put } = opened();
    for (let number = 0; number < 200; number += 1) {
      put(number);
      await disk.durable();
    }
    expect(walCheckpoint(db, 'noop').logPages).toBeLessThan(1_300);
    disk.close();
  });

  test('whose disk fails under a checkpoint says so, and leaves its log to the next start', async () => {
    const { db, disk, put } = opened();
    const pragma = db.pragma.bind(db);
    // The disk fails once, as it does, while somebody reads an old snapshot.
    db.pragma = (source, options) => {
      if (source !== 'wal_checkpoint(passive)') return pragma(source, options);
      db.pragma = pragma;
      throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' });
    };
    const filled = async (): Promise<void> => {
      for (let number = 0; number < 200; number += 1) {
        put(number);
        await disk.durable();
      }
    };
    await expect(filled()).rejects.toMatchObject({ code: 'SQLITE_IOERR_FSYNC' });
    const written = statSync(join(directory, 'one.db')).size;
    disk.close();
    expect(statSync(join(directory, 'one.db')).size).toBe(written);
    expect(statSync(join(directory, 'one.db-wal')).size).toBeGreaterThan(1_000 * 4_096);
  });
});

describe('a file that was opened by a link that stands elsewhere', () => {
  test.each([
    ['nothing', undefined],
    // Whoever waits for this file instead is told that it cannot be waited for.
    ['the log of another file', '/dev/null'],
  ])('is waited for where it is, with %s beside the link', async (_what, beside) => {
    const link = join(directory, 'link.db');
    symlinkSync(join(mkdtempSync(join(directory, 'elsewhere-')), 'one.db'), link);
    if (beside !== undefined) symlinkSync(beside, `${link}-wal`);
    const { db, disk, put } = opened('link.db');
    put(1);
    await disk.durable();
    expect(cutWal(db)).toBe(true);
    disk.close();
  });
});
