import { UnreadableEvent, caseStream, decodeEvent } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { StoredEvent } from '@guitu/event-store';
import { applyEvent, emptyCase, foldCase, voidedEvents } from '@guitu/referral';
import type { CaseState, Register } from '@guitu/referral';
import { forbidden } from '@guitu/referral';
import type { LogPlace } from '../log/log-index.js';
import { placeAtPosition } from '../log/log-index.js';
import type { Sources } from '../sources.js';

export interface PlacedEvent {
  readonly event: AnyEvent;
  readonly stream: string;
  readonly place: LogPlace;
  /** The rule that it breaks: it stands in the log and was never applied. */
  readonly forbidden?: string;
  /** A later event of the prefix took it back. */
  readonly voided: boolean;
}

export interface FoldedCase {
  readonly state: CaseState;
  /** The case as it is now, behind the prefix too: what protects the person today protects the past as well. */
  readonly present: CaseState;
  readonly events: readonly PlacedEvent[];
}

interface ReadEvent {
  readonly place: LogPlace;
  readonly event: AnyEvent;
}

/** The stored events of a stream that lie in the prefix, decoded. An unknown type among them throws `UnreadableEvent`. */
function within(sources: Pick<Sources, 'read'>, stored: readonly StoredEvent[], prefix: LogPlace): readonly ReadEvent[] {
  return sources.read('audit-log', (db) => stored.flatMap(({ position, bytes }) => {
    const place = position <= prefix.position ? placeAtPosition(db, position) : undefined;
    return place === undefined ? [] : [{ place, event: decodeEvent(bytes) }];
  }));
}

/** The events of a stream that lie in the prefix. An unknown type in it rejects with `UnreadableEvent`; behind it, it does not matter. */
export async function readPrefix(sources: Pick<Sources, 'store' | 'read'>, stream: string, prefix: LogPlace): Promise<readonly ReadEvent[]> {
  return within(sources, await sources.store.readStream(stream), prefix);
}

/** What follows the prefix, up to what this build cannot read. */
function behind(stored: readonly StoredEvent[], prefix: LogPlace): readonly AnyEvent[] {
  const events: AnyEvent[] = [];
  for (const { bytes } of stored.filter(({ position }) => position > prefix.position)) {
    try {
      events.push(decodeEvent(bytes));
    } catch (error) {
      if (error instanceof UnreadableEvent) break;
      throw error;
    }
  }
  return events;
}

/** Folds in log order; a forbidden event changes nothing, and a void counts from the moment at which it was recorded. */
export function foldChecked(events: readonly AnyEvent[], register: Register): { readonly state: CaseState; readonly refused: ReadonlyMap<string, string> } {
  const refused = new Map<string, string>();
  const applied: AnyEvent[] = [];
  let state = emptyCase(events[0]?.subject ?? '');
  for (const event of events) {
    const code = forbidden(state, event, applied, register);
    if (code !== undefined) {
      refused.set(event.id, code);
      continue;
    }
    applied.push(event);
    if (event.name === 'voided') state = foldCase(applied);
    else applyEvent(state, event);
  }
  return { state, refused };
}

/** One case as the prefix tells it; undefined where the prefix has nothing of it. */
export async function foldCaseUpTo(sources: Pick<Sources, 'store' | 'read' | 'register'>, caseId: string, prefix: LogPlace): Promise<FoldedCase | undefined> {
  const stream = caseStream(caseId);
  const stored = await sources.store.readStream(stream);
  const read = within(sources, stored, prefix);
  if (read.length === 0) return undefined;
  const events = read.map(({ event }) => event);
  const { state, refused } = foldChecked(events, sources.register);
  const later = behind(stored, prefix);
  const gone = voidedEvents(events.filter(({ id }) => !refused.has(id)));
  return {
    state,
    present: later.length === 0 ? state : foldChecked([...events, ...later], sources.register).state,
    events: read.map(({ event, place }) => {
      const code = refused.get(event.id);
      return { event, stream, place, voided: gone.has(event.id), ...(code === undefined ? {} : { forbidden: code }) };
    }),
  };
}
