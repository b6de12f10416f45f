import { tracingChannel } from 'node:diagnostics_channel';

/** What is told of a checkpoint of the write-ahead log. */
export interface CheckpointTrace {
  readonly file: string;
  readonly mode: 'passive' | 'truncate';
}

/** `guitu.wal.checkpoint`, a step that whoever measures can follow: on the checkpointing thread, and at the open and in an emergency on the thread of the store. */
export const walCheckpoints = tracingChannel<unknown, CheckpointTrace>('guitu.wal.checkpoint');
