import { caseStream, decodeEvent } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { EventReader } from '@guitu/event-store';
import { applyEvent, emptyCase, foldCase, forbidden, needsHistory, voidedEvents } from '@guitu/referral';
import type { CaseState, Register } from '@guitu/referral';

/** Cases by id. */
export type NamedCases = ReadonlyMap<string, CaseState>;

/**
 * The cases that events on persons' streams name, from the log itself. A bus keeps the order of each stream and none between streams, so such an event may come
 * before what its cases had become when it was written; whoever asked the rows then would find it forbidden. Rejects when the log cannot be read.
 */
export async function namedCases(store: EventReader, events: readonly AnyEvent[], register: Register): Promise<NamedCases> {
  const cases = new Map<string, CaseState>();
  for (const caseId of new Set(events.flatMap(namedBy))) {
    const state = await caseInLog(store, caseId, register);
    if (state !== undefined) cases.set(caseId, state);
  }
  return cases;
}

function namedBy(event: AnyEvent): readonly string[] {
  if (event.name === 'linked' || event.name === 'unlinked') return [event.data.caseA, event.data.caseB];
  return event.name === 'identity-claimed' ? [event.data.caseId] : [];
}

/** As far as a projection takes it: up to an event that nobody can read or that the rules forbid. */
async function caseInLog(store: EventReader, caseId: string, register: Register): Promise<CaseState | undefined> {
  let state = emptyCase(caseId);
  const history: AnyEvent[] = [];
  for (const { bytes } of await store.readStream(caseStream(caseId))) {
    const event = readable(bytes);
    if (event === undefined || forbidden(state, event, history, register) !== undefined) break;
    history.push(event);
    if (needsHistory(event)) state = foldCase(history, voidedEvents(history));
    else applyEvent(state, event);
  }
  return history.length === 0 ? undefined : state;
}

function readable(bytes: Uint8Array): AnyEvent | undefined {
  try {
    return decodeEvent(bytes);
  } catch {
    return undefined;
  }
}
