import type { SqliteDatabase, SqliteStatement } from '@guitu/sqlite';
import type { FeedPage, Position, StoredEvent } from '../port.js';
import { placeOf, positionOf } from '../position.js';

/** A row as a list, in the order of COLUMNS: the driver builds lists about twice as fast as objects, and a rebuild reads nothing else. */
type Row = readonly [position: number, stream: string, revision: number, id: string, type: string, bytes: Uint8Array];

export interface LogReads {
  /** Place of the last event, 0 for an empty log. */
  head(): number;
  /** All from `from` on where there is no limit. */
  stream(stream: string, from: number, limit: number | undefined): StoredEvent[];
  page(after: Position | undefined, categories: readonly string[] | undefined, limit: number): FeedPage;
}

/** Bytes of events after which a page ends early, so that what a reader holds does not depend on how large events are. */
const PAGE_BYTES = 4 * 1024 * 1024;
/** Events read between two looks at the bytes: a page is never larger than `PAGE_BYTES` and this many of the largest events. */
const PIECE = 64;

const COLUMNS = 'position, stream, revision, id, type, bytes';
/** A bare `limit ?` makes SQLite plan the statement anew at every run, because the limit may change the plan: five times the work of a short read. */
const LIMIT = 'limit ?+0';
const NO_LIMIT = -1;

const toEvent = ([position, stream, revision, id, type, bytes]: Row): StoredEvent => ({ stream, revision, position: positionOf(position), id, type, bytes });

/** Every read of the log, prepared once per connection. Positions are given out in commit order, so a page is a range of rows and nothing can appear inside it later. */
export function prepareReads(db: SqliteDatabase): LogReads {
  const headOf = db.prepare<[], number | null>('select max(position) from events').pluck();
  const streamOf = db.prepare<[string, number, number], Row>(`select ${COLUMNS} from events where stream = ? and revision >= ? order by revision ${LIMIT}`).raw();
  const pageOf = db.prepare<[number, number, number], Row>(`select ${COLUMNS} from events where position > ? and position <= ? order by position ${LIMIT}`).raw();
  const filtered = new Map<number, SqliteStatement<(string | number)[], Row>>();

  /** One ordered index walk per category, merged by SQLite: costs the rows it returns, however rare the categories are. */
  function filteredPageOf(categories: number): SqliteStatement<(string | number)[], Row> {
    let statement = filtered.get(categories);
    if (statement === undefined) {
      const walk = `select ${COLUMNS} from events where category = ? and position > ? and position <= ?`;
      statement = db.prepare<(string | number)[], Row>(`${Array.from({ length: categories }, () => walk).join(' union all ')} order by position ${LIMIT}`).raw();
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

  /** Up to `limit` rows, fewer where the log ends (`ended`) or the page is full. */
  function piecesOf(after: number, end: number, categories: readonly string[] | undefined, limit: number): { readonly found: Row[]; readonly ended: boolean } {
    const found: Row[] = [];
    let from = after;
    for (let bytes = 0; found.length < limit && bytes < PAGE_BYTES; ) {
      const wanted = Math.min(PIECE, limit - found.length);
      const piece = rows(from, end, categories, wanted);
      for (const row of piece) {
        found.push(row);
        bytes += row[5].byteLength;
      }
      if (piece.length < wanted) return { found, ended: true };
      from = piece.at(-1)?.[0] ?? from;
    }
    return { found, ended: false };
  }

  return {
    head,
    stream: (stream, from, limit) => streamOf.all(stream, from, limit ?? NO_LIMIT).map(toEvent),
    page(after, categories, limit) {
      // The head is read first and bounds the rows, so that "caught up" speaks of exactly the events in this page.
      const end = head();
      const { found, ended } = piecesOf(after === undefined ? 0 : placeOf(after, end), end, categories, limit);
      const events = found.map(toEvent);
      const last = events.at(-1);
      const position = last === undefined || ended ? positionOf(end) : last.position;
      return { events, position, caughtUp: position === positionOf(end) };
    },
  };
}
