import type { EventStoreDBClient } from '@eventstore/db-client';
import { checkRead, isStreamName } from '../limits.js';
import type { EventFeed, EventReader } from '../port.js';
import { closedError } from './errors.js';
import { createSubscribe } from './feed.js';
import { createHead } from './head.js';
import type { Head } from './head.js';
import { assertSame } from './identity.js';
import type { Identity } from './identity.js';
import type { Names } from './names.js';
import type { Reads } from './reads.js';

export interface ReadSide {
  readonly head: Head;
  /** The reader's and the feed's half of the port. */
  readonly port: EventReader & EventFeed;
  assertOpen(): void;
  /** Ends subscriptions, waits for what was accepted, then releases everything. */
  close(accepted?: Iterable<Promise<unknown>>): Promise<void>;
}

export interface ReadSideParts {
  readonly client: EventStoreDBClient;
  readonly reads: Reads;
  readonly names: Names;
  readonly identity: Identity;
  readonly silenceMs: number;
  readonly release: () => Promise<void>;
}

/** What a store and a feed do alike, on one connection. */
export function createReadSide({ client, reads, names, identity, silenceMs, release }: ReadSideParts): ReadSide {
  const { storeId, origin } = identity;
  const closing = new AbortController();
  let closed: Promise<void> | undefined;
  const head = createHead(reads, names, origin);
  const subscribe = createSubscribe({ client, names, head, storeId, origin, assertThere: () => assertSame(reads, names, identity), closing: closing.signal, silenceMs });

  const assertOpen = (): void => {
    if (closing.signal.aborted) throw closedError();
  };

  async function close(accepted: Iterable<Promise<unknown>>): Promise<void> {
    closing.abort();
    await Promise.allSettled(accepted);
    reads.close();
    await release();
  }

  return {
    head,
    assertOpen,
    close: (accepted = []) => (closed ??= close(accepted)),
    port: {
      async readStream(stream, options) {
        assertOpen();
        const { from, limit } = checkRead(options);
        return isStreamName(stream) ? reads.stream(stream, from, limit) : [];
      },
      subscribe,
      async head() {
        assertOpen();
        const position = await head.look();
        return position === origin ? undefined : position;
      },
      async backlog(after) {
        assertOpen();
        return head.backlog(after ?? origin);
      },
    },
  };
}
