import { existsSync } from 'node:fs';
import type { NewEvent } from '@guitu/event-store';
import type { ProjectionDefinition } from '../projection/definition.js';
import { keptRows } from '../kept-rows.js';
import { prepared } from '../prepared.js';

/** What the sample projection knows. `poison` is refused and `garbage` cannot be decoded, unless the file `cure` exists. */
export interface SampleEvent {
  readonly stream: string;
  readonly revision: number;
  readonly kind: 'add' | 'void' | 'poison' | 'garbage';
  readonly n: number;
}

export interface SampleOptions {
  readonly name?: string;
  readonly version?: number;
  readonly settings?: string;
  readonly cure?: string;
}

/** An event for the sample projection; the id is a function of stream and revision. */
export function sampleEvent(stream: string, revision: number, kind: SampleEvent['kind'] = 'add', n = revision + 1): NewEvent {
  const text = Buffer.from(`${stream}#${revision}`).toString('hex').slice(-32).padStart(32, '0');
  const id = [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)].join('-');
  return { id, type: `sample.${kind}.v1`, bytes: Buffer.from(JSON.stringify({ kind, n })) };
}

interface Total {
  events: number;
  sum: number;
  voided: number;
}

/**
 * A projection whose rows betray every mistake of a runner: an event applied twice violates a key, one applied out of order is refused,
 * and the sum of a voided stream counts only if its rows were replaced. Totals are kept in memory over chunks, one lifetime of three streams long, and a
 * poison event spoils them before it throws: whatever is remembered wrongly shows in the next total.
 */
export function sampleProjection({ name = 'sample', version = 1, ...options }: SampleOptions = {}): ProjectionDefinition<SampleEvent, unknown> {
  let { cure } = options;
  const cured = (): boolean => cure !== undefined && existsSync(cure);
  const totals = keptRows<Total>({
    most: 3,
    load: (tx, stream) => prepared<[string], Total>(tx, 'select events, sum, voided from total where stream = ?').get(stream),
    save: (tx, stream, { events, sum, voided }) => void prepared(tx, 'insert or replace into total values (?, ?, ?, ?)').run(stream, events, sum, voided),
  });
  return {
    name,
    version,
    ...(options.settings === undefined ? {} : { settings: options.settings }),
    categories: ['case', 'notes'],
    schema: `
      create table applied (stream text not null, revision integer not null, primary key (stream, revision)) without rowid;
      create table total (stream text primary key, events integer not null, sum integer not null, voided integer not null) without rowid;
    `,
    decode({ stream, revision, bytes }) {
      const { kind, n } = JSON.parse(Buffer.from(bytes).toString()) as Pick<SampleEvent, 'kind' | 'n'>;
      if (kind === 'garbage' && !cured()) throw new SyntaxError('unknown kind');
      return { stream, revision, kind, n };
    },
    apply(tx, { stream, revision, kind, n }) {
      prepared(tx, 'insert into applied values (?, ?)').run(stream, revision);
      const total = totals.get(tx, stream) ?? { events: 0, sum: 0, voided: 0 };
      total.events += 1;
      total.sum += n;
      totals.put(tx, stream, total);
      if (kind === 'poison' && !cured()) throw new Error(`poison at event ${total.events}`);
    },
    reconfigure: (next) => {
      cure = (next as SampleOptions).cure;
    },
    replacesOn: ({ kind }) => kind === 'void',
    replace(tx, stream, events) {
      prepared(tx, 'delete from applied where stream = ?').run(stream);
      for (const { revision } of events) prepared(tx, 'insert into applied values (?, ?)').run(stream, revision);
      totals.put(tx, stream, { events: events.length, sum: 0, voided: 1 });
    },
    flush: (tx) => totals.flush(tx),
    forget: (tx) => totals.forget(tx),
  };
}
