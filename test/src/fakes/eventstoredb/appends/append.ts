import type { Faults } from '../faults/faults.js';
import { lagging } from '../faults/lag.js';
import { invalidArgument, notModelled } from '../grpc/refusals.js';
import type { AppendOutcome, AppendRequest, Log } from '../log/open-log.js';
import { unmodelledMetadata } from '../log/stream-metadata.js';
import { groupWriter } from './group-writer.js';

export type AppendAnswer = AppendOutcome | { readonly kind: 'not-ready' | 'timed-out' | /** There shall be no answer, ever. */ 'none' };

/** Both ways to append end here. Resolves with the answer when it is to be given. */
export type Append = (request: AppendRequest) => Promise<AppendAnswer>;

export function appendTo(log: Log, faults: Faults): Append {
  const write = groupWriter(log);
  return async (request) => {
    if (request.events.length === 0) throw invalidArgument('an append without events');
    const unmodelled = unmodelledMetadata(request.stream, request.events);
    if (unmodelled !== undefined) throw notModelled(`stream metadata ${unmodelled}`);
    if (faults.take('unavailable') !== undefined) return { kind: 'not-ready' };
    const fault = faults.take('append');
    const outcome = fault?.wrote === false ? undefined : await write(request);
    await lagging(faults, 'answersMs');
    switch (fault?.fails) {
      case 'wrong-version':
        return { kind: 'wrong-version', current: log.lastRevision(request.stream) };
      case 'timed-out':
        return { kind: 'timed-out' };
      case 'no-answer':
        return { kind: 'none' };
      case 'death':
        process.kill(process.pid, 'SIGKILL');
        return { kind: 'none' };
      case undefined:
        return outcome?.kind === 'repeated' && faults.take('no-position') !== undefined ? { ...outcome, position: -1 } : (outcome ?? { kind: 'none' });
    }
  };
}
