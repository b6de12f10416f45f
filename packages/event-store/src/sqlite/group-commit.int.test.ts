import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openDatabase } from '@guitu/sqlite';
import { eventFor, eventsFor } from '../testing/index.js';
import { createGroupCommit } from './group-commit.js';
import { prepareReads } from './reads.js';
import { prepareSchema } from './schema.js';

const folder = mkdtempSync(join(tmpdir(), 'guitu-group-'));
afterAll(() => rmSync(folder, { recursive: true }));

function openGroup(name: string) {
  const db = openDatabase(join(folder, name), { durability: 'full' });
  prepareSchema(db, 'test');
  const groups: number[] = [];
  const commits = createGroupCommit(db, { storeId: 'log', lockTimeoutMs: 10_000, committed: (bytes) => groups.push(bytes) });
  const append = (stream: string, bytes = eventFor(stream).bytes) => commits.append({ stream, events: [{ ...eventFor(stream), bytes }], expected: 'no-stream' }, bytes.byteLength);
  return { db, commits, groups, append, reads: prepareReads(db) };
}

it('appends of one turn share a commit, and later ones have their own', async () => {
  const { db, groups, append } = openGroup('turns');
  await Promise.all([append('case-1'), append('case-2'), append('case-1')]);
  expect(groups).toHaveLength(1);
  await append('case-3');
  expect(groups).toHaveLength(2);
  db.close();
});

it('a group is bounded in number and in bytes, and keeps the order of arrival', async () => {
  const { db, groups, append, reads } = openGroup('bounds');
  await Promise.all(Array.from({ length: 300 }, (_, n) => append(`case-${n}`)));
  expect(groups).toHaveLength(2);
  await Promise.all(Array.from({ length: 9 }, (_, n) => append(`notes-${n}`, new Uint8Array(900 * 1024))));
  expect(groups.slice(2).map((bytes) => bytes / (900 * 1024))).toEqual([4, 4, 1]);
  expect(reads.page(undefined, undefined, 1_000).events.map((event) => event.stream)).toEqual([...Array.from({ length: 300 }, (_, n) => `case-${n}`), ...Array.from({ length: 9 }, (_, n) => `notes-${n}`)]);
  db.close();
});

it('when the disk is full the whole group is refused, nothing of it is stored, and the next group is tried anew', async () => {
  const { db, commits, append, reads } = openGroup('full');
  await append('case-before');
  db.pragma(`max_page_count = ${Number(db.pragma('page_count', { simple: true })) + 20}`);
  const small = append('case-small');
  const many = commits.append({ stream: 'case-many', events: eventsFor('many', 500).map((event) => ({ ...event, bytes: new Uint8Array(1_000) })), expected: 'no-stream' }, 500_000);
  const outcomes = await Promise.allSettled([small, many]);
  for (const outcome of outcomes) expect(outcome).toMatchObject({ status: 'rejected', reason: { code: 'store-unavailable', retriable: true } });
  expect(reads.page(undefined, undefined, 1_000).events.map((event) => event.stream)).toEqual(['case-before']);
  expect(reads.stream('case-small', 0, 9)).toEqual([]);
  db.pragma('max_page_count = 1000000');
  expect(await append('case-small')).toMatchObject({ ok: true, revision: 0 });
  db.close();
});
