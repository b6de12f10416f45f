import { derive, encodeEvent, eventId, split, typeOf, definitionOf } from '@guitu/contracts';
import type { AnyEvent, Recorded } from '@guitu/contracts';
import type { EventReader, EventWriter } from '@guitu/event-store';
import { decide, patchRefusal } from '@guitu/referral';
import type { Command, Register } from '@guitu/referral';
import type { Vault } from '@guitu/vault';
import type { Reply } from '../http/route.js';
import type { Logger } from '../logger.js';
import type { Instruments } from '../observe/instruments.js';
import { stepsOf } from '../observe/steps.js';
import { traceIdOf } from '../observe/trace.js';
import { Problem } from '../problems/index.js';
import type { Runtime } from '../runtime.js';
import { answerOf } from './answer.js';
import { checkDates, checkRevision, checkVisible } from './checks.js';
import type { CaseReader } from './case-reader.js';
import { createCaseReader } from './case-reader.js';
import type { Loaded } from './load.js';
import { load } from './load.js';
import { createTurns } from './one-at-a-time.js';
import type { CommandRequest, Order } from './order.js';
import { orderOf } from './order.js';
import type { Secrets } from './seal.js';
import { seal } from './seal.js';

export interface CommandPathOptions {
  readonly store: EventReader & EventWriter;
  /** A reader of the same store; one of its own when absent. */
  readonly cases?: CaseReader;
  readonly vault: Pick<Vault, 'seal' | 'fingerprint' | 'index'>;
  readonly register: Register;
  readonly runtime: Pick<Runtime, 'random' | 'sleep'>;
  readonly hubId: string;
  /** Name of the service, for the `source` of its events. */
  readonly service: string;
  readonly logger: Pick<Logger, 'warn'>;
  /** Appends are not measured and steps not traced when absent. */
  readonly instruments?: Pick<Instruments, 'metrics' | 'spans'>;
}

/** Carries out one command: its events are on disk when this resolves. Rejects with a `Problem`, `StoreError`, `VaultError` or `UnreadableEvent`. */
export type CommandPath = (request: CommandRequest) => Promise<Reply>;

const ATTEMPTS = 3;
const JITTER_MS = 20;
/** Events of one stream; beyond it a case is an anomaly that somebody must look at (design section 2). */
const LONGEST_STREAM = 300;

/** Streams of persons are sealed under the person; all others under the person of the case. */
const personOf = (order: Order, { state, stream }: Loaded): string =>
  order.mintedPerson ?? (stream?.startsWith('person-') === true ? stream.slice('person-'.length) : state.personId);

/**
 * The way of every command, and the only retry loop in the repository: load, recognise a retry, visible?, `If-Match`, decide, seal, append with the
 * revision that was loaded. Where somebody else was first, all of it again, on what is true then.
 */
export function createCommandPath({ store, cases = createCaseReader(store), vault, register, runtime, hubId, service, logger, instruments }: CommandPathOptions): CommandPath {
  const inTurn = createTurns();
  const source = `urn:guitu:${hubId}:${service}`;
  const step = stepsOf(instruments);

  async function run(order: Order): Promise<Reply> {
    const { requestId, traceparent } = order.context;
    for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
      const loaded = await step('load', traceparent, () => load(store, cases, order));
      const earlier = loaded.target.filter((event) => event.causationId === order.commandId);
      if (earlier.length > 0) return await repeat(order, loaded, earlier);
      checkDates(order);
      checkVisible(order, loaded, register);
      checkRevision(order, loaded);
      const { events, primary, secret } = step('decide', traceparent, () => decided(order, loaded));
      const first = events[primary];
      if (loaded.stream === undefined || first === undefined) return answerOf(order, loaded, [], false);
      const { stream, expected } = loaded;
      const secrets = await step('seal', traceparent, () => seal(vault, { personId: personOf(order, loaded), eventId: first.id, occurredAt: order.occurredAt, sealed: secret, body: order.body }));
      const bytes = events.map((event, index) => written(event, secrets, index === primary));
      const result = await step('append', traceparent, () => store.append(stream, bytes, { expected }));
      if (result.ok) {
        const length = (events.at(-1)?.revision ?? 0) + 1;
        if (length > LONGEST_STREAM) logger.warn('a stream is longer than its budget', { requestId, traceId: traceIdOf(traceparent), caseId: order.caseId, count: length });
        return answerOf(order, loaded, events, false);
      }
      await runtime.sleep(runtime.random() * JITTER_MS * attempt);
    }
    throw Problem.of('lost-races', { headers: { 'Retry-After': '1' } });
  }

  /** A retry gets the answer of the first attempt; another body under the same key is a mistake. After an erasure nobody can tell them apart. */
  async function repeat(order: Order, loaded: Loaded, earlier: readonly AnyEvent[]): Promise<Reply> {
    const recorded = earlier[0]?.fingerprint;
    if (recorded !== undefined) {
      const now = await vault.fingerprint(personOf(order, loaded), order.body).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'person-erased') return recorded;
        throw error;
      });
      if (now !== recorded) throw Problem.of('idempotency-key-reused');
    }
    return answerOf(order, loaded, earlier, true);
  }

  function decided(order: Order, { events, state, others, target, stream }: Loaded) {
    const { definition, draft, body, commandId, caseId, actor, occurredAt, now, context } = order;
    // Where the command names a case that does not exist there is no stream, and the decision refuses; any name will do for the ids that it drops.
    const ids = (index: number): string => eventId(stream ?? caseId, commandId, index);
    // A correction is counted as what it corrects would have been: an age band is that of the admission's day.
    const at = draft.name === 'corrected' ? (events.find(({ id }) => id === body['target'])?.occurredAt ?? occurredAt) : occurredAt;
    // A patch is typed by its target alone; what is derived from it is derived from what passed.
    const refusal = draft.name === 'corrected' ? patchRefusal(events, body) : undefined;
    if (refusal !== undefined) throw Problem.refused(refusal);
    const values = derive(definition, body, { eventId: ids(0), occurredAt: at, division: actor.division, ...(order.mintedPerson === undefined ? {} : { personId: order.mintedPerson }) });
    const parts = split(definition, values);
    const command: Command = { ...draft, data: parts.record };
    const decision = decide(events, command, {
      actor, occurredAt, now, commandId, ids, caseId, source, register, others, target,
      scopes: context.caller.scopes, traceparent: context.traceparent,
    }, state);
    if (!decision.ok) throw Problem.refused(decision.refusal);
    return { events: decision.events, primary: decision.primary, secret: parts.sealed };
  }

  return (request) => {
    const order = orderOf(request);
    return inTurn(order.commandId, () => run(order));
  };
}

/** The bytes of an event, made once. Only the command's own event has sealed parts; all of its events have the fingerprint. */
function written(event: Recorded, { sealed, fingerprint }: Secrets, primary: boolean) {
  return { id: event.id, type: typeOf(definitionOf(event.name)), bytes: encodeEvent({ ...event, fingerprint, sealed: primary ? sealed : {} }) };
}
