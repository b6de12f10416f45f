import { tracingChannel } from 'node:diagnostics_channel';

/** What is told of appends that are made durable together: in SQLite a group commit, one transaction and one fsync; in EventStoreDB one append, which its server may write with others. */
export interface AppendTrace {
  readonly storeId: string;
  /** Calls of `append` that share the commit. */
  readonly appends: number;
  readonly events: number;
  /** Of the events together. */
  readonly bytes: number;
}

/**
 * `guitu.append`, a tracing channel of `node:diagnostics_channel`, on the thread of the store; without a subscriber it costs a look. An `error` says that
 * nothing of it was written, or that nobody knows.
 */
export const appends = tracingChannel<unknown, AppendTrace>('guitu.append');
