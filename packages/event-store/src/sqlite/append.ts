import type { SqliteDatabase } from '@guitu/sqlite';
import { StoreError, categoryOf } from '../port.js';
import type { AppendResult, ExpectedRevision, NewEvent } from '../port.js';
import { positionOf } from '../position.js';

export interface AppendRequest {
  readonly stream: string;
  readonly events: readonly NewEvent[];
  readonly expected: ExpectedRevision;
}

/**
 * The append itself, to be run inside a write transaction. It decides before it writes, so a conflict or a reused id (returned, not thrown)
 * leaves nothing behind and the other appends of the same transaction go on.
 */
export function prepareAppend(db: SqliteDatabase): (request: AppendRequest) => AppendResult | StoreError {
  const revisionOf = db.prepare<[string], number>('select revision from streams where stream = ?').pluck();
  const idExists = db.prepare<[string], number>('select 1 from events where id = ?').pluck();
  const idAt = db.prepare<[string, number], { readonly id: string; readonly position: number }>('select id, position from events where stream = ? and revision = ?');
  const insertEvent = db.prepare<[string, number, string, string, string, Uint8Array]>('insert into events (stream, revision, id, type, category, bytes) values (?, ?, ?, ?, ?, ?)');
  const insertStream = db.prepare<[string, string, number]>('insert into streams (stream, category, revision) values (?, ?, ?)');
  const updateStream = db.prepare<[number, string]>('update streams set revision = ? where stream = ?');

  /** Position of the last event, if exactly these ids already stand from revision `next` on. */
  function replayedPosition({ stream, events }: AppendRequest, next: number): number | undefined {
    let position: number | undefined;
    for (const [index, event] of events.entries()) {
      const present = idAt.get(stream, next + index);
      if (present?.id !== event.id) return undefined;
      position = present.position;
    }
    return position;
  }

  return (request) => {
    const { stream, events, expected } = request;
    const actual: ExpectedRevision = revisionOf.get(stream) ?? 'no-stream';
    const next = expected === 'no-stream' ? 0 : expected + 1;
    const last = next + events.length - 1;
    if (expected !== actual) {
      const position = replayedPosition(request, next);
      return position === undefined ? { ok: false, conflict: { expected, actual } } : { ok: true, revision: last, position: positionOf(position) };
    }
    for (const { id } of events) {
      if (idExists.get(id) !== undefined) return new StoreError('event-id-reused', `Event id ${id} already stands in the log; it cannot be appended to ${stream} again.`);
    }
    const category = categoryOf(stream);
    let position = 0;
    let revision = next;
    for (const { id, type, bytes } of events) {
      position = Number(insertEvent.run(stream, revision, id, type, category, bytes).lastInsertRowid);
      revision += 1;
    }
    if (expected === 'no-stream') insertStream.run(stream, category, last);
    else updateStream.run(last, stream);
    return { ok: true, revision: last, position: positionOf(position) };
  };
}
