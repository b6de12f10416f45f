import { AccessDeniedError, MaxAppendSizeExceededError, StreamDeletedError } from '@eventstore/db-client';
import { StoreError } from '../port.js';

/**
 * The border of every call that does not append. What nobody foresaw counts as the server being away: whoever waits and tries again is right, and the
 * cause goes along. No message names the address, which may hold a password.
 */
export function toStoreError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  if (cause instanceof StreamDeletedError) return new StoreError('corrupt-event', `Stream ${cause.streamName} was deleted on the server: its history is gone.`, { cause });
  if (cause instanceof AccessDeniedError) return new StoreError('store-unavailable', 'EventStoreDB refuses these credentials, or they may not read $all.', { cause });
  if (cause instanceof Error && /invalid position/i.test(cause.message)) return new StoreError('foreign-checkpoint', 'No event of this log has that position.', { cause });
  return new StoreError('store-unavailable', 'EventStoreDB cannot be reached.', { cause });
}

/** The border of an append. Where the server did not refuse it in so many words, nobody knows whether it was written. */
export function toAppendError(cause: unknown): StoreError {
  if (cause instanceof StoreError) return cause;
  if (cause instanceof MaxAppendSizeExceededError) return new StoreError('event-too-large', `This server takes at most ${cause.maxAppendSize} bytes in one append.`, { cause });
  if (cause instanceof StreamDeletedError || cause instanceof AccessDeniedError) return toStoreError(cause);
  return new StoreError('append-outcome-unknown', 'EventStoreDB did not say what became of an append. Retry with the same ids and the same expected revision.', { cause });
}

export const closedError = (): StoreError => new StoreError('store-closed', 'The event store is closed.');
