import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { appends } from '../append-trace.js';
import { eventFor } from '../testing/index.js';
import { walCheckpoints } from './channels.js';
import { openSqliteStore } from './open-store.js';

const folder = mkdtempSync(join(tmpdir(), 'guitu-channels-'));
afterAll(() => rmSync(folder, { recursive: true }));

it('whoever listens learns of every group commit and of the checkpoint at the open, by size and never by content', async () => {
  const told: unknown[] = [];
  const note = (step: string) => (trace: object): void => void told.push({ step, ...trace });
  const onAppend = { start: note('begin'), end: note('end'), error: note('error'), asyncStart: () => {}, asyncEnd: () => {} };
  const onCheckpoint = { ...onAppend, start: note('checkpoint'), end: () => {} };
  appends.subscribe(onAppend);
  walCheckpoints.subscribe(onCheckpoint);
  const file = join(folder, 'log.db');
  const store = await openSqliteStore({ file, storeId: 'a' });
  const [one, two] = [eventFor('case-1'), eventFor('case-2')];
  await Promise.all([store.append('case-1', [one], { expected: 'no-stream' }), store.append('case-2', [two], { expected: 'no-stream' })]);
  const group = { storeId: 'a', appends: 2, events: 2, bytes: one.bytes.byteLength + two.bytes.byteLength };
  expect(told).toEqual([
    { step: 'checkpoint', file, mode: 'passive' },
    { step: 'begin', ...group },
    { step: 'end', ...group, result: undefined },
  ]);
  appends.unsubscribe(onAppend);
  walCheckpoints.unsubscribe(onCheckpoint);
  await store.append('case-3', [eventFor('case-3')], { expected: 'no-stream' });
  expect(told).toHaveLength(3);
  await store.close();
});
