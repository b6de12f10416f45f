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
  ['is behind the log', () => Promise.resolve([{ name: 'persons', position: '1', servesEarlierVersion: false }])],
  ['says nothing, because its thread is gone', () => new Promise<never>(() => undefined)],
] as const)('a stop waits for no projection that %s', async (_what, status) => {
  const view = { refresh: () => Promise.resolve(), approved: () => [{ ...matter(restriction, 'restriction', 'person-restricted'), recordedAt: at }] } as unknown as LedgerView;
  const logger = createLogger({ service: 'data-protection', level: 'silent', destination: process.stderr });
  let asked: () => void = () => undefined;
  const waiting = new Promise<void>((resolve) => (asked = resolve));
  const office = {
    // A clock that stands still: whoever waits for a time of its own would wait for ever.
    runtime: { ...systemRuntime, realNow: () => 0 }, logger,
    status: () => {
      asked();
      return status();
    },
    store: { head: () => Promise.resolve('2') },
  } as unknown as Office;
  const keeper = startKeeper(office, view);
  await waiting;
  await expect(keeper.close()).resolves.toBeUndefined();
});

test.each([
  ['was recorded', { recordedAt: at }],
  ['waits for its end', {}],
])('a case that cannot be read holds up its own restriction, which %s, and no erasure that was approved after it', async (_what, recorded) => {
  definition.apply(db, { id: 'opened', name: 'help-requested', subject: 'case-unread', data: { personId: 'person-restricted' }, revision: 0, causationId: 'command', occurredAt: at } as AnyEvent, undefined);
  const approved = [{ ...matter(restriction, 'restriction', 'person-restricted'), ...recorded }, matter(erasure, 'erasure', '0190a3c0-0000-7000-8000-0000000000aa')];
  const view = { refresh: () => Promise.resolve(), approved: () => approved } as unknown as LedgerView;
  const done: string[] = [];
  let all: () => void = () => undefined;
  const looked = new Promise<void>((resolve) => (all = resolve));
  const note = (what: string): Promise<void> => {
    if (done.push(what) === 2) all();
    return Promise.resolve();
  };
  const office = {
    runtime: systemRuntime, source: 'urn:guitu:hub:data-protection', register: { roleOf: () => 'data-protection' },
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
