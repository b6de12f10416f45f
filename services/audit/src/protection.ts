import { prepared } from '@guitu/event-bus';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Sources } from './sources.js';

/** Those of the cases whose person is under protection now, whatever prefix of the log is asked about: masking covers past events. */
export function protectedCases(sources: Pick<Sources, 'read'>, caseIds: readonly string[]): ReadonlySet<string> {
  const query = (db: SqliteDatabase): string[] =>
    prepared<[string], { readonly case_id: string }>(db, `select case_id from cases where case_id in (select value from json_each(?)) and json_extract(state, '$.protectedSince') is not null`)
      .all(JSON.stringify(caseIds))
      .map(({ case_id }) => case_id);
  return new Set(sources.read('audit', query));
}
