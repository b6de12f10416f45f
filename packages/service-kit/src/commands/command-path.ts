import type { AnyEvent } from '@guitu/contracts';
import type { EventReader, EventWriter } from '@guitu/event-store';
import type { Register } from '@guitu/referral';
import { sameBytes } from '@guitu/vault';
import type { Vault } from '@guitu/vault';
import { refusalShown } from '../disclosure/refusal-shown.js';
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
import type { Decided } from './decide-order.js';
import { decideOrder, written } from './decide-order.js';
import type { Loaded } from './load.js';
import { load } from './load.js';
import { createTurns } from './one-at-a-time.js';
import type { CommandRequest, Order } from './order.js';
import { orderOf } from './order.js';
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

/** A stream that is not the case's own can hold what was reported under another case: the link of a third person, the care of a placement. */
const isAbout = ({ subject, data }: AnyEvent, caseId: string): boolean => subject === caseId || Object.values(data).includes(caseId);

function allowed(decided: Decided, { actor, now }: Order, { events, state }: Loaded, register: Register): Extract<Decided, { readonly ok: true }> {
  if (decided.ok) return decided;
  throw Problem.refused(refusalShown(decided.refusal, events, { viewer: actor, purpose: 'case-work', present: state, register, now }));
}

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
      const { events, primary, secret } = step('decide', traceparent, () => allowed(decideOrder(order, loaded, { register, source }), order, loaded, register));
      const first = events[primary];
      if (loaded.stream === undefined || first === undefined) return answerOf(order, loaded, [], false);
      const { stream, expected } = loaded;
      const secrets = await step('seal', traceparent, () => seal(vault, { personId: personOf(order, loaded), eventId: first.id, occurredAt: order.occurredAt, sealed: secret, body: order.body }));
      const result = await step('append', traceparent, () => store.append(stream, written(events, primary, secrets), { expected }));
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
    if (!earlier.some((event) => isAbout(event, order.caseId))) throw Problem.of('idempotency-key-reused');
    const recorded = earlier[0]?.fingerprint;
    if (recorded !== undefined) {
      const now = await vault.fingerprint(personOf(order, loaded), order.body).catch((error: unknown) => {
        if (error instanceof Error && 'code' in error && error.code === 'person-erased') return recorded;
        throw error;
      });
      if (!sameBytes(now, recorded)) throw Problem.of('idempotency-key-reused');
    }
    return answerOf(order, loaded, earlier, true);
  }

  return (request) => {
    const order = orderOf(request);
    return inTurn(order.commandId, () => run(order));
  };
}
