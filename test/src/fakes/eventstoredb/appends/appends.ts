import type { AppendOutcome, Log } from '../log/open-log.js';
import { unmodelledMetadata } from '../log/stream-metadata.js';
import { invalidArgument, notModelled } from '../grpc/refusals.js';
import type { AppendRequest } from './request.js';

export type AppendAnswer = AppendOutcome | { readonly kind: 'not-ready' | 'timed-out' | /** There shall be no answer, ever. */ 'none' };

/** Both ways to append end here. */
export interface Appends {
  /** @param stillWanted asked before anything is written: a call that was cancelled before leaves nothing */
  perform(request: AppendRequest, stillWanted: () => boolean): Promise<AppendAnswer>;
}

export function appendsTo(log: Log): Appends {
  return {
    perform: ({ stream, expected, events }, stillWanted) => {
      if (events.length === 0) throw invalidArgument('an append without events');
      const unmodelled = unmodelledMetadata(stream, events);
      if (unmodelled !== undefined) throw notModelled(`stream metadata ${unmodelled}`);
      if (!stillWanted()) return Promise.resolve({ kind: 'none' });
      return Promise.resolve(log.append(stream, expected, events));
    },
  };
}
