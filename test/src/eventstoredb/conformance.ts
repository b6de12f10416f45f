import { randomBytes } from 'node:crypto';
import type { EventStore } from '@guitu/event-store';
import { openEventStoreDb, openEventStoreDbFeed } from '@guitu/event-store/eventstoredb';
import { storeContract } from '@guitu/event-store/testing';
import type { EventStoreOptions, EventStoreServer } from '../support/eventstoredb.js';

// Appends by the hundred at once wait for one another, on a machine that has other work.
const deadlineMs = 25_000;
const capabilities = { refusesReusedIds: false };

/** Each log of the kit is a namespace of its own, so that they lie side by side on one server, also on one that others use. */
function logsOf(server: () => EventStoreServer) {
  const run = randomBytes(4).toString('hex');
  let opened = 0;
  const openAgain = ({ storeId }: Pick<EventStore, 'storeId'>): Promise<EventStore> => openEventStoreDb({ url: server().url, namespace: storeId, storeId, deadlineMs });
  return { openNew: () => openAgain({ storeId: `${run}-${++opened}` }), openAgain };
}

/** Writes through the store and reads through a connection of its own, as a worker thread does. */
async function throughFeed(store: EventStore, { url }: EventStoreServer): Promise<EventStore> {
  const { readStream, subscribe, head, backlog, close } = await openEventStoreDbFeed({ url, namespace: store.storeId });
  return { ...store, readStream, subscribe, head, backlog, close: () => close().then(store.close) };
}

/**
 * Declares the conformance kit for the adapter: appends in batches and reads of the store itself on one server, appends by single calls and reads
 * through the feed on another. A server that cannot be told to do without batch append takes batches both times.
 */
export function describeAdapter(start: (options: EventStoreOptions) => Promise<EventStoreServer>): void {
  const server = (batchAppend: boolean): (() => EventStoreServer) => {
    let running: EventStoreServer;
    beforeAll(async () => (running = await start({ batchAppend })));
    afterAll(() => running.stop());
    return () => running;
  };

  describe('by batch appends', () => {
    const { openNew, openAgain } = logsOf(server(true));
    storeContract({ name: 'The EventStoreDB store', open: openNew, reopen: openAgain, capabilities });
  });

  describe('by one call for each append', () => {
    const running = server(false);
    const { openNew, openAgain } = logsOf(running);
    storeContract({
      name: 'The EventStoreDB store read through its feed', capabilities,
      open: async () => throughFeed(await openNew(), running()),
      reopen: async (closed) => throughFeed(await openAgain(closed), running()),
    });
  });
}
