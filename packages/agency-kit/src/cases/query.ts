import type { CasesPage, casesQuery } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import { cursorCodec, pageOf } from '@guitu/service-kit';
import type { SqliteDatabase } from '@guitu/sqlite';
import { z } from 'zod';

/** The last case of a page. */
const cursors = cursorCodec(z.tuple([z.uuid()]));

interface Row {
  readonly case_id: string;
  readonly case_number: string;
}

/**
 * One page of the cases that an organisation may look at, in the order of their ids: those that it takes or took part in, and those whose responsible is one of
 * `supervised`. Nothing of a case but its number, so there is nothing to mask. A walk along an index for each of `supervised`, none longer than a page.
 */
export function readCases(db: SqliteDatabase, organisation: string, supervised: readonly string[], { cursor, limit }: z.output<typeof casesQuery>): CasesPage {
  const after = cursor === undefined ? '' : cursors.read(cursor)[0];
  const own = prepared<[string, string, number], Row>(db, 'select c.case_id, c.case_number from participants p join cases c on c.case_id = p.case_id where p.organisation = ? and p.case_id > ? order by p.case_id limit ? + 0');
  const below = prepared<[string, string, number], Row>(db, 'select case_id, case_number from cases where responsible = ? and case_id > ? order by case_id limit ? + 0');
  const rows = new Map([...own.all(organisation, after, limit + 1), ...supervised.flatMap((one) => below.all(one, after, limit + 1))].map((row) => [row.case_id, row]));
  const found = [...rows.values()].sort((one, other) => (one.case_id < other.case_id ? -1 : 1));
  const { shown, next } = pageOf(found, limit, (last) => cursors.write([last.case_id]));
  return { cases: shown.map((row) => ({ caseId: row.case_id, caseNumber: row.case_number })), ...next };
}
