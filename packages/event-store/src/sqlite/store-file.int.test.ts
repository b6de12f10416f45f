import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { openDatabase } from '@guitu/sqlite';
import { openSqliteFeed, openSqliteStore } from '../index.js';
import { eventFor } from '../testing/index.js';
import { expectStoreError } from '../testing/contract-case.js';

const folder = mkdtempSync(join(tmpdir(), 'guitu-file-'));
afterAll(() => rmSync(folder, { recursive: true }));

/** A store's file after some SQL that no release of ours would run. */
async function tamperedFile(name: string, sql: string): Promise<string> {
  const file = join(folder, name);
  const store = await openSqliteStore({ file });
  await store.append('case-1', [eventFor('a')], { expected: 'no-stream' });
  const head = await store.head();
  if (head !== undefined) await store.checkpoints.save('relay', head, { previous: undefined });
  await store.close();
  const db = openDatabase(file, { durability: 'full' });
  db.exec(sql);
  db.close();
  return file;
}

it('a log of another format is refused by the store and by the feed', async () => {
  const file = await tamperedFile('format', 'update store set format = 2');
  await expectStoreError(openSqliteStore({ file }), 'unsupported-format');
  await expectStoreError(openSqliteFeed({ file }), 'unsupported-format');
});

it('a file that is no database is refused', async () => {
  const file = join(folder, 'text');
  writeFileSync(file, 'This is not a database. '.repeat(100));
  await expectStoreError(openSqliteStore({ file }), 'corrupt-event');
});

it('a feed on a store that does not exist yet says that a retry can help, and creates nothing', async () => {
  const file = join(folder, 'absent');
  await expect(openSqliteFeed({ file })).rejects.toMatchObject({ code: 'store-unavailable', retriable: true });
  expect(statSync(file, { throwIfNoEntry: false })).toBeUndefined();
});

it('a checkpoint row of another log is refused, not followed', async () => {
  const store = await openSqliteStore({ file: await tamperedFile('foreign', "update checkpoints set store_id = 'another'") });
  await expectStoreError(store.checkpoints.load('relay'), 'foreign-checkpoint');
  await store.close();
});

it('a store that is locked for too long says that nothing was written', async () => {
  const file = await tamperedFile('locked', '');
  const store = await openSqliteStore({ file, busyTimeoutMs: 20 });
  const other = openDatabase(file, { durability: 'full' });
  other.exec('begin immediate');
  await expect(store.append('case-2', [eventFor('b')], { expected: 'no-stream' })).rejects.toMatchObject({ code: 'store-unavailable', retriable: true });
  other.exec('rollback');
  other.close();
  expect(await store.append('case-2', [eventFor('b')], { expected: 'no-stream' })).toMatchObject({ ok: true });
  await store.close();
});

it('an append that waits for the lock of another program holds up nothing else, and is written when that lets go', async () => {
  const file = await tamperedFile('held', '');
  const store = await openSqliteStore({ file });
  const other = openDatabase(file, { durability: 'full' });
  other.exec('begin immediate');
  const appending = Promise.all(['case-2', 'case-3'].map((stream) => store.append(stream, [eventFor(stream)], { expected: 'no-stream' })));
  for (let turn = 0; turn < 100; turn += 1) await nextTurn();
  expect(await store.readStream('case-1')).toHaveLength(1);
  const closing = store.close();
  await nextTurn();
  other.exec('rollback');
  expect(await appending).toMatchObject([{ ok: true }, { ok: true }]);
  await closing;
  other.close();
});

it('a closed store leaves one file and no write-ahead log', async () => {
  const file = await tamperedFile('closed', '');
  expect(statSync(`${file}-wal`, { throwIfNoEntry: false })).toBeUndefined();
});
