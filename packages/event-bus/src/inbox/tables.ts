import type { StoredEvent } from '@guitu/event-store';
import type { SqliteDatabase } from '@guitu/sqlite';
import type { Cursors } from '../port.js';
import { prepared } from '../prepared.js';
import type { ParkedStream, SkippedEvents } from './parking.js';

/** How far one stream has got: `last` is the revision applied (-1 for none). */
export interface Gate {
  readonly last: number;
  readonly parked: boolean;
}

export const INBOX_SCHEMA = `
  create table inbox_meta (key text primary key, value text not null) without rowid;
  create table inbox_cursor (partition text primary key, cursor text not null) without rowid;
  create table inbox_gate (stream text primary key, revision integer not null) without rowid;
  create table inbox_parked (stream text primary key, revision integer not null, through integer not null, event_id text not null,
    reason text not null, detail text not null, at integer not null) without rowid;
  create table inbox_queued (stream text not null, revision integer not null, position text not null, primary key (stream, revision)) without rowid;
  create table inbox_skipped (stream text not null, revision integer not null, through integer not null, event_id text not null,
    parked_reason text not null, reason text not null, at integer not null, primary key (stream, revision)) without rowid;
`;

export type ParkedRow = Omit<ParkedStream, 'projection' | 'waiting'>;

export type SkippedRow = Omit<SkippedEvents, 'projection'>;

const PARKED = 'select stream, revision, through, event_id as eventId, reason, detail, at from inbox_parked';
const SKIPPED = 'select stream, revision, through, event_id as eventId, reason, at from inbox_skipped';

/**
 * The statements over the runner's own tables, which stand in the projection's file beside its rows and change in the same transactions.
 * What is only needed for streams that are parked is prepared when one is.
 */
export function prepareInbox(db: SqliteDatabase) {
  const applied = db.prepare<[string], number>('select revision from inbox_gate where stream = ?').pluck();
  const advance = db.prepare<[string, number]>('insert into inbox_gate values (?, ?) on conflict (stream) do update set revision = excluded.revision');
  const getMeta = db.prepare<[string], string>('select value from inbox_meta where key = ?').pluck();
  const setMeta = db.prepare<[string, string]>('insert into inbox_meta values (?, ?) on conflict (key) do update set value = excluded.value');
  const cursors = db.prepare<[], { readonly partition: string; readonly cursor: string }>('select partition, cursor from inbox_cursor');
  const setCursor = db.prepare<[string, string]>('insert into inbox_cursor values (?, ?) on conflict (partition) do update set cursor = excluded.cursor');
  const parkedOne = db.prepare<[string], ParkedRow>(`${PARKED} where stream = ?`);
  const parkedCount = db.prepare<[], number>('select count(*) from inbox_parked').pluck();
  const dequeue = db.prepare<[string, number]>('delete from inbox_queued where stream = ? and revision <= ?');
  const firstQueued = db.prepare<[string], number | null>('select min(revision) from inbox_queued where stream = ?').pluck();

  const last = (stream: string): number => applied.get(stream) ?? -1;

  return {
    /** The revision applied, -1 for none. */
    last,
    gate: (stream: string): Gate => ({ last: last(stream), parked: parkedOne.get(stream) !== undefined }),
    advance: (stream: string, revision: number): void => void advance.run(stream, revision),
    meta: (key: string): string | undefined => getMeta.get(key),
    setMeta: (key: string, value: string): void => void setMeta.run(key, value),
    cursors: (): Cursors => Object.fromEntries(cursors.all().map(({ partition, cursor }) => [partition, cursor])),
    setCursor: (partition: string, cursor: string): void => void setCursor.run(partition, cursor),
    park: (row: ParkedRow): void => void prepared(db, 'insert or replace into inbox_parked values (@stream, @revision, @through, @eventId, @reason, @detail, @at)').run(row),
    unpark: (stream: string): void => void prepared(db, 'delete from inbox_parked where stream = ?').run(stream),
    parked: (stream: string): ParkedRow | undefined => parkedOne.get(stream),
    allParked: () =>
      prepared<[], ParkedRow & { readonly waiting: number }>(db, `select p.*, (select count(*) from inbox_queued q where q.stream = p.stream) as waiting from (${PARKED}) p order by at, stream`).all(),
    parkedCount: (): number => parkedCount.get() ?? 0,
    enqueue: ({ stream, revision, position }: StoredEvent): void => void prepared(db, 'insert or ignore into inbox_queued values (?, ?, ?)').run(stream, revision, position),
    /** Takes out what the gate has passed, and tells which revision now waits first. */
    dequeue(stream: string, through: number): number | undefined {
      dequeue.run(stream, through);
      return firstQueued.get(stream) ?? undefined;
    },
    skip: (row: ParkedRow, reason: string, at: number): void =>
      void prepared(db, 'insert or replace into inbox_skipped values (?, ?, ?, ?, ?, ?, ?)').run(row.stream, row.revision, row.through, row.eventId, row.reason, reason, at),
    skippedOf: (stream: string): readonly SkippedRow[] => prepared<[string], SkippedRow>(db, `${SKIPPED} where stream = ?`).all(stream),
    allSkipped: (): readonly SkippedRow[] => prepared<[], SkippedRow>(db, `${SKIPPED} order by stream, revision`).all(),
  };
}

export type InboxTables = ReturnType<typeof prepareInbox>;
