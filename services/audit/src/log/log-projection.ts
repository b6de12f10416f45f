import type { ProjectionDefinition } from '@guitu/event-bus';
import { prepared } from '@guitu/event-bus';
import { lastEntry } from './log-index.js';

interface LoggedEvent {
  readonly position: string;
  /** Milliseconds since 1970; undefined where the event does not say. */
  readonly time: number | undefined;
}

// The codec writes the envelope's members before the data, and those before `time` are ids and names without a quote in them.
const marker = Buffer.from('"time":"');
const TIME_LENGTH = '2013-01-31T08:00:00.000Z'.length;

/** The event's own `time`, read from the bytes without parsing the rest: every event of the log comes through here. */
export function ownTime(bytes: Uint8Array): number | undefined {
  const text = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const at = text.indexOf(marker);
  const start = at + marker.length;
  const time = at < 0 ? Number.NaN : Date.parse(text.toString('latin1', start, start + TIME_LENGTH));
  return Number.isNaN(time) ? undefined : time;
}

/**
 * Numbers every event of the log from 0 and gives it its recorded time: the later of its own `time` and the recorded time of the event before it
 * (design section 3), so that a time names a prefix of the log even where a clock went back.
 *
 * A file of its own because it must never have a hole: the other projections park a stream that they cannot follow, and what is parked would not be
 * counted. This one reads nothing but `time`, so nothing can be parked here but the loss of an event. It must be fed in log order, by the store's
 * feed: Kafka has no global order.
 */
export function auditLogProjection(): ProjectionDefinition<LoggedEvent> {
  return {
    name: 'audit-log',
    version: 1,
    categories: ['case', 'notes', 'care', 'person', 'hub'],
    restMs: 100,
    schema: 'create table entries (ix integer primary key, position text not null unique, recorded_at integer not null);',
    decode: ({ position, bytes }) => ({ position, time: ownTime(bytes) }),
    apply: (tx, { position, time }) => {
      const last = lastEntry(tx);
      if (last !== undefined && position <= last.position) throw new RangeError(`${position} came after ${last.position}: the log index was not fed in log order; rebuild it.`);
      prepared(tx, 'insert into entries values (?, ?, ?)').run((last?.ix ?? -1) + 1, position, Math.max(time ?? 0, last?.recorded_at ?? 0));
    },
  };
}
