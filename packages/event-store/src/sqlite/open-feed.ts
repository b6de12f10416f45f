import { openDatabase } from '@guitu/sqlite';
import type { EventFeed, EventReader } from '../port.js';
import { guarded, toStoreError } from './errors.js';
import { closedError, createReadSide } from './read-side.js';
import { readStoreId } from './schema.js';

export interface SqliteFeedOptions {
  /** The file of a store that exists. */
  readonly file: string;
}

export interface SqliteFeed extends EventReader, EventFeed {
  /** The log's id, to be kept with every checkpoint. */
  readonly storeId: string;
  /** Ends its subscriptions with `store-closed` and releases the connection. */
  close(): Promise<void>;
}

/**
 * Reads the log of a SQLite store through a connection of its own that cannot write: for a worker thread or another process.
 * It learns of new events by looking about every 10 ms. Rejects with `store-unavailable` while the store has not been created yet: retry.
 */
export async function openSqliteFeed({ file }: SqliteFeedOptions): Promise<SqliteFeed> {
  const db = guarded(() => openDatabase(file, { durability: 'full', readonly: true }));
  try {
    const storeId = readStoreId(db);
    let closed = false;
    const { wakeUp, port } = createReadSide(db, () => {
      if (closed) throw closedError();
    });
    return {
      storeId,
      ...port,
      async close() {
        closed = true;
        wakeUp.ring();
        db.close();
      },
    };
  } catch (error) {
    db.close();
    throw toStoreError(error);
  }
}
