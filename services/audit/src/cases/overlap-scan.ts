import { prepared } from '@guitu/event-bus';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { CustodyOverlap } from '../history/overlaps.js';
import { custodyOverlaps } from '../history/overlaps.js';
import { loadCase } from './case-rows.js';
import { linkedPersons } from './links.js';

/** Persons that one page looks at, at most, so that a page takes milliseconds however rare overlaps are. */
const SCANNED = 2_000;
const newest = '~'; // sorts after every position

export interface PersonOverlap extends CustodyOverlap {
  readonly persons: readonly string[];
}

/**
 * Overlaps of custody over the cases of linked persons, by the links that stand now, in the order of the least id of each person, after `after`.
 * Found when asked for and kept nowhere, so there is nothing that a void, an unlink or a rebuild could leave behind.
 */
export function overlapsAfter(db: SqliteDatabase, after: string, limit: number): { readonly overlaps: readonly PersonOverlap[]; readonly next: string | undefined } {
  const candidates = prepared<[string, number], string>(db, 'select distinct a from links where a > ? and unlinked_position is null order by a limit ?').pluck().all(after, SCANNED);
  const casesOf = prepared<[string], { readonly case_id: string }>(db, 'select case_id from cases where person_id = ?');
  const overlaps: PersonOverlap[] = [];
  for (const candidate of candidates) {
    const { persons } = linkedPersons(db, candidate, newest);
    // The least id stands for the person; it is the `a` of some link, so every person comes by exactly once.
    if (persons[0] === candidate) {
      const stays = persons.flatMap((person) =>
        casesOf.all(person).flatMap(({ case_id }) => (loadCase(db, case_id)?.custodyHistory ?? []).map((stay) => ({ caseId: case_id, ...stay }))),
      );
      for (const overlap of custodyOverlaps(stays)) overlaps.push({ ...overlap, persons });
    }
    if (overlaps.length >= limit) return { overlaps, next: candidate };
  }
  return { overlaps, next: candidates.length < SCANNED ? undefined : candidates.at(-1) };
}
