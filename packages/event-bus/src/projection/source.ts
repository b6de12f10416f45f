import type { EventFeed, EventReader } from '@guitu/event-store';
import { openSqliteFeed } from '@guitu/event-store';
import { embeddedBus } from '../embedded-bus.js';
import type { EventBus } from '../port.js';

/** Where projections get their events: the bus tells what is new, the store decides what happened. */
export interface ProjectionSource {
  /** Id of the log; kept with every checkpoint. */
  readonly storeId: string;
  /** For rebuilding, for retries, for closing a gap, for replacing a stream's rows. */
  readonly store: EventReader & EventFeed;
  readonly bus: EventBus;
  close(): Promise<void>;
}

/** Source of the embedded profile over a store in this thread. Closing it leaves the store open, because it belongs to somebody else. */
export function embeddedSource(store: EventReader & EventFeed & { readonly storeId: string }): ProjectionSource {
  return { storeId: store.storeId, store, bus: embeddedBus(store), close: async () => undefined };
}

/** Source of the embedded profile for a worker thread or another process: a read-only connection of its own to the store's file. */
export async function openSqliteSource(options: { readonly file: string }): Promise<ProjectionSource> {
  const feed = await openSqliteFeed(options);
  return { ...embeddedSource(feed), close: () => feed.close() };
}
