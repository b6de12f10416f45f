import { UnreadableEvent, caseStream, decodeEvent } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import type { SqliteDatabase } from '@guitu/sqlite';
import { foldChecked } from './history/case-fold.js';
import type { Sources } from './sources.js';

type Asked = Pick<Sources, 'read' | 'projections' | 'store' | 'register'>;

/** As the log tells it. Hidden, too, where the log has what this build cannot read. */
async function isHiddenInLog({ store, register }: Pick<Sources, 'store' | 'register'>, caseId: string): Promise<boolean> {
  const stored = await store.readStream(caseStream(caseId));
  try {
    return foldChecked(stored.map(({ bytes }) => decodeEvent(bytes)), register).state.protectedSince !== undefined;
  } catch (error) {
    if (error instanceof UnreadableEvent) return true;
    throw error;
  }
}

/**
 * Those of the cases whose person is under protection now, whatever prefix of the log is asked about: masking covers past events.
 * The row of a case that stands still in the projection knows nothing of what came since, and there the log is asked.
 */
export async function protectedCases(sources: Asked, caseIds: readonly string[]): Promise<ReadonlySet<string>> {
  if (caseIds.length === 0) return new Set();
  const query = (db: SqliteDatabase): string[] =>
    prepared<[string], { readonly case_id: string }>(db, `select case_id from cases where case_id in (select value from json_each(?)) and json_extract(state, '$.protectedSince') is not null`)
      .all(JSON.stringify(caseIds))
      .map(({ case_id }) => case_id);
  const hidden = new Set(sources.read('audit', query));
  const parked = new Set((await sources.projections.listParked('audit')).map(({ stream }) => stream));
  for (const caseId of new Set(caseIds)) {
    if (!parked.has(caseStream(caseId))) continue;
    if (await isHiddenInLog(sources, caseId)) hidden.add(caseId);
    else hidden.delete(caseId);
  }
  return hidden;
}
