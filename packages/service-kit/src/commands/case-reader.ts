import { caseStream, decodeEvent } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { EventReader } from '@guitu/event-store';
import { emptyCase, foldCase, foldOn } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';

/** A case as the log has it. Shared between all who read it: nobody changes it. */
export interface CaseHistory {
  /** All events of its stream, in order; none for a case that does not exist. */
  readonly events: readonly AnyEvent[];
  readonly state: Readonly<CaseState>;
}

/** Reads one case, with all that was acknowledged before the call. Rejects with `UnreadableEvent` or `StoreError`. */
export type CaseReader = (caseId: string) => Promise<CaseHistory>;

/** Rejects with `UnreadableEvent`: an event of a newer type is never skipped. */
export async function readEvents(store: EventReader, stream: string): Promise<readonly AnyEvent[]> {
  return (await store.readStream(stream)).map(({ bytes }) => decodeEvent(bytes));
}

interface Kept extends CaseHistory {
  readonly bytes: number;
}

/** Bytes of events, as the log has them, whose cases stay in memory: some thousand cases. What is made of them takes about three times as much. */
const KEPT_BYTES = 8 * 1024 * 1024;

/**
 * Keeps the cases that were read last, and reads only what came after. The tail is asked for every time, so that what others have written, in this
 * process or another one, is never missed; and the append still names the revision that was read. Only what the log has given is kept, never what
 * somebody is about to write to it.
 * @param keptBytes 0 keeps nothing
 */
export function createCaseReader(store: EventReader, keptBytes: number = KEPT_BYTES): CaseReader {
  const kept = new Map<string, Kept>();
  let total = 0;

  function forget(caseId: string): void {
    total -= kept.get(caseId)?.bytes ?? 0;
    kept.delete(caseId);
  }

  /** Most recently used last; those used longest ago make room. */
  function keep(caseId: string, history: Kept): void {
    forget(caseId);
    kept.set(caseId, history);
    total += history.bytes;
    for (const oldest of kept.keys()) {
      if (total <= keptBytes) return;
      forget(oldest);
    }
  }

  return async (caseId) => {
    const known = kept.get(caseId);
    const rows = await store.readStream(caseStream(caseId), { from: known?.events.length ?? 0 });
    if (rows.length === 0) {
      if (known !== undefined) keep(caseId, known);
      return known ?? { events: [], state: emptyCase(caseId) };
    }
    const tail = rows.map(({ bytes }) => decodeEvent(bytes));
    const events = known === undefined ? tail : [...known.events, ...tail];
    const state = known === undefined ? foldCase(events) : foldOn(known.state, events, tail);
    const history = { events, state, bytes: rows.reduce((sum, { bytes }) => sum + bytes.byteLength, known?.bytes ?? 0) };
    keep(caseId, history);
    return history;
  };
}
