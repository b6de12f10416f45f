export * from './port.js';
export { openMemoryStore } from './memory/memory-store.js';
export type { MemoryStoreOptions } from './memory/memory-store.js';
export { openSqliteStore } from './sqlite/open-store.js';
export type { SqliteStoreOptions } from './sqlite/open-store.js';
export { openSqliteFeed } from './sqlite/open-feed.js';
export type { SqliteFeed, SqliteFeedOptions } from './sqlite/open-feed.js';
export type { AppendTrace, CheckpointTrace } from './sqlite/channels.js';
