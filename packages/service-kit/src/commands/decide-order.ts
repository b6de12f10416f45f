import { definitionOf, derive, encodeEvent, eventId, split, typeOf } from '@guitu/contracts';
import type { Recorded, Split } from '@guitu/contracts';
import type { NewEvent } from '@guitu/event-store';
import { decide, patchRefusal } from '@guitu/referral';
import type { Command, Refusal, Register } from '@guitu/referral';
import type { Loaded } from './load.js';
import type { Order } from './order.js';
import type { Secrets } from './seal.js';

export interface DecidingOptions {
  readonly register: Register;
  /** `source` of the events. */
  readonly source: string;
}

export type Decided =
  | {
      readonly ok: true;
      readonly events: readonly Recorded[];
      /** Index of the command's own event, which carries the sealed parts. */
      readonly primary: number;
      /** What is to be sealed, by class. */
      readonly secret: Split['sealed'];
    }
  | { readonly ok: false; readonly refusal: Refusal };

/** From an order and what it is decided on to its events, or the refusal of a rule. Pure, and changes nothing that it is given. */
export function decideOrder(order: Order, { events, state, others, target, stream }: Omit<Loaded, 'expected'>, { register, source }: DecidingOptions): Decided {
  const { definition, draft, body, commandId, caseId, actor, occurredAt, now, context } = order;
  // Where the command names a case that does not exist there is no stream, and the decision refuses; any name will do for the ids that it drops.
  const ids = (index: number): string => eventId(stream ?? caseId, commandId, index);
  // A correction is counted as what it corrects would have been: an age band is that of the admission's day.
  const at = draft.name === 'corrected' ? (events.find(({ id }) => id === body['target'])?.occurredAt ?? occurredAt) : occurredAt;
  // A patch is typed by its target alone; what is derived from it is derived from what passed.
  const refusal = draft.name === 'corrected' ? patchRefusal(events, body) : undefined;
  if (refusal !== undefined) return { ok: false, refusal };
  const values = derive(definition, body, { eventId: ids(0), occurredAt: at, division: actor.division, ...(order.mintedPerson === undefined ? {} : { personId: order.mintedPerson }) });
  const parts = split(definition, values);
  const command: Command = { ...draft, data: parts.record };
  const decision = decide(events, command, {
    actor, occurredAt, now, commandId, ids, caseId, source, register, others, target,
    scopes: context.caller.scopes, traceparent: context.traceparent,
  }, state);
  return decision.ok ? { ok: true, events: decision.events, primary: decision.primary, secret: parts.sealed } : decision;
}

/** The events as they are stored, their bytes made once. Only the command's own event has sealed parts; all of its events have the fingerprint. */
export function written(events: readonly Recorded[], primary: number, { sealed, fingerprint }: Secrets): readonly NewEvent[] {
  return events.map((event, index) => ({ id: event.id, type: typeOf(definitionOf(event.name)), bytes: encodeEvent({ ...event, fingerprint, sealed: index === primary ? sealed : {} }) }));
}
