import { prepared } from '@guitu/event-bus';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { CaseRow } from './persons-projection.js';

export interface SamePerson {
  /** In ascending order. */
  readonly persons: readonly string[];
  /** All their cases, in the order of opening. */
  readonly cases: readonly CaseRow[];
}

/**
 * Everybody who is the same person as these by what the log says: by links that stand, and by a case that is the duplicate or the continuation of another.
 * Empty where none of them has a case.
 */
export function samePerson(db: SqliteDatabase, personIds: readonly string[]): SamePerson {
  const persons = new Set(personIds);
  const cases = new Map<string, CaseRow>();
  const neighbours = (person: string): readonly string[] => [
    ...prepared<[string], { readonly id: string }>(db, 'select b as id from links where a = ?').all(person).map(({ id }) => id),
    ...prepared<[string], { readonly id: string }>(db, 'select a as id from links where b = ?').all(person).map(({ id }) => id),
    ...sameCases(db, person),
  ];
  // A set that grows while it is walked: each person is visited once.
  for (const person of persons) {
    for (const row of prepared<[string], CaseRow>(db, 'select * from cases where person_id = ?').all(person)) cases.set(row.case_id, row);
    for (const other of neighbours(person)) persons.add(other);
  }
  if (cases.size === 0) return { persons: [], cases: [] };
  return { persons: [...persons].sort(), cases: [...cases.values()].sort((one, other) => (one.opened_at < other.opened_at ? -1 : 1)) };
}

/** Persons of cases that a case of this one names, or that name one of them. */
function sameCases(db: SqliteDatabase, person: string): readonly string[] {
  const query = prepared<[{ person: string }], { readonly id: string }>(
    db,
    `select other.person_id as id from cases own join cases other on other.case_id = own.same_as where own.person_id = @person
     union select other.person_id from cases own join cases other on other.same_as = own.case_id where own.person_id = @person`,
  );
  return query.all({ person }).map(({ id }) => id);
}

export function personOfCase(db: SqliteDatabase, caseId: string): string | undefined {
  return prepared<[string], { readonly person_id: string }>(db, 'select person_id from cases where case_id = ?').get(caseId)?.person_id;
}

/** Those whom the log names as erased under this matter. */
export function recordedErased(db: SqliteDatabase, matter: string): readonly string[] {
  return prepared<[string], { readonly person_id: string }>(db, 'select person_id from erased where matter = ?').all(matter).map(({ person_id }) => person_id);
}

/** Everybody whom the log names as erased. */
export function everErased(db: SqliteDatabase): readonly string[] {
  return prepared<[], { readonly person_id: string }>(db, 'select distinct person_id from erased').all().map(({ person_id }) => person_id);
}
