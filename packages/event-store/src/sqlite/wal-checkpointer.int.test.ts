import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openDatabase } from '@guitu/sqlite';
import { eventFor } from '../testing/index.js';
import { expectStoreError } from '../testing/contract-case.js';
import { walCheckpoints } from './channels.js';
import { openStoreWith } from './open-store.js';
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

it('while it closes, the writer does not copy a long log itself: the worker, which is to cut it, would find the checkpoint taken and leave it', async () => {
  const { file, db, write } = openLog('closing');
  for (let written = 0; written < 40; written += 1) write();
  const copies: unknown[] = [];
  const copied = (copy: unknown) => void copies.push(copy);
  walCheckpoints.start.subscribe(copied);
  const wal = new WalCheckpointer(db, { file, durability: 'full', closeTimeoutMs: 25_000 });
  wal.committed(40_000_000);
  await wal.close();
  walCheckpoints.start.unsubscribe(copied);
  expect(copies).toEqual([]);
  expect(statSync(`${file}-wal`).size).toBe(0);
  db.close();
});

it('without its worker the writer goes on, and copies the log itself', async () => {
  const { file, db, write } = openLog('no-worker');
  const wal = new WalCheckpointer(db, { file, durability: 'full', script: new URL('./no-such-worker.js', import.meta.url) });
  for (let written = 0; written < 100 || statSync(file).size < 5_000_000; written += 1) {
    write();
    wal.committed(1_000_000);
    await nextTurn();
  }
  expect(wal.failure).toBeUndefined();
  await wal.close();
  db.close();
});

it('a disk that fails under a checkpoint is final: nobody copies the log any more, or writes, and the next start has all of it', async () => {
  const file = join(folder, 'failing');
  const failing = new URL(`data:text/javascript,${encodeURIComponent("import { parentPort } from 'node:worker_threads'; parentPort.once('message', () => { throw Object.assign(new Error('disk I/O error'), { code: 'SQLITE_IOERR_FSYNC' }); });")}`);
  const store = await openStoreWith({ file }, { script: failing });
  const large = (stream: string) => store.append(stream, [{ ...eventFor(stream), bytes: new Uint8Array(900_000) }], { expected: 'no-stream' });
  const ready = () => store.probe().then(() => true, () => false);
  let streams = 0;
  for (; await ready(); await nextTurn()) {
    // More than a checkpoint waits for, and after it none that could go on by itself.
    if (streams < 6) await large(`case-${(streams += 1)}`);
  }
  await expectStoreError(store.probe(), 'store-unavailable');
  await expectStoreError(large('case-after'), 'store-unavailable');
  expect(await store.readStream('case-1')).toHaveLength(1);
  await store.close();
  expect(statSync(file).size).toBeLessThan(900_000);
  expect(statSync(`${file}-wal`).size).toBeGreaterThan(900_000 * streams);
  const again = await openStoreWith({ file }, {});
  expect(await again.backlog(undefined)).toBe(streams);
  expect(await again.append('case-after', [eventFor('after')], { expected: 'no-stream' })).toMatchObject({ ok: true });
  await again.close();
});
