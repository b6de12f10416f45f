import { caseStream, decodeEvent } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { EventReader, ExpectedRevision } from '@guitu/event-store';
import { foldCase, relatedCases, targetStream } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import type { Order } from './order.js';

/** What a command is decided on. */
export interface Loaded {
  readonly events: readonly AnyEvent[];
  readonly state: CaseState;
  /** Other cases that the command names; those that do not exist are absent. */
  readonly others: ReadonlyMap<string, CaseState>;
  /** Stream that the command writes to; undefined where it names a case that does not exist. */
  readonly stream: string | undefined;
  /** Events of that stream; the case's own where the command writes to it. */
  readonly target: readonly AnyEvent[];
  readonly expected: ExpectedRevision;
}

/** Rejects with `UnreadableEvent`: an event of a newer type is never skipped. */
export async function readEvents(store: EventReader, stream: string): Promise<readonly AnyEvent[]> {
  return (await store.readStream(stream)).map(({ bytes }) => decodeEvent(bytes));
}

async function readOthers(store: EventReader, ids: readonly string[], own: string): Promise<ReadonlyMap<string, CaseState>> {
  const wanted = [...new Set(ids)].filter((id) => id !== own);
  if (wanted.length === 0) return new Map();
  const cases = await Promise.all(wanted.map(async (id) => [id, await readEvents(store, caseStream(id))] as const));
  return new Map(cases.filter(([, events]) => events.length > 0).map(([id, events]) => [id, foldCase(events)]));
}

export async function load(store: EventReader, { caseId, draft }: Order): Promise<Loaded> {
  const own = caseStream(caseId);
  const events = await readEvents(store, own);
  const state = foldCase(events);
  if (state.revision < 0) state.caseId = caseId;
  const others = await readOthers(store, relatedCases(draft, events), caseId);
  const stream = targetStream(state, draft, others);
  const target = stream === own || stream === undefined ? events : await readEvents(store, stream);
  const last = target.at(-1);
  return { events, state, others, stream, target, expected: last === undefined ? 'no-stream' : last.revision };
}
