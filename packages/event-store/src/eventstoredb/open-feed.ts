import { StoreError } from '../port.js';
import type { EventFeed, EventReader } from '../port.js';
import { clientOf, release } from './client.js';
import { readIdentity } from './identity.js';
import { namesOf } from './names.js';
import type { EventStoreDbOptions } from './open-store.js';
import { createReadSide } from './read-side.js';
import { createReads } from './reads.js';

export type EventStoreDbFeedOptions = Omit<EventStoreDbOptions, 'storeId'>;

export interface EventStoreDbFeed extends EventReader, EventFeed {
  /** The log's id, to be kept with every checkpoint. */
  readonly storeId: string;
  /** Ends its subscriptions with `store-closed` and releases the connection. */
  close(): Promise<void>;
}

/** Reads a log through a connection of its own that never writes: for a worker thread. Rejects with `store-unavailable` while the server is away or has no log yet: retry. */
export async function openEventStoreDbFeed({ url, namespace = '', deadlineMs = 10_000, silenceMs = 10_000 }: EventStoreDbFeedOptions): Promise<EventStoreDbFeed> {
  const names = namesOf(namespace);
  const client = clientOf(url);
  const reads = createReads(client, names, deadlineMs);
  try {
    const identity = await readIdentity(reads, names);
    if (identity === undefined) throw new StoreError('store-unavailable', 'The event store has not been created yet.');
    const side = createReadSide({ client, reads, names, identity, silenceMs, release: () => release(client) });
    return { storeId: identity.storeId, ...side.port, close: () => side.close() };
  } catch (error) {
    await release(client);
    throw error;
  }
}
