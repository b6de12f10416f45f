import type { EventFeed, EventReader } from '@guitu/event-store';
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

/** What the embedded profile needs of a store: no writer, so that a projection cannot have one. */
export interface ReadableStore extends EventReader, EventFeed {
  readonly storeId: string;
  close(): Promise<void>;
}

/** Source of the embedded profile over an open store. Closing the source leaves the store open, because it belongs to somebody else. */
export function embeddedSource(store: Omit<ReadableStore, 'close'>): ProjectionSource {
  return { storeId: store.storeId, store, bus: embeddedBus(store), close: async () => undefined };
}
