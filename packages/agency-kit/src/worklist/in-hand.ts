import type { SqliteDatabase } from '@guitu/sqlite';

/** What an organisation has in hand. */
export interface InHand {
  /** People in its custody. */
  readonly custody: number;
  /** Items of its worklist that wait for it. */
  readonly waiting: number;
  /** Numbers of cases whose person is in its custody, oldest first, a few of them. */
  readonly cases: readonly string[];
}

const SHOWN = 20;

export function inHand(db: SqliteDatabase, organisation: string): InHand {
  const count = db.prepare<[string, string], number>('select count(*) from items where organisation = ? and list = ?').pluck();
  const cases = db.prepare<[string, number], string>("select case_number from items where organisation = ? and list = 'custody' order by since, case_id limit ?").pluck().all(organisation, SHOWN);
  return { custody: count.get(organisation, 'custody') ?? 0, waiting: count.get(organisation, 'for-me') ?? 0, cases };
}
