import { openDatabase } from '@guitu/sqlite';
import { openBell } from '../feed/bell.js';
import type { Bell } from '../feed/bell.js';
import type { EventFeed, EventReader } from '../port.js';
import { guarded, toStoreError } from './errors.js';
import { closedError, createReadSide } from './read-side.js';
import { readStoreId } from './schema.js';

export interface SqliteFeedOptions {
  /** The file of a store that exists. */
  readonly file: string;
  /** Milliseconds between two looks for what other processes wrote; 10 when absent. A store of this process rings. */
  readonly lookEveryMs?: number;
}

export interface SqliteFeed extends EventReader, EventFeed {
  /** The log's id, to be kept with every checkpoint. */
  readonly storeId: string;
  /** Ends its subscriptions with `store-closed` and releases the connection. */
  close(): Promise<void>;
}

/**
 * Reads the log of a SQLite store through a connection of its own that cannot write: for a worker thread or another process.
 * A store of this process tells it of new events at once; for those of other processes it looks now and then. Rejects with `store-unavailable` while the store has not been created yet: retry.
 */
export async function openSqliteFeed({ file, lookEveryMs }: SqliteFeedOptions): Promise<SqliteFeed> {
  const db = guarded(() => openDatabase(file, { durability: 'full', readonly: true }));
  try {
    const storeId = readStoreId(db);
    let closed = false;
    const { wakeUp, port } = createReadSide(db, () => {
      if (closed) throw closedError();
    }, lookEveryMs);
    let bell: Bell | undefined;
    return {
      storeId,
      ...port,
      subscribe(options) {
        // Whoever only reads is not rung: each bell costs every commit of the store a message.
        if (options.live && !closed) bell ??= openBell(storeId, () => wakeUp.ring());
        return port.subscribe(options);
      },
      async close() {
        closed = true;
        bell?.close();
        wakeUp.ring();
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw toStoreError(error);
  }
}
