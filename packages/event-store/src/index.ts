export * from './port.js';
export { openMemoryStore } from './memory/memory-store.js';
export type { MemoryStoreOptions } from './memory/memory-store.js';
export { openSqliteStore } from './sqlite/open-store.js';
export type { SqliteStore, SqliteStoreOptions } from './sqlite/open-store.js';
export { openSqliteFeed } from './sqlite/open-feed.js';
export type { SqliteFeed, SqliteFeedOptions } from './sqlite/open-feed.js';
export type { AppendTrace } from './append-trace.js';
export type { CheckpointTrace } from './sqlite/channels.js';
export { beginEpoch } from './sqlite/epochs.js';
export type { Epoch, LogHead } from './sqlite/epochs.js';
export { checkLog, copyLog, openTail } from './sqlite/copy-log.js';
export type { LogSummary, LogTail } from './sqlite/copy-log.js';
// For files that services keep beside the log; the door to SQLite itself stays shut to them.
export { syncDirectory } from '@guitu/sqlite';
