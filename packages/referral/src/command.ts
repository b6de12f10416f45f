import type { Actor, AnyEvent, EventName, Recorded } from '@guitu/contracts';
import { definitionOf } from '@guitu/contracts';
import type { Refusal } from './refusal.js';
import type { Register } from './register.js';
import type { CaseState } from './state.js';

export interface Command {
  /** The event that it reports. */
  readonly name: EventName;
  /** Its record part, with what the hub derives; decisions see nothing else. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Members that belong to no field of the event. */
  readonly extra?: Readonly<Record<string, unknown>>;
}

/** Time, ids and policy arrive from outside, so that the same input always decides the same. */
export interface DecisionContext {
  readonly actor: Actor;
  readonly onBehalfOf?: string;
  /** OAuth scopes of the token; `supervisor` approves what needs a supervisor. */
  readonly scopes: ReadonlySet<string>;
  readonly occurredAt: string;
  /** Business clock. */
  readonly now: string;
  readonly commandId: string;
  /** Id of the event at this index of the command, in the stream that it goes to. */
  readonly ids: (index: number) => string;
  readonly caseId: string;
  /** `urn:guitu:<hubId>:<service>` */
  readonly source: string;
  readonly traceparent?: string;
  readonly register: Register;
  /** Folded cases that the command names; see `relatedCases`. */
  readonly others: ReadonlyMap<string, CaseState>;
  /** Events of the target stream where that is not the case's own (notes, care, person). */
  readonly target?: readonly AnyEvent[];
}

export interface Draft {
  readonly name: EventName;
  readonly data: Readonly<Record<string, unknown>>;
}

export type Decision =
  /** Complete but for the sealed parts and the fingerprint. `primary` is the index of the event that the command's body belongs to. */
  | { readonly ok: true; readonly events: readonly Recorded[]; readonly primary: number }
  | { readonly ok: false; readonly refusal: Refusal };

/** An event of this command, as it will stand in the log. */
export function draftEvent(draft: Draft, index: number, revision: number, subject: string, context: Omit<DecisionContext, 'register' | 'others' | 'scopes'>): Recorded {
  const definition = definitionOf(draft.name);
  return {
    id: context.ids(index),
    name: draft.name,
    version: definition.version,
    category: definition.category,
    source: context.source,
    subject,
    time: context.now,
    occurredAt: context.occurredAt,
    revision,
    actor: context.actor,
    ...(context.onBehalfOf === undefined ? {} : { onBehalfOf: context.onBehalfOf }),
    legalBasis: draft.data['urgency'] === 'emergency' ? 'PIPL-13-4' : 'PIPL-13-3',
    purpose: 'rescue',
    causationId: context.commandId,
    correlationId: context.caseId,
    ...(context.traceparent === undefined ? {} : { traceparent: context.traceparent }),
    data: draft.data,
    sealed: {},
  } as Recorded;
}
