import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openSqliteFeed, openSqliteStore } from './index.js';
import type { EventStore } from './index.js';
import { storeContract } from './testing/index.js';

const folder = mkdtempSync(join(tmpdir(), 'guitu-store-'));
const fileOf = (storeId: string): string => join(folder, `${storeId}.sqlite`);
let opened = 0;

const openNew = (): Promise<EventStore> => openSqliteStore({ file: fileOf(`log-${++opened}`), storeId: `log-${opened}` });
const openAgain = ({ storeId }: EventStore): Promise<EventStore> => openSqliteStore({ file: fileOf(storeId) });

/** Writes through the store and reads through a connection of its own, as another thread or process does. */
async function throughFeed(store: EventStore): Promise<EventStore> {
  const { readStream, subscribe, head, backlog, close } = await openSqliteFeed({ file: fileOf(store.storeId) });
  return { ...store, readStream, subscribe, head, backlog, close: () => close().then(store.close) };
}

afterAll(() => rmSync(folder, { recursive: true }));

const capabilities = { refusesReusedIds: true };
storeContract({ name: 'The SQLite store', open: openNew, reopen: openAgain, capabilities });
storeContract({ name: 'The SQLite store read through its feed', open: async () => throughFeed(await openNew()), reopen: async (closed) => throughFeed(await openAgain(closed)), capabilities });
