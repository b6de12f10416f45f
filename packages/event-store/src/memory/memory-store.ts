import { followPages } from '../feed/follow-pages.js';
import { WakeUp } from '../feed/wake-up.js';
import { checkAppend, checkRead } from '../limits.js';
import { StoreError, categoryOf } from '../port.js';
import type { AppendResult, Checkpoint, EventStore, ExpectedRevision, FeedPage, NewEvent, Position, StoredEvent } from '../port.js';
import { placeOf, positionOf } from '../position.js';

export interface MemoryStoreOptions {
  /** Id of the log; numbered within the process when absent, because this log does not outlive it. */
  readonly storeId?: string;
}

let opened = 0;

/** The executable specification of the port: arrays and maps, nothing to tune. What the other adapters do is compared with what this one does. */
export function openMemoryStore(options: MemoryStoreOptions = {}): EventStore {
  const storeId = options.storeId ?? `memory-${++opened}`;
  const log: StoredEvent[] = [];
  const ids = new Set<string>();
  const streams = new Map<string, StoredEvent[]>();
  const saved = new Map<string, Checkpoint>();
  const wakeUp = new WakeUp();
  let closed = false;

  const assertOpen = (): void => {
    if (closed) throw new StoreError('store-closed', 'The event store is closed.');
  };
  /** No stored byte can be reached from outside. */
  const copy = (event: StoredEvent): StoredEvent => ({ ...event, bytes: event.bytes.slice() });

  function decide(stream: string, events: readonly NewEvent[], expected: ExpectedRevision): AppendResult {
    const present = streams.get(stream) ?? [];
    const actual: ExpectedRevision = present.length === 0 ? 'no-stream' : present.length - 1;
    const next = expected === 'no-stream' ? 0 : expected + 1;
    if (expected !== actual) {
      const last = present[next + events.length - 1];
      const replayed = last !== undefined && events.every((event, index) => present[next + index]?.id === event.id);
      return replayed ? { ok: true, revision: last.revision, position: last.position } : { ok: false, conflict: { expected, actual } };
    }
    const reused = events.find((event) => ids.has(event.id));
    if (reused !== undefined) throw new StoreError('event-id-reused', `Event id ${reused.id} already stands in the log; it cannot be appended to ${stream} again.`);
    streams.set(stream, present);
    for (const { id, type, bytes } of events) {
      const event = { stream, revision: present.length, position: positionOf(log.length + 1), id, type, bytes: bytes.slice() };
      log.push(event);
      present.push(event);
      ids.add(id);
    }
    return { ok: true, revision: present.length - 1, position: positionOf(log.length) };
  }

  function page(after: Position | undefined, categories: readonly string[] | undefined, limit: number): FeedPage {
    assertOpen();
    const pending = log.slice(after === undefined ? 0 : placeOf(after, log.length));
    const wanted = categories === undefined ? pending : pending.filter((event) => categories.includes(categoryOf(event.stream)));
    const events = wanted.slice(0, limit).map(copy);
    const head = positionOf(log.length);
    const position = events.length < limit ? head : (events.at(-1)?.position ?? head);
    return { events, position, caughtUp: position === head };
  }

  return {
    storeId,
    async append(stream, events, { expected }) {
      assertOpen();
      checkAppend(stream, events, expected);
      const result = decide(stream, events, expected);
      wakeUp.ring();
      return result;
    },
    async readStream(stream, readOptions) {
      assertOpen();
      const { from, limit } = checkRead(readOptions);
      return (streams.get(stream) ?? []).slice(from, limit === undefined ? undefined : from + limit).map(copy);
    },
    subscribe: (subscribeOptions) => followPages({ page, wakeUp }, subscribeOptions),
    async head() {
      assertOpen();
      return log.at(-1)?.position;
    },
    async backlog(after) {
      assertOpen();
      return after === undefined ? log.length : log.length - placeOf(after, log.length);
    },
    checkpoints: {
      async load(reader) {
        assertOpen();
        return saved.get(reader);
      },
      async save(reader, position, { previous }) {
        assertOpen();
        placeOf(position, log.length);
        if (saved.get(reader)?.position !== previous) return 'lost';
        saved.set(reader, { storeId, position });
        return 'saved';
      },
    },
    async close() {
      closed = true;
      wakeUp.ring();
    },
  };
}
