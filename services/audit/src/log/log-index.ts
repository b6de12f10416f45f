import { instantOf } from '@guitu/contracts';
import { prepared } from '@guitu/event-bus';
import type { SqliteDatabase } from '@guitu/sqlite';

/** One place in the log. As the end of a prefix it is inclusive. */
export interface LogPlace {
  /** 0-based, over the log of all categories. */
  readonly index: number;
  readonly position: string;
  /** The later of the event's own `time` and the recorded time of the event before it. */
  readonly recordedAt: string;
}

interface Entry {
  readonly ix: number;
  readonly position: string;
  readonly recorded_at: number;
}

const placeOf = (entry: Entry | undefined): LogPlace | undefined =>
  entry === undefined ? undefined : { index: entry.ix, position: entry.position, recordedAt: instantOf(entry.recorded_at) };

export const lastEntry = (db: SqliteDatabase): Entry | undefined => prepared<[], Entry>(db, 'select * from entries order by ix desc limit 1').get();
const entryAt = (db: SqliteDatabase, index: number): Entry | undefined => prepared<[number], Entry>(db, 'select * from entries where ix = ?').get(index);

export const placeAtIndex = (db: SqliteDatabase, index: number): LogPlace | undefined => placeOf(entryAt(db, index));

/** The place of exactly this event. */
export const placeAtPosition = (db: SqliteDatabase, position: string): LogPlace | undefined =>
  placeOf(prepared<[string], Entry>(db, 'select * from entries where position = ?').get(position));

/** The last place at or before this position. */
export const lastPlaceUpTo = (db: SqliteDatabase, position: string): LogPlace | undefined =>
  placeOf(prepared<[string], Entry>(db, 'select * from entries where position <= ? order by position desc limit 1').get(position));

/** The last place recorded at or before this time (milliseconds). Recorded times never fall along the log, so halving finds it without an index of its own. */
export function lastPlaceBy(db: SqliteDatabase, time: number): LogPlace | undefined {
  let found: Entry | undefined;
  let low = 0;
  let high = lastEntry(db)?.ix ?? -1;
  while (low <= high) {
    const middle = Math.floor((low + high) / 2);
    const entry = entryAt(db, middle);
    if (entry !== undefined && entry.recorded_at <= time) {
      found = entry;
      low = middle + 1;
    } else high = middle - 1;
  }
  return placeOf(found);
}
