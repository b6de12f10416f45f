export * from './database.js';
export * from './transaction.js';
export * from './wal-checkpoint.js';
export * from './wal-sync.js';
export * from './error-code.js';
export * from './close-with-log.js';
export * from './snapshot.js';
export * from './sync-directory.js';
