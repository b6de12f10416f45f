import type { SqliteDatabase } from '@guitu/sqlite';
import { followPages } from '../feed/follow-pages.js';
import { WakeUp } from '../feed/wake-up.js';
import { checkRead } from '../limits.js';
import { StoreError } from '../port.js';
import type { EventFeed, EventReader } from '../port.js';
import { placeOf, positionOf } from '../position.js';
import { watchOtherConnections } from './data-version.js';
import { guarded } from './errors.js';
import { prepareReads } from './reads.js';
import type { LogReads } from './reads.js';

export interface ReadSide {
  readonly reads: LogReads;
  readonly wakeUp: WakeUp;
  /** The reader's and the feed's half of the port. */
  readonly port: EventReader & EventFeed;
}

/** What a store and a read-only feed do alike, on one connection. `assertOpen` throws once the connection is closing. */
export function createReadSide(db: SqliteDatabase, assertOpen: () => void, lookEveryMs?: number): ReadSide {
  const reads = prepareReads(db);
  const wakeUp = new WakeUp(watchOtherConnections(db, lookEveryMs));
  const source = {
    wakeUp,
    page: (...request: Parameters<LogReads['page']>) => {
      assertOpen();
      return guarded(() => reads.page(...request));
    },
  };
  return {
    reads,
    wakeUp,
    port: {
      async readStream(stream, options) {
        assertOpen();
        const { from, limit } = checkRead(options);
        return guarded(() => reads.stream(stream, from, limit));
      },
      subscribe: (options) => followPages(source, options),
      async head() {
        assertOpen();
        const place = guarded(() => reads.head());
        return place === 0 ? undefined : positionOf(place);
      },
      async backlog(after) {
        assertOpen();
        return guarded(() => {
          const head = reads.head();
          return after === undefined ? head : head - placeOf(after, head);
        });
      },
    },
  };
}

export const closedError = (): StoreError => new StoreError('store-closed', 'The event store is closed.');
