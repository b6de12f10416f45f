import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyEvent } from '@guitu/contracts';
import { createLogger, systemRuntime } from '@guitu/service-kit';
import { openDatabase } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Decision } from '@guitu/vault';
import type { Office } from '../dependencies.js';
import type { Approved } from '../matters/approved.js';
import type { LedgerView } from '../matters/ledger-view.js';
import { personsProjection } from '../persons/persons-projection.js';
import { startKeeper } from './keeper.js';

const directory = mkdtempSync(join(tmpdir(), 'guitu-keeper-'));
const definition = personsProjection();
let db: SqliteDatabase;
beforeAll(() => {
  db = openDatabase(join(directory, 'persons.db'), { durability: 'normal' });
  db.exec(definition.schema);
});
afterAll(() => {
  db.close();
  rmSync(directory, { recursive: true });
});

const at = '2026-01-15T10:00:00.000Z';
const officer = (user: string) => ({ organisation: 'data-baoji', division: '610300', client: user, user, asserted: false });
const matter = (id: string, kind: Approved['kind'], person: string): Approved => ({
  id, kind, ground: 'person-asked', asked: person, persons: [person], proposed: { at, by: officer('a') }, approved: { at, by: officer('b') },
});
const [restriction, erasure] = ['0190a3c0-0000-7000-8000-000000000001', '0190a3c0-0000-7000-8000-000000000002'];

test.each([
  ['was recorded', { recordedAt: at }],
  ['waits for its end', {}],
])('a case that cannot be read holds up its own restriction, which %s, and no erasure that was approved after it', async (_what, recorded) => {
  definition.apply(db, { id: 'opened', name: 'help-requested', subject: 'case-unread', data: { personId: 'person-restricted' }, revision: 0, causationId: 'command', occurredAt: at } as AnyEvent, undefined);
  const approved = [{ ...matter(restriction, 'restriction', 'person-restricted'), ...recorded }, matter(erasure, 'erasure', '0190a3c0-0000-7000-8000-0000000000aa')];
  const view = { refresh: () => Promise.resolve(), approved: () => approved } as unknown as LedgerView;
  const done: string[] = [];
  const note = (what: string): Promise<void> => Promise.resolve(void done.push(what));
  // The keeper pauses when it has looked at all and something was left undone.
  let paused: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => (paused = resolve));
  const sleep = (_ms: number, signal?: AbortSignal): Promise<void> => new Promise((resolve) => {
    paused();
    signal?.addEventListener('abort', () => resolve());
  });
  const office = {
    runtime: { ...systemRuntime, sleep }, source: 'urn:guitu:hub:data-protection', register: { roleOf: () => 'data-protection' },
    logger: createLogger({ service: 'data-protection', level: 'silent', destination: process.stderr }),
    persons: { read: (query: (from: SqliteDatabase) => unknown) => query(db) },
    status: () => Promise.resolve([{ name: 'persons', position: '1', servesEarlierVersion: false }]),
    store: { head: () => Promise.resolve('1'), readStream: () => Promise.resolve([]), append: () => Promise.resolve({ ok: true, revision: 0 }) },
    cases: () => Promise.reject(new Error('an event of a newer build')),
    desk: { destroy: (id: string) => note(`destroyed ${id}`), record: (decision: Decision) => note(`${decision.entry} ${'matter' in decision ? decision.matter : ''}`) },
  } as unknown as Office;

  const keeper = startKeeper(office, view);
  await looked;
  await keeper.close();
  expect(done).toEqual([`destroyed ${erasure}`, `recorded ${erasure}`]);
});
