import { BACKWARDS, END, START, StreamNotFoundError } from '@eventstore/db-client';
import type { AllStreamResolvedEvent, EventStoreDBClient, ReadPosition, ReadStreamOptions, ResolvedEvent, StreamingRead } from '@eventstore/db-client';
import { StoreError } from '../port.js';
import type { StoredEvent } from '../port.js';
import { decodeEvent } from './decode.js';
import { closedError, toStoreError } from './errors.js';
import type { Names } from './names.js';

/** Reads that end. Each is one call to the leader, so it sees every append that was acknowledged before. Reject with a `StoreError`. */
export interface Reads {
  /** In revision order without a gap; empty for a stream that does not exist. */
  stream(stream: string, from: number, limit: number | undefined): Promise<StoredEvent[]>;
  /** The newest event of one of the adapter's own streams. */
  newestOf(ownStream: string): Promise<ResolvedEvent['event']>;
  /** Everybody's events, the server's own too, from the place on: forwards with the one at that place, backwards without. */
  all(from: ReadPosition, direction: 'forwards' | 'backwards', limit: number): Promise<readonly AllStreamResolvedEvent[]>;
  /** Ends what is still being read. */
  close(): void;
}

/** @param silenceMs a read of which nothing comes for so long is given up */
export function createReads(client: EventStoreDBClient, names: Names, silenceMs: number): Reads {
  const open = new Set<(reason: StoreError) => void>();
  let closed = false;

  function collect<T>(read: StreamingRead<T>): Promise<T[]> {
    if (closed) throw closedError();
    return new Promise((resolve, reject) => {
      const found: T[] = [];
      const settle = (outcome: () => void): void => {
        clearTimeout(timer);
        open.delete(giveUp);
        outcome();
      };
      const giveUp = (reason: StoreError): void => {
        read.cancel().catch(() => undefined);
        settle(() => reject(reason));
      };
      const timer = setTimeout(() => giveUp(new StoreError('store-unavailable', 'EventStoreDB does not answer.')), silenceMs);
      open.add(giveUp);
      read.on('data', (item) => {
        found.push(item);
        timer.refresh();
      });
      read.on('end', () => settle(() => resolve(found)));
      // Stays after the end: an error that nobody listens to would end the process.
      read.on('error', (error) => settle(() => (error instanceof StreamNotFoundError ? resolve(found) : reject(toStoreError(error)))));
    });
  }

  return {
    async stream(stream, from, limit) {
      if (limit === 0) return [];
      const options: ReadStreamOptions = { fromRevision: from === 0 ? START : BigInt(from), requiresLeader: true, ...(limit === undefined ? {} : { maxCount: limit }) };
      const events: StoredEvent[] = [];
      for (const resolved of await collect(client.readStream(names.onServer(stream), options))) {
        const event = decodeEvent(resolved, names);
        if (event?.revision !== from + events.length) throw new StoreError('corrupt-event', `Stream ${stream} has no event ${from + events.length}, but later ones: a part of it was removed on the server.`);
        events.push(event);
      }
      return events;
    },
    async newestOf(ownStream) {
      return (await collect(client.readStream(ownStream, { direction: BACKWARDS, fromRevision: END, maxCount: 1, requiresLeader: true })))[0]?.event;
    },
    all: (from, direction, limit) => collect(client.readAll({ fromPosition: from, direction, maxCount: limit, requiresLeader: true })),
    close() {
      closed = true;
      for (const giveUp of open) giveUp(closedError());
    },
  };
}
