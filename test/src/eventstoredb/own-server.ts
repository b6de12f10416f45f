import { subscribe as listen, unsubscribe } from 'node:diagnostics_channel';
import { randomBytes } from 'node:crypto';
import { StoreError } from '@guitu/event-store';
import type { AppendResult, EventFeed, EventStore, ExpectedRevision, FeedPage, NewEvent, SubscribeOptions } from '@guitu/event-store';
import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import type { EventStoreDb, EventStoreDbOptions } from '@guitu/event-store/eventstoredb';
import { startEventStore } from '../support/eventstoredb.js';
import type { EventStoreOptions, OwnEventStore } from '../support/eventstoredb.js';

export interface OwnServer {
  readonly server: OwnEventStore;
  /** A store with a log of its own, closed after the test. */
  open(options?: Partial<EventStoreDbOptions>): Promise<EventStoreDb>;
}

/** A server of our own for the tests around it, whole again before each. */
export function ownServer(options: EventStoreOptions = {}): OwnServer {
  let server: OwnEventStore;
  let opened: EventStoreDb[] = [];
  beforeAll(async () => (server = await startEventStore(options)));
  afterEach(async () => {
    await server.control.clear();
    await Promise.all(opened.map((store) => store.close()));
    opened = [];
  });
  afterAll(() => server.stop());
  return {
    get server() {
      return server;
    },
    async open(more = {}) {
      const store = await openEventStoreDb({ url: server.url, namespace: randomBytes(4).toString('hex'), ...more });
      opened.push(store);
      return store;
    },
  };
}

/** As every caller does: the same append again until the server says what became of it. */
export async function appendUntilKnown(store: EventStore, name: string, events: readonly NewEvent[], expected: ExpectedRevision): Promise<AppendResult> {
  for (;;) {
    try {
      return await store.append(name, events, { expected });
    } catch (error) {
      if (!(error instanceof StoreError) || !error.retriable) throw error;
    }
  }
}

export interface Followed {
  readonly pages: readonly FeedPage[];
  /** `case-1@0`, ... */
  events(): readonly string[];
  /** The feed has ended by itself. */
  over(): boolean;
  end(): Promise<void>;
}

/** Reads a live feed beside the test. An error of the feed is thrown by `end`. */
export function follow(feed: EventFeed, options: Omit<SubscribeOptions, 'live' | 'signal'> = {}): Followed {
  const pages: FeedPage[] = [];
  const abort = new AbortController();
  const reading = (async () => {
    for await (const page of feed.subscribe({ ...options, live: true, signal: abort.signal })) pages.push(page);
  })();
  let over = false;
  reading.catch(() => undefined).finally(() => (over = true));
  return {
    pages,
    events: () => pages.flatMap((page) => page.events.map(({ stream, revision }) => `${stream}@${revision}`)),
    over: () => over,
    end: () => {
      abort.abort();
      return reading;
    },
  };
}

/** How often a feed of this process has had to subscribe anew, from now on. */
export function countBreaks(): { count: number; stop(): void } {
  const breaks = { count: 0, stop: () => void unsubscribe('guitu.feed.broken', one) };
  const one = (): void => void (breaks.count += 1);
  listen('guitu.feed.broken', one);
  return breaks;
}
