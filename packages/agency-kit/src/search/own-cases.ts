import { prepared } from '@guitu/event-bus';
import type { CaseState } from '@guitu/referral';
import type { SqliteDatabase } from '@guitu/sqlite';

export interface OwnCase {
  readonly caseNumber: string;
  readonly state: CaseState;
}

interface Row {
  readonly case_number: string;
  readonly state: string;
}

/** Of these persons' cases those in which the organisation takes or took part, and those whose responsible is one of `supervised`. */
export function ownCases(db: SqliteDatabase, organisation: string, supervised: readonly string[], persons: readonly string[]): readonly OwnCase[] {
  const rows = prepared<[string, string, string], Row>(
    db,
    `select case_number, state from cases where person_id in (select value from json_each(?))
     and (exists (select 1 from participants p where p.organisation = ? and p.case_id = cases.case_id) or responsible in (select value from json_each(?)))`,
  ).all(JSON.stringify(persons), organisation, JSON.stringify(supervised));
  return rows.map(({ case_number, state }) => ({ caseNumber: case_number, state: JSON.parse(state) as CaseState }));
}
