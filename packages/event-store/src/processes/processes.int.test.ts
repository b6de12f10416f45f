import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFeed, openSqliteStore } from '../index.js';
import { readAll } from '../testing/index.js';
import type { AppenderTask } from './appender.child.js';
import { killChildren, startChild } from './child-process.js';
import type { ContenderTask } from './contender.child.js';
import type { TailerTask } from './tailer.child.js';

const folder = mkdtempSync(join(tmpdir(), 'guitu-processes-'));

afterEach(killChildren);
afterAll(() => rmSync(folder, { recursive: true }));

it('of two processes that write the same file, a third sees every event once and in order', async () => {
  const file = join(folder, 'shared.sqlite');
  const appends = 300;
  await (await openSqliteStore({ file })).close();
  const tailing: TailerTask = { file, events: 2 * appends };
  const tailer = startChild('./tailer.child.js', tailing);
  await tailer.hasPrinted(1);
  const contenders = ['a', 'b'].map((name) => {
    const task: ContenderTask = { file, name, appends };
    return startChild('./contender.child.js', task);
  });
  for (const child of [...contenders, tailer]) expect(await child.exited).toMatchObject({ code: 0, errors: '' });

  const feed = await openSqliteFeed({ file });
  const log = await readAll(feed);
  expect(tailer.lines.slice(1)).toEqual(log.map(({ position, stream, revision, id }) => `${position} ${stream} ${revision} ${id}`));
  expect(new Set(log.map((event) => event.id)).size).toBe(2 * appends);
  for (const stream of ['case-shared', 'case-a', 'case-b']) {
    const revisions = log.filter((event) => event.stream === stream).map((event) => event.revision);
    expect(revisions).toEqual(Array.from(revisions.keys()));
  }
  await feed.close();
});

it('two processes that create the same file end up with one log', async () => {
  const file = join(folder, 'created-twice.sqlite');
  const children = ['a', 'b', 'c'].map((stream) => {
    const task: AppenderTask = { file, start: { [`case-${stream}`]: 0 }, links: 10 };
    return startChild('./appender.child.js', task);
  });
  for (const child of children) expect(await child.exited).toMatchObject({ code: 0, errors: '' });
  const store = await openSqliteStore({ file });
  expect(await readAll(store)).toHaveLength(90);
  await store.close();
});

it('a store that nobody closed, and its checkpointing thread, do not keep the process alive', async () => {
  const file = join(folder, 'left-open.sqlite');
  const task: AppenderTask = { file, start: { 'case-1': 0 }, links: 700 };
  const child = startChild('./appender.child.js', task);
  expect(await child.exited).toMatchObject({ code: 0, errors: '' });
  expect(child.lines).toHaveLength(700);
  // The writer never copies the log into the file by itself, so what stands there came from the thread.
  expect(statSync(file).size).toBeGreaterThan(100_000);
});
