import { caseStream, commandDefinition, definitionOf } from '@guitu/contracts';
import type { AnyEvent } from '@guitu/contracts';
import type { CaseState, Register } from '@guitu/referral';
import { foldCase, foldOn, targetStream } from '@guitu/referral';
import { decideOrder, orderOf } from '@guitu/service-kit';
import type { Decided, Order } from '@guitu/service-kit';
import { resolve } from '@guitu/standalone';
import type { Known, Step } from '@guitu/standalone';
import type { Story } from '../load/stories.js';
import type { Town } from './towns.js';

export interface CasePlan {
  /** Unique in the log. */
  readonly number: number;
  readonly story: Story;
  readonly town: Town;
  /** Milliseconds by which this case is earlier or later than the story. */
  readonly shift: number;
}

/** A command of a case, decided: what is to be sealed and appended. */
export interface Told extends Pick<Extract<Decided, { readonly ok: true }>, 'primary' | 'secret'> {
  readonly stream: string;
  readonly expected: 'no-stream' | number;
  readonly events: readonly AnyEvent[];
  readonly body: Readonly<Record<string, unknown>>;
  readonly personId: string;
  readonly occurredAt: string;
}

export interface RefusedStep {
  /** Which, and why. */
  readonly refused: string;
}

/** Stories name no other case. */
const none: ReadonlyMap<string, CaseState> = new Map();
const instant = /^\d{4}-\d\d-\d\dT/u;
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A UUID version 7 that no other step of the log has. */
function keyOf(recordedAt: number, number: number, place: number): string {
  const time = Math.trunc(recordedAt).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${place.toString(16).padStart(3, '0')}-8000-${number.toString(16).padStart(12, '0')}`;
}

/** One case while its story is being told to the rules: the command path's own decision, with the events of the case at hand instead of read. */
export class CaseInMaking {
  #place = 0;
  #caseId = '';
  #personId = '';
  #state: CaseState = foldCase([]);
  readonly #streams = new Map<string, AnyEvent[]>();
  readonly #made = new Map<string, readonly AnyEvent[]>();

  constructor(
    readonly plan: CasePlan,
    private readonly register: Register,
    private readonly hubId: string,
  ) {}

  /** When the next step is recorded; undefined at the end of the story. */
  get next(): number | undefined {
    const step = this.plan.story[this.#place];
    return step === undefined ? undefined : step.recordedAt + this.plan.shift;
  }

  /** Decides the next step and remembers its events. Answers with the refusal where the rules refuse it; the case then goes no further. */
  decideNext(): Told | RefusedStep {
    const step = this.plan.story[this.#place];
    if (step === undefined) throw new RangeError('the story has ended');
    const decided = this.#decide(step);
    if ('refused' in decided) {
      this.#place = this.plan.story.length;
      return decided;
    }
    const events = [...(this.#streams.get(decided.stream) ?? []), ...decided.events];
    this.#streams.set(decided.stream, events);
    if (decided.stream === caseStream(this.#caseId)) this.#state = foldOn(this.#state, events, decided.events);
    this.#made.set(step.id, decided.events);
    this.#place += 1;
    return decided;
  }

  #decide(step: Step): Told | RefusedStep {
    const order = this.#orderOf(step);
    const { draft, body, occurredAt } = order;
    if (order.mintedPerson !== undefined) {
      this.#caseId = order.caseId;
      this.#personId = order.mintedPerson;
      this.#state.caseId = this.#caseId;
    }
    const own = caseStream(this.#caseId);
    const stream = targetStream(this.#state, draft, none) ?? own;
    const target = this.#streams.get(stream) ?? [];
    const decided = decideOrder(order, { events: this.#streams.get(own) ?? [], state: this.#state, others: none, target, stream }, { register: this.register, source: `urn:guitu:${this.hubId}:${step.service}` });
    if (!decided.ok) return { refused: `${step.command} by ${order.actor.organisation} (${step.id}): ${decided.refusal.code}` };
    const last = target.at(-1);
    return { stream, expected: last === undefined ? 'no-stream' : last.revision, events: decided.events as readonly AnyEvent[], primary: decided.primary, secret: decided.secret, body, personId: this.#personId, occurredAt };
  }

  #orderOf(step: Step): Order {
    const { town, shift, number } = this.plan;
    const command = commandDefinition(step.command);
    const organisation = town(step.organisation);
    const entry = this.register.get(organisation);
    if (entry === undefined) throw new RangeError(`no organisation ${organisation}`);
    const now = step.recordedAt + shift;
    const key = keyOf(now, number, this.#place);
    const trace = key.replaceAll('-', '');
    return orderOf({
      command,
      ...(step.opens ? {} : { caseId: this.#caseId }),
      body: command.body.parse(this.#moved(resolve(step.body, this.#known()))) as Record<string, unknown>,
      context: {
        caller: { organisation, client: organisation, role: entry.role, division: entry.division, scopes: new Set(['supervisor']) },
        now, idempotencyKey: key, ifMatch: undefined, requestId: key, traceparent: `00-${trace}-${trace.slice(16)}-01`, operationId: step.opens ? `open-${step.command}` : step.command,
      },
    });
  }

  /** Ids of things are the ids of the events that made them. */
  #known(): Known {
    return {
      idOf: ({ $step, $id }) => {
        const events = this.#made.get($step) ?? [];
        if ($id === 'event') return events[0]?.id ?? '';
        const holder = events.find(({ data, name }) => $id in data && definitionOf(name).fields[$id]?.derived === 'event-id');
        return String((holder?.data as Readonly<Record<string, unknown>> | undefined)?.[$id] ?? '');
      },
      caseOf: () => this.#caseId,
    };
  }

  /** The body in this case's town and time. */
  #moved(value: unknown): unknown {
    if (typeof value === 'string') return instant.test(value) ? iso(Date.parse(value) + this.plan.shift) : this.plan.town(value);
    if (typeof value !== 'object' || value === null) return value;
    if (Array.isArray(value)) return value.map((member: unknown) => this.#moved(member));
    return Object.fromEntries(Object.entries(value).map(([name, member]) => [name, this.#moved(member)]));
  }
}
