import { immediate, openDatabase } from '@guitu/sqlite';
import { decideAppend } from './decide.js';
import type { AppendView, Decision, Expected } from './decide.js';
import { recordBytes } from './record.js';
import type { LogRecord, ProposedEvent } from './record.js';

const SCHEMA = `
  create table if not exists events (
    position integer primary key,
    "end" integer not null,
    stream text not null,
    revision integer not null,
    id text not null,
    type text not null,
    isJson integer not null,
    data blob not null,
    metadata blob not null,
    createdMs integer not null,
    unique (stream, revision)
  ) strict;
  create index if not exists events_by_id on events (id);
`;

export interface AppendRequest {
  readonly stream: string;
  readonly expected: Expected;
  /** At least one. */
  readonly events: readonly ProposedEvent[];
}

export type AppendOutcome =
  | { readonly kind: 'written' | 'repeated'; readonly lastRevision: number; /** Of the last event. */ readonly position: number }
  | Extract<Decision, { kind: 'wrong-version' }>;

export interface Log {
  /** Each is decided after those before it, and written whole or not at all. On disk when it returns. */
  append(requests: readonly AppendRequest[]): readonly AppendOutcome[];
  lastRevision(stream: string): number;
  /** In the order of `direction`, from `from` on, inclusive. */
  streamPage(stream: string, from: number, direction: 'forwards' | 'backwards', limit: number): readonly LogRecord[];
  /** Those that begin at `from` or later. */
  forwards(from: number, limit: number): readonly LogRecord[];
  /** Those that end at `upTo` or before, the last first. */
  backwards(upTo: number, limit: number): readonly LogRecord[];
  /** Whether reading may begin there: where a record begins, where the log ends, and beyond, where nothing is yet. Not inside a record. */
  isReadable(offset: number): boolean;
  /** Where the last record begins; -1 in an empty log. */
  lastPosition(): number;
  /** Calls with each record once it is on disk, in log order. Returns what ends that. */
  onAppended(listener: (record: LogRecord) => void): () => void;
  close(): void;
}

type Row = Omit<LogRecord, 'isJson'> & { readonly isJson: number };
const recordOf = (row: Row): LogRecord => ({ ...row, isJson: row.isJson === 1 });

/** The log in one SQLite file, for one process at a time. */
export function openLog(file: string): Log {
  const db = openDatabase(file, { durability: 'full' });
  db.exec(SCHEMA);
  const insert = db.prepare('insert into events values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  const lastRevisionOf = db.prepare<[string], number>('select revision from events where stream = ? order by revision desc limit 1').pluck();
  const idAt = db.prepare<[string, number], string>('select id from events where stream = ? and revision = ?').pluck();
  const positionAt = db.prepare<[string, number], number>('select position from events where stream = ? and revision = ?').pluck();
  const lastWritten = db.prepare<[string], { stream: string; revision: number }>('select stream, revision from events where id = ? order by position desc limit 1');
  const logEnd = db.prepare<[], number>('select "end" from events order by position desc limit 1').pluck();
  const lastPosition = db.prepare<[], number>('select position from events order by position desc limit 1').pluck();
  const begins = db.prepare<[number], number>('select 1 from events where position = ?').pluck();
  // `+ 0`, because SQLite plans a statement with a bare `limit ?` anew at every run.
  const pageUp = db.prepare<[string, number, number], Row>('select * from events where stream = ? and revision >= ? order by revision limit ? + 0');
  const pageDown = db.prepare<[string, number, number], Row>('select * from events where stream = ? and revision <= ? order by revision desc limit ? + 0');
  const logUp = db.prepare<[number, number], Row>('select * from events where position >= ? order by position limit ? + 0');
  // Records do not overlap: what begins before `upTo` and ends after it is at most one, and no place that the server gave lies inside one.
  const logDown = db.prepare<[number, number], Row>('select * from events where position < ? order by position desc limit ? + 0');
  const listeners = new Set<(record: LogRecord) => void>();

  const view: AppendView = {
    lastRevision: (stream) => lastRevisionOf.get(stream) ?? -1,
    idAt: (stream, revision) => idAt.get(stream, revision),
    lastWritten: (id) => lastWritten.get(id),
  };

  const write = (stream: string, from: number, events: readonly ProposedEvent[]): readonly LogRecord[] => {
    let position = logEnd.get() ?? 0;
    const createdMs = Date.now();
    return events.map((event, index) => {
      const end = position + recordBytes(stream, event);
      const record: LogRecord = { ...event, position, end, stream, revision: from + index, createdMs };
      insert.run(position, end, stream, record.revision, event.id, event.type, event.isJson ? 1 : 0, event.data, event.metadata, createdMs);
      position = end;
      return record;
    });
  };

  const appendOne = ({ stream, expected, events }: AppendRequest, written: LogRecord[]): AppendOutcome => {
    const decision = decideAppend(view, stream, expected, events);
    if (decision.kind === 'wrong-version') return decision;
    if (decision.kind === 'repeated') return { ...decision, position: positionAt.get(stream, decision.lastRevision) ?? -1 };
    written.push(...write(stream, decision.from, events));
    const last = written.at(-1);
    if (last === undefined) throw new Error('an append without events');
    return { kind: 'written', lastRevision: last.revision, position: last.position };
  };

  return {
    append: (requests) => {
      const written: LogRecord[] = [];
      const outcomes = immediate(db, () => requests.map((request) => appendOne(request, written)));
      for (const record of written) for (const listener of listeners) listener(record);
      return outcomes;
    },
    lastRevision: view.lastRevision,
    streamPage: (stream, from, direction, limit) => (direction === 'forwards' ? pageUp : pageDown).all(stream, from, limit).map(recordOf),
    forwards: (from, limit) => logUp.all(from, limit).map(recordOf),
    backwards: (upTo, limit) => logDown.all(upTo, limit).map(recordOf),
    isReadable: (offset) => offset >= (logEnd.get() ?? 0) || begins.get(offset) !== undefined,
    lastPosition: () => lastPosition.get() ?? -1,
    onAppended: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    close: () => db.close(),
  };
}
