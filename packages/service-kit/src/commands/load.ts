import { caseStream } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { EventReader, ExpectedRevision } from '@guitu/event-store';
import { relatedCases, targetStream } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import type { CaseReader } from './case-reader.js';
import { readEvents } from './case-reader.js';
import type { Order } from './order.js';

const none: ReadonlyMap<string, CaseState> = new Map();

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

/** The other cases that a command names, folded. */
async function readOthers(cases: CaseReader, ids: readonly string[], own: string): Promise<ReadonlyMap<string, CaseState>> {
  const wanted = [...new Set(ids)].filter((id) => id !== own);
  if (wanted.length === 0) return none;
  const read = await Promise.all(wanted.map(async (id) => [id, await cases(id)] as const));
  return new Map(read.filter(([, { events }]) => events.length > 0).map(([id, { state }]) => [id, state]));
}

export async function load(store: EventReader, cases: CaseReader, { caseId, draft }: Order): Promise<Loaded> {
  const own = caseStream(caseId);
  const { events, state } = await cases(caseId);
  const others = await readOthers(cases, relatedCases(draft, events), caseId);
  const stream = targetStream(state, draft, others);
  const target = stream === own || stream === undefined ? events : await readEvents(store, stream);
  const last = target.at(-1);
  return { events, state, others, stream, target, expected: last === undefined ? 'no-stream' : last.revision };
}
