import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { AnyEvent, EventName } from '@guitu/contracts';
import { openDatabase } from '@guitu/sqlite';
import type { SqliteDatabase } from '@guitu/sqlite';
import { personOfCase, recordedErased, samePerson } from './linked.js';
import { personsProjection } from './persons-projection.js';

const definition = personsProjection();
const directory = mkdtempSync(join(tmpdir(), 'guitu-persons-'));
let db: SqliteDatabase;
let files = 0;
beforeEach(() => {
  db = openDatabase(join(directory, `${(files += 1)}.db`), { durability: 'normal' });
  db.exec(definition.schema);
});
afterEach(() => db.close());
afterAll(() => rmSync(directory, { recursive: true }));

const event = (name: EventName, subject: string, data: object, more: object = {}): AnyEvent => ({ id: `${subject}-${name}`, name, subject, data, revision: 1, causationId: 'matter', occurredAt: '2013-03-05T02:00:00.000Z', ...more }) as AnyEvent;
const apply = (...events: readonly AnyEvent[]): void => events.forEach((one) => definition.apply(db, one, undefined));
const opened = (caseId: string, personId: string): AnyEvent => event('help-requested', caseId, { personId }, { revision: 0 });
const persons = (of: string): readonly string[] => samePerson(db, [of]).persons;

test('a person is everybody whom links reach, and links that were taken back reach nobody', () => {
  apply(opened('case-a', 'a'), opened('case-b', 'b'), opened('case-c', 'c'), opened('case-d', 'd'));
  apply(event('linked', 'a', { linkId: '1', a: 'a', b: 'b' }), event('linked', 'b', { linkId: '2', a: 'b', b: 'c' }));
  expect([persons('c'), persons('d')]).toEqual([['a', 'b', 'c'], ['d']]);
  expect(samePerson(db, ['a']).cases.map(({ case_id }) => case_id).toSorted()).toEqual(['case-a', 'case-b', 'case-c']);
  apply(event('unlinked', 'a', { linkId: '1' }));
  expect([persons('a'), persons('c')]).toEqual([['a'], ['b', 'c']]);
});

test('the duplicate of a case, and the case that an episode goes on in, are of the same person, whichever is asked for', () => {
  apply(opened('case-a', 'a'), opened('case-b', 'b'), opened('case-c', 'c'));
  apply(event('duplicate-declared', 'case-b', { survivor: 'case-a' }), event('case-closed', 'case-a', { code: 'continued-in', continuedIn: 'case-c' }));
  for (const of of ['a', 'b', 'c']) expect(persons(of)).toEqual(['a', 'b', 'c']);
});

test('what was voided has not happened', () => {
  const closing = event('case-closed', 'case-a', { code: 'continued-in', continuedIn: 'case-b' });
  apply(opened('case-a', 'a'), opened('case-b', 'b'), closing);
  expect(persons('a')).toEqual(['a', 'b']);
  const voided = event('voided', 'case-a', { target: closing.id });
  expect(definition.replacesOn?.(voided)).toBe(true);
  definition.replace?.(db, 'case-case-a', [opened('case-a', 'a'), undefined, closing, voided], undefined);
  expect([persons('a'), samePerson(db, ['a']).cases[0]?.closed_at]).toEqual([['a'], null]);
});

test('nobody is found who has no case, and who was erased is known by the matter', () => {
  expect([persons('nobody'), personOfCase(db, 'case-a')]).toEqual([[], undefined]);
  apply(opened('case-a', 'a'), event('erased', 'a', { persons: ['a', 'b'] }), event('erased', 'a', { persons: ['a'] }, { causationId: 'another' }));
  expect([personOfCase(db, 'case-a'), recordedErased(db, 'matter'), recordedErased(db, 'another')]).toEqual(['a', ['a', 'b'], ['a']]);
});
