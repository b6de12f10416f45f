import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyEvent, EventName } from '@guitu/contracts';
import type { ProjectionStatus } from '@guitu/event-bus';
import { emptyCase } from '@guitu/referral';
import { systemRuntime } from '@guitu/service-kit';
import { openDatabase } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Office } from '../dependencies.js';
import { personsProjection } from '../persons/persons-projection.js';
import { retentionVerb } from './retention-verb.js';

const definition = personsProjection();
const directory = mkdtempSync(join(tmpdir(), 'guitu-retention-'));
const closedAt = '2013-03-05T02:00:00.000Z';
let db: SqliteDatabase;
beforeAll(() => {
  db = openDatabase(join(directory, 'persons.db'), { durability: 'normal' });
  db.exec(definition.schema);
});
afterAll(() => {
  db.close();
  rmSync(directory, { recursive: true });
});

const apply = (name: EventName, subject: string, data: object): void =>
  definition.apply(db, { id: `${subject}-${name}`, name, subject, data, revision: 0, causationId: 'matter', occurredAt: closedAt } as AnyEvent, undefined);

/** What the operator is told by an office whose list of persons has got that far in a log of nine. */
function dryRun(all: boolean, place: { readonly position: string; readonly servesEarlierVersion?: boolean } = { position: '9' }): Promise<unknown> {
  let now = 0;
  const runtime = { ...systemRuntime, realNow: () => (now += 1_000), sleep: () => Promise.resolve() };
  const office = {
    persons: { read: (query: (from: SqliteDatabase) => unknown) => query(db) },
    cases: (caseId: string) => Promise.resolve({ state: { ...emptyCase(caseId), identified: true, closed: { code: 'exited', at: closedAt } } }),
    terms: { 'case-file': 5 }, runtime, store: { head: () => Promise.resolve('9') },
    status: () => Promise.resolve([{ name: 'persons', servesEarlierVersion: false, ...place } as ProjectionStatus]),
  } as unknown as Office;
  return retentionVerb(office).run({ all }, { who: 'keeper', progress: () => undefined, warn: () => undefined, signal: new AbortController().signal });
}

test('who was erased is due no more, and whoever is left is named: ten of a line, or all', async () => {
  const ids = Array.from({ length: 25 }, (_, n) => `case-${n + 10}`);
  for (const id of ids) {
    apply('help-requested', id, { personId: `person of ${id}` });
    apply('case-closed', id, { code: 'exited' });
  }
  const due = (cases: number, caseIds: readonly string[]) => ({ cases, due: [{ line: 'case-file', count: cases, caseIds }], off: ['kept-for-identification'] });
  expect(await dryRun(false)).toEqual(due(25, ids.slice(0, 10)));
  apply('erased', 'person of case-10', { persons: ids.slice(0, 10).map((id) => `person of ${id}`) });
  expect(await dryRun(false)).toEqual(due(15, ids.slice(10, 20)));
  expect(await dryRun(true)).toEqual(due(15, ids.slice(10)));
});

test('a list of persons that is still being built says of nobody that nothing is due', async () => {
  await expect(dryRun(false, { position: '8' })).rejects.toMatchObject({ name: 'OperatorRefusal' });
  await expect(dryRun(false, { position: '9', servesEarlierVersion: true })).rejects.toMatchObject({ name: 'OperatorRefusal' });
});
