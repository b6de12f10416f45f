import type { SqliteDatabase, SqliteStatement } from '@guitu/sqlite';
import type { FeedPage, Position, StoredEvent } from '../port.js';
import { placeOf, positionOf } from '../position.js';

/** A row as a list, in the order of COLUMNS: the driver builds lists about twice as fast as objects, and a rebuild reads nothing else. */
type Row = readonly [position: number, stream: string, revision: number, id: string, type: string, bytes: Uint8Array];

export interface LogReads {
  /** Place of the last event, 0 for an empty log. */
  head(): number;
  stream(stream: string, from: number, limit: number): StoredEvent[];
  page(after: Position | undefined, categories: readonly string[] | undefined, limit: number): FeedPage;
}

const COLUMNS = 'position, stream, revision, id, type, bytes';

const toEvent = ([position, stream, revision, id, type, bytes]: Row): StoredEvent => ({ stream, revision, position: positionOf(position), id, type, bytes });

/** Every read of the log, prepared once per connection. Positions are given out in commit order, so a page is a range of rows and nothing can appear inside it later. */
export function prepareReads(db: SqliteDatabase): LogReads {
  const headOf = db.prepare<[], number | null>('select max(position) from events').pluck();
  const streamOf = db.prepare<[string, number, number], Row>(`select ${COLUMNS} from events where stream = ? and revision >= ? order by revision limit ?`).raw();
  const pageOf = db.prepare<[number, number, number], Row>(`select ${COLUMNS} from events where position > ? and position <= ? order by position limit ?`).raw();
  const filtered = new Map<number, SqliteStatement<(string | number)[], Row>>();

  /** One ordered index walk per category, merged by SQLite: costs the rows it returns, however rare the categories are. */
  function filteredPageOf(categories: number): SqliteStatement<(string | number)[], Row> {
    let statement = filtered.get(categories);
    if (statement === undefined) {
      const walk = `select ${COLUMNS} from events where category = ? and position > ? and position <= ?`;
      statement = db.prepare<(string | number)[], Row>(`${Array.from({ length: categories }, () => walk).join(' union all ')} order by position limit ?`).raw();
      filtered.set(categories, statement);
    }
    return statement;
  }

  function rows(after: number, head: number, categories: readonly string[] | undefined, limit: number): Row[] {
    if (categories === undefined) return pageOf.all(after, head, limit);
    const distinct = [...new Set(categories)];
    if (distinct.length === 0) return [];
    return filteredPageOf(distinct.length).all(...distinct.flatMap((category) => [category, after, head]), limit);
  }

  const head = (): number => headOf.get() ?? 0;

  return {
    head,
    stream: (stream, from, limit) => streamOf.all(stream, from, limit).map(toEvent),
    page(after, categories, limit) {
      // The head is read first and bounds the rows, so that "caught up" speaks of exactly the events in this page.
      const end = head();
      const events = rows(after === undefined ? 0 : placeOf(after, end), end, categories, limit).map(toEvent);
      const last = events.at(-1);
      const position = last === undefined || events.length < limit ? positionOf(end) : last.position;
      return { events, position, caughtUp: position === positionOf(end) };
    },
  };
}
