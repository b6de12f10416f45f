import { caseStream, definitionOf, encodeEvent, eventId, typeOf } from '@guitu/contracts';
import type { Recorded } from '@guitu/contracts';
import { decide } from '@guitu/referral';
import { Problem } from '@guitu/service-kit';
import type { Office } from '../dependencies.js';
import type { Approved } from '../matters/approved.js';

/** Nothing is to be written any more. */
const settled: ReadonlySet<string> = new Set(['case-open', 'already-done', 'not-restricted']);

/**
 * Says in the stream of one case that its processing is restricted, or that the restriction is lifted. True where that stands there now, or cannot come there: the case is open again, or
 * is restricted for as long, or is not restricted, already. False where somebody else wrote to the stream meanwhile.
 */
export async function writeRestriction({ cases, store, register, source, runtime }: Office, caseId: string, { id, kind, ground, until, approved }: Approved): Promise<boolean> {
  const { events, state } = await cases(caseId);
  if (events.some(({ causationId }) => causationId === id)) return true;
  const stream = caseStream(caseId);
  const now = new Date(runtime.businessNow()).toISOString();
  const { organisation, division, user } = approved.by;
  const command = kind === 'lifting' ? ({ name: 'restriction-lifted', data: { ground } } as const) : ({ name: 'restricted', data: { ground, ...(until === undefined ? {} : { until }) } } as const);
  const decision = decide(events, command, {
    actor: { organisation, role: 'data-protection', division, user }, scopes: new Set(), occurredAt: now, now, commandId: id, ids: (index) => eventId(stream, id, index), caseId, source, register, others: new Map(),
  }, state);
  if (!decision.ok) {
    if (settled.has(decision.refusal.code)) return true;
    throw Problem.refused(decision.refusal);
  }
  const result = await store.append(stream, decision.events.map((event: Recorded) => ({ id: event.id, type: typeOf(definitionOf(event.name)), bytes: encodeEvent(event) })), { expected: events.length - 1 });
  return result.ok;
}
