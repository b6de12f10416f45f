import { tracingChannel } from 'node:diagnostics_channel';

/** What is told of a group commit: one transaction, one fsync. */
export interface AppendTrace {
  readonly storeId: string;
  /** Calls of `append` that share the commit. */
  readonly appends: number;
  readonly events: number;
  /** Of the events together. */
  readonly bytes: number;
}

/** What is told of a checkpoint of the write-ahead log. */
export interface CheckpointTrace {
  readonly file: string;
  readonly mode: 'passive' | 'truncate';
}

/**
 * Steps that whoever measures can follow, by `node:diagnostics_channel`; without a subscriber they cost a look.
 * `guitu.append`: a group commit, on the thread of the store. An `error` says that nothing of it was written, or that nobody knows.
 */
export const appends = tracingChannel<unknown, AppendTrace>('guitu.append');

/** `guitu.wal.checkpoint`: on the checkpointing thread, and at the open and in an emergency on the thread of the store. */
export const walCheckpoints = tracingChannel<unknown, CheckpointTrace>('guitu.wal.checkpoint');
