import { caseNumber, caseStream, commandDefinition, definitionOf } from '@guitu/contracts';
import type { AnyEvent, RegisterData } from '@guitu/contracts';
import type { CommandAnswer } from '@guitu/client';
import { applyEvent, createRegister, foldCase, relatedCases, standing, targetStream } from '@guitu/referral';
import type { CaseState, Refusal, Register } from '@guitu/referral';
import { decideOrder, orderOf } from '@guitu/service-kit';

export interface Sent {
  readonly organisation: string;
  readonly command: string;
  readonly caseId?: string | undefined;
  readonly body: unknown;
  readonly key: string;
  /** Business clock. */
  readonly now: string;
}
export type Outcome = { readonly ok: true; readonly answer: CommandAnswer; readonly repeated: boolean } | { readonly ok: false; readonly why: string; readonly refusal?: Refusal };

/** A hub of nothing but the rules, in memory: the contract's schemas and the real command path's own order and decision, without HTTP, store or vault. */
export interface DecidedHub {
  send(sent: Sent): Outcome;
  readonly register: Register;
  readonly streams: ReadonlyMap<string, readonly AnyEvent[]>;
  /** What was sealed, by the id of the command's event: for tests that look at what an agency wrote. */
  readonly sealed: ReadonlyMap<string, Readonly<Record<string, unknown>>>;
  states(): ReadonlyMap<string, CaseState>;
}

const NO_TRACE = `00-${'1'.repeat(32)}-${'1'.repeat(16)}-00`;

export function decidedHub(data: RegisterData): DecidedHub {
  const register = createRegister(data);
  const streams = new Map<string, AnyEvent[]>();
  const sealed = new Map<string, Record<string, unknown>>();
  const answers = new Map<string, CommandAnswer>();
  const folded = new Map<string, CaseState>();
  const read = (stream: string): AnyEvent[] => streams.get(stream) ?? [];
  /** Kept beside the stream, and folded anew only where a void takes something back. */
  const stateOf = (caseId: string): CaseState => {
    const known = folded.get(caseId) ?? foldCase(read(caseStream(caseId)));
    if (known.revision < 0) known.caseId = caseId;
    return known;
  };

  function write(stream: string, caseId: string, recorded: readonly AnyEvent[], state: CaseState): void {
    streams.set(stream, read(stream));
    streams.get(stream)?.push(...recorded);
    if (stream !== caseStream(caseId)) return;
    if (recorded.some(({ name }) => name === 'voided')) return void folded.set(caseId, foldCase(read(stream)));
    for (const event of recorded) applyEvent(state, event);
    folded.set(caseId, state);
  }

  function send({ organisation, command: name, caseId: given, body: input, key, now }: Sent): Outcome {
    const command = commandDefinition(name);
    const entry = register.get(organisation);
    if (entry === undefined || !command.roles.includes(entry.role)) return { ok: false, why: `${organisation} may not send ${name}` };
    const parsed = command.body.safeParse(input);
    if (!parsed.success) return { ok: false, why: JSON.stringify(parsed.error.issues) };
    const order = orderOf({
      command, ...(given === undefined ? {} : { caseId: given }), body: parsed.data as Record<string, unknown>,
      context: {
        caller: { organisation, client: organisation, role: entry.role, division: entry.division, scopes: new Set(['supervisor']) },
        now: Date.parse(now), idempotencyKey: key, ifMatch: undefined, requestId: key, traceparent: NO_TRACE, operationId: given === undefined ? `open-${name}` : name,
      },
    });
    const known = answers.get(order.commandId);
    if (known !== undefined) return { ok: true, answer: known, repeated: true };

    const { caseId, draft, occurredAt } = order;
    const events = read(caseStream(caseId));
    const state = stateOf(caseId);
    const before = state.revision;
    if (given !== undefined && standing(state, organisation, register, now) === 'none') return { ok: false, why: `${organisation} takes no part in the case` };
    if (occurredAt > now) return { ok: false, why: `${occurredAt} lies after ${now}` };
    const others = new Map(relatedCases(draft, events).flatMap((other) => (other !== caseId && read(caseStream(other)).length > 0 ? [[other, stateOf(other)] as const] : [])));
    const stream = targetStream(state, draft, others) ?? caseStream(caseId);
    const decision = decideOrder(order, { events, state, others, target: read(stream), stream }, { register, source: 'urn:guitu:00000000-0000-4000-8000-000000000001:sample' });
    if (!decision.ok) return { ok: false, why: `${decision.refusal.code}: ${decision.refusal.en} ${JSON.stringify(decision.refusal.facts ?? '')}`, refusal: decision.refusal };
    const recorded = decision.events as readonly AnyEvent[];
    write(stream, caseId, recorded, state);
    const first = recorded[decision.primary];
    if (first !== undefined) sealed.set(first.id, Object.assign({}, ...Object.values(decision.secret)) as Record<string, unknown>);
    const answer = answerOf(caseId, recorded, stream === caseStream(caseId), before);
    answers.set(order.commandId, answer);
    return { ok: true, answer, repeated: false };
  }

  return {
    send,
    register,
    streams,
    sealed,
    states: () => folded,
  };
}

function answerOf(caseId: string, events: readonly AnyEvent[], toCase: boolean, before: number): CommandAnswer {
  const ids: Record<string, string> = {};
  for (const event of events) {
    for (const [name, field] of Object.entries(definitionOf(event.name).fields)) {
      const value = field.derived === 'event-id' ? (event.data as Record<string, unknown>)[name] : undefined;
      if (typeof value === 'string') ids[name] ??= value;
    }
  }
  const last = events.at(-1)?.revision ?? before;
  return {
    caseId, caseNumber: caseNumber(caseId, 2013), revision: toCase ? last : before, ...(toCase ? {} : { streamRevision: last }),
    events: events.map((event) => ({ id: event.id, type: `guitu.${event.category}.${event.name}.v${event.version}`, revision: event.revision })), ids,
  };
}
