import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Worker } from 'node:worker_threads';
import { eventFor } from '../testing/test-events.js';
import { openSqliteStore } from './open-store.js';

it('a commit wakes the readers of other threads, which need not look for it', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'guitu-bell-'));
  const file = join(folder, 'log.sqlite');
  const store = await openSqliteStore({ file });
  const reader = new Worker(new URL('../processes/follower.thread.js', import.meta.url), { workerData: file });
  const heard: unknown[] = [];
  reader.on('message', (message) => void heard.push(message));
  await once(reader, 'message');
  for (const stream of ['case-1', 'case-2', 'case-3']) {
    const next = once(reader, 'message');
    await store.append(stream, [eventFor(stream)], { expected: 'no-stream' });
    await next;
  }
  while (heard.length < 7) await once(reader, 'message');
  expect(heard).toEqual(['level', 'case-1', 'level', 'case-2', 'level', 'case-3', 'level']);
  await reader.terminate();
  await store.close();
  rmSync(folder, { recursive: true });
});
