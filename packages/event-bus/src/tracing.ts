import { tracingChannel } from 'node:diagnostics_channel';
import type { StoredEvent } from '@guitu/event-store';

/**
 * What can be watched from outside, in the thread where the projections run: `start`, `end` and so on of each, by the rules of Node's tracing channels.
 * Contexts carry names and counts; of an event no more than the store has in plain. Nothing here depends on anybody listening.
 */
export interface CommitTrace {
  readonly projection: string;
  /** Steps of the chunk: events applied, parked or queued; duplicates are none. */
  readonly events: number;
  /** The events themselves, as the store has them; made only for whoever asks. */
  readonly stored: () => readonly StoredEvent[];
}
export interface RebuildTrace {
  readonly projection: string;
}

/** One chunk's transaction. */
export const commitChannel = tracingChannel<string, CommitTrace>('guitu.projection.commit');
/** The whole of a rebuild, from the empty file to the switch-over. */
export const rebuildChannel = tracingChannel<string, RebuildTrace>('guitu.projection.rebuild');
/** A new file, whole and durable, takes the place of the one that serves. */
export const switchChannel = tracingChannel<string, RebuildTrace>('guitu.projection.switch');
