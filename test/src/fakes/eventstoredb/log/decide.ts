import type { ProposedEvent } from './record.js';

export type Expected = 'any' | 'no-stream' | 'exists' | number;

/** What deciding about an append needs to know of the log. */
export interface AppendView {
  /** -1 for a stream without events. */
  lastRevision(stream: string): number;
  idAt(stream: string, revision: number): string | undefined;
  /** Where the id was written last; the server remembers one place for an id, in whichever stream. */
  lastWritten(id: string): { readonly stream: string; readonly revision: number } | undefined;
}

export type Decision =
  | { readonly kind: 'write'; readonly from: number }
  /** All of it stands there already. */
  | { readonly kind: 'repeated'; readonly lastRevision: number }
  | { readonly kind: 'wrong-version'; readonly current: number };

/** The server's rules for an expected revision and for an append that comes again. It looks for ids only where `expected` does not stand: a stale retry is found, a second writing of an id is not. */
export function decideAppend(view: AppendView, stream: string, expected: Expected, events: readonly ProposedEvent[]): Decision {
  const current = view.lastRevision(stream);
  const wrong: Decision = { kind: 'wrong-version', current };
  if (expected === 'exists' && current < 0 && view.lastRevision(`$$${stream}`) < 0) return wrong;
  if (expected === 'any' || expected === 'exists') return repeatedAnywhere(view, stream, events, current) ?? { kind: 'write', from: current + 1 };
  const revision = expected === 'no-stream' ? -1 : expected;
  if (revision > current) return wrong;
  if (revision === current) return { kind: 'write', from: current + 1 };
  return events.every((event, index) => view.idAt(stream, revision + 1 + index) === event.id) ? { kind: 'repeated', lastRevision: revision + events.length } : wrong;
}

/** Undefined when the first event is new, and then the others are not looked at. */
function repeatedAnywhere(view: AppendView, stream: string, events: readonly ProposedEvent[], current: number): Decision | undefined {
  const places = events.map((event) => view.lastWritten(event.id)).map((place) => (place?.stream === stream ? place.revision : undefined));
  if (places[0] === undefined) return undefined;
  const last = places.at(-1);
  return last === undefined || places.includes(undefined) ? { kind: 'wrong-version', current } : { kind: 'repeated', lastRevision: last };
}
