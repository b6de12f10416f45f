import { sqliteErrorCode } from '@guitu/sqlite';
import { StoreError } from '../port.js';

/** The one place that turns SQLite's errors into ours. Whatever it names, nothing was written. */
export function toStoreError(error: unknown): StoreError {
  if (error instanceof StoreError) return error;
  const code = sqliteErrorCode(error);
  const cause = { cause: error };
  if (code === undefined) return new StoreError('store-unavailable', `The event store cannot be used: ${error instanceof Error ? error.message : String(error)}`, cause);
  if (code.startsWith('SQLITE_CORRUPT') || code.startsWith('SQLITE_NOTADB')) return new StoreError('corrupt-event', `The event store's file is damaged or is no SQLite file (${code}).`, cause);
  return new StoreError('store-unavailable', `The event store cannot be used (${code}).`, cause);
}

/**
 * The same for a commit. A full disk or a lock means that nothing was written, but an I/O error does not: the frames may have reached the disk
 * although their fsync was refused, and recovery after a crash would then find them.
 */
export function toCommitError(error: unknown): StoreError {
  const code = sqliteErrorCode(error);
  if (code?.startsWith('SQLITE_IOERR') === true) return new StoreError('append-outcome-unknown', `The disk failed during a commit (${code}). Retry with the same ids and the same expected revision.`, { cause: error });
  return toStoreError(error);
}

/** Another program holds the lock. */
export const isLocked = (error: unknown): boolean => sqliteErrorCode(error)?.startsWith('SQLITE_BUSY') === true;

/** Runs work on the database and lets only StoreErrors out. */
export function guarded<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    throw toStoreError(error);
  }
}
