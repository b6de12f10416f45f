import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openDatabase } from '@guitu/sqlite';
import { WalCheckpointer } from './wal-checkpointer.js';

const folder = mkdtempSync(join(tmpdir(), 'guitu-wal-'));
afterAll(() => rmSync(folder, { recursive: true }));

function openLog(name: string) {
  const file = join(folder, name);
  const db = openDatabase(file, { durability: 'full', walAutocheckpoint: 0 });
  db.exec('create table t (b blob)');
  const write = db.prepare('insert into t values (zeroblob(1000000))');
  return { file, db, write: () => void write.run() };
}

it('the worker copies the log into the file while the writer goes on, keeps it bounded, and cuts it to nothing at the end', async () => {
  const { file, db, write } = openLog('worker');
  const wal = new WalCheckpointer(db, { file, durability: 'full', closeTimeoutMs: 25_000 });
  for (let written = 0; written < 100 || statSync(file).size < 1_000_000; written += 1) {
    write();
    wal.committed(1_000_000);
    await nextTurn();
    if (written > 100) await nextTurn();
  }
  await wal.close();
  expect(statSync(`${file}-wal`).size).toBe(0);
  db.close();
});

it('without its worker the writer goes back to checkpointing by itself', async () => {
  const { file, db, write } = openLog('no-worker');
  const wal = new WalCheckpointer(db, { file, durability: 'full', script: new URL('./no-such-worker.js', import.meta.url) });
  write();
  wal.committed(5_000_000);
  while (db.pragma('wal_autocheckpoint', { simple: true }) === 0) await nextTurn();
  for (let n = 0; n < 10; n += 1) write();
  wal.committed(10_000_000);
  expect(statSync(file).size).toBeGreaterThan(5_000_000);
  await wal.close();
  db.close();
});
