import { caseIdOf, caseStream, commandDefinition, commandId, definitionOf, derive, eventId, personIdOf, split } from '@guitu/contracts';
import type { AnyEvent, Split } from '@guitu/contracts';
import type { CaseState, Command, Register } from '@guitu/referral';
import { decide, foldCase, foldOn, targetStream } from '@guitu/referral';
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
export interface Decided {
  readonly stream: string;
  readonly expected: 'no-stream' | number;
  readonly events: readonly AnyEvent[];
  /** Index of the event that carries the sealed parts. */
  readonly primary: number;
  readonly secret: Split['sealed'];
  readonly body: Readonly<Record<string, unknown>>;
  readonly personId: string;
  readonly occurredAt: string;
}

export interface RefusedStep {
  /** Which, and why. */
  readonly refused: string;
}

const instant = /^\d{4}-\d\d-\d\dT/u;
const iso = (milliseconds: number): string => new Date(milliseconds).toISOString();

/** A UUID version 7 that no other step of the log has. */
function keyOf(recordedAt: number, number: number, place: number): string {
  const time = Math.trunc(recordedAt).toString(16).padStart(12, '0');
  return `${time.slice(0, 8)}-${time.slice(8)}-7${place.toString(16).padStart(3, '0')}-8000-${number.toString(16).padStart(12, '0')}`;
}

/** One case while its story is being told to the rules: the command path without HTTP, and with the events of the case at hand instead of read. */
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
  decideNext(): Decided | RefusedStep {
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

  #decide(step: Step): Decided | RefusedStep {
    const { town, shift, number } = this.plan;
    const command = commandDefinition(step.command);
    const definition = definitionOf(command.event);
    const organisation = town(step.organisation);
    const entry = this.register.get(organisation);
    if (entry === undefined) throw new RangeError(`no organisation ${organisation}`);
    const recordedAt = step.recordedAt + shift;
    const key = keyOf(recordedAt, number, this.#place);
    const id = commandId({ organisation, client: organisation, operation: step.opens ? `open-${step.command}` : step.command, key });
    if (step.opens) {
      this.#caseId = caseIdOf(id);
      this.#personId = personIdOf(id);
      this.#state.caseId = this.#caseId;
    }
    const sent = command.body.parse(this.#moved(resolve(step.body, this.#known()))) as Record<string, unknown>;
    const body = { ...sent, ...command.fixed };
    const extra = Object.fromEntries(Object.entries(body).filter(([member]) => member !== 'occurredAt' && !Object.hasOwn(definition.fields, member)));
    const draft: Command = { name: command.event, data: body, extra };
    const own = caseStream(this.#caseId);
    const events = this.#streams.get(own) ?? [];
    const stream = definition.category === 'case' ? own : (targetStream(this.#state, draft, new Map()) ?? own);
    const target = this.#streams.get(stream) ?? [];
    const ids = (index: number): string => eventId(stream, id, index);
    const occurredAt = typeof body['occurredAt'] === 'string' ? body['occurredAt'] : iso(recordedAt);
    const parts = split(definition, derive(definition, body, { eventId: ids(0), occurredAt, division: entry.division, ...(step.opens ? { personId: this.#personId } : {}) }));
    const decision = decide(events, { ...draft, data: parts.record }, {
      actor: { organisation, role: entry.role, division: entry.division }, occurredAt, now: iso(recordedAt), commandId: id, ids, caseId: this.#caseId,
      source: `urn:guitu:${this.hubId}:${step.service}`, register: this.register, others: new Map(), target, scopes: new Set(['supervisor']),
    }, this.#state);
    if (!decision.ok) return { refused: `${step.command} by ${organisation} (${step.id}): ${decision.refusal.code}` };
    const last = target.at(-1);
    return { stream, expected: last === undefined ? 'no-stream' : last.revision, events: decision.events as readonly AnyEvent[], primary: decision.primary, secret: parts.sealed, body, personId: this.#personId, occurredAt };
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
