import { appends } from '../append-trace.js';
import { checkAppend } from '../limits.js';
import type { EventStore } from '../port.js';
import { createAppend } from './append.js';
import { createCheckpoints } from './checkpoints.js';
import { clientOf, release } from './client.js';
import { assertSame, readOrMakeIdentity } from './identity.js';
import type { Identity } from './identity.js';
import { namesOf } from './names.js';
import { createReadSide } from './read-side.js';
import { createReads } from './reads.js';
import { createWriter } from './writer.js';

export interface EventStoreDbOptions {
  /** `esdb://user:password@host:port?tls=true`, several hosts or `esdb+discover://` for a cluster. The user must be allowed to read `$all`. */
  readonly url: string;
  /** Keeps several logs apart on one server; '' when absent, for a server that has this log alone. */
  readonly namespace?: string;
  /** The id to give a new log; drawn at random when absent. A log that exists keeps its own. */
  readonly storeId?: string;
  /** Milliseconds that a call waits for the server; 10,000 when absent. An append that is not answered by then has an unknown outcome. */
  readonly deadlineMs?: number;
  /** Milliseconds after which a subscription that brings nothing is compared with the head of the log; 10,000 when absent. */
  readonly silenceMs?: number;
}

export interface EventStoreDb extends EventStore {
  /** Rejects with `store-unavailable` where the leader does not answer now, or has another log than the one that was opened. Writes nothing. */
  probe(): Promise<void>;
}

/**
 * Opens the log on a server, and makes it where there is none. Rejects with `store-unavailable` when the server is away. Once open, the store outlives its
 * server: while that is away calls reject with errors that say so, and feeds wait.
 */
export async function openEventStoreDb(options: EventStoreDbOptions): Promise<EventStoreDb> {
  const { url, namespace = '', deadlineMs = 10_000, silenceMs = 10_000 } = options;
  const names = namesOf(namespace);
  const client = clientOf(url);
  const reads = createReads(client, names, deadlineMs);
  let identity: Identity | undefined;
  const assertThere = (): Promise<void> => assertSame(reads, names, identity);
  const writer = createWriter({ url, deadlineMs, assertThere });
  const releaseBoth = async (): Promise<void> => void (await Promise.all([release(client), writer.close()]));
  try {
    identity = await readOrMakeIdentity(reads, names, writer, options.storeId);
    const { storeId } = identity;
    const side = createReadSide({ client, reads, names, identity, silenceMs, release: releaseBoth });
    const append = createAppend({ writer, names, reads, deadlineMs });
    const checkpoints = createCheckpoints({ writer, names, reads, head: side.head, storeId, deadlineMs });
    const accepted = new Set<Promise<unknown>>();

    /** Rejects work of a closed store; closing waits for what it let in. */
    const keep = <T>(work: () => Promise<T>): Promise<T> => {
      side.assertOpen();
      const running = work();
      accepted.add(running);
      const settled = (): void => void accepted.delete(running);
      running.then(settled, settled);
      return running;
    };

    return {
      storeId,
      ...side.port,
      async append(stream, events, { expected }) {
        side.assertOpen();
        const bytes = checkAppend(stream, events, expected);
        return appends.tracePromise(() => keep(() => append(stream, events, expected)), { storeId, appends: 1, events: events.length, bytes });
      },
      checkpoints: {
        async load(reader) {
          side.assertOpen();
          return checkpoints.load(reader);
        },
        save: async (reader, position, saveOptions) => keep(() => checkpoints.save(reader, position, saveOptions)),
      },
      async probe() {
        side.assertOpen();
        await assertThere();
      },
      close: () => side.close(accepted),
    };
  } catch (error) {
    await releaseBoth();
    throw error;
  }
}
