import type { Actor, AnyEvent, EventName } from '@guitu/contracts';
import { bodySchema, caseIdOf, commandId, commands, definitionOf, derive, eventId, personIdOf, split } from '@guitu/contracts';
import type { Command, Decision, DecisionContext } from '../command.js';
import { decide, relatedCases } from '../decide.js';
import { foldCase } from '../fold.js';
import { targetStream } from '../outside.js';
import type { RefusalCode } from '../refusal.js';
import type { Register } from '../register.js';
import type { CaseState, Custodian } from '../state.js';
import { bodyOf, freeAdult } from './bodies.js';
import type { Whom } from './bodies.js';
import type { Who } from './organisations.js';
import { divisionOf, idOf, roleOf, sampleRegister, whoIs } from './organisations.js';
import { flawsOf } from './soundness.js';

type Body = Readonly<Record<string, unknown>>;

export interface StepOptions {
  /** When it happened; now, if absent. */
  readonly occurredAt?: string;
  readonly scopes?: readonly string[];
  /** Who does it; `clerk-1` of that organisation, if absent, and nobody where it is null. */
  readonly user?: string | null;
  /** True for a step of which the test does not say where it leads. */
  readonly anywhere?: boolean;
  /** Other cases as the decision saw them, where that is not as they are. */
  readonly others?: ReadonlyMap<string, CaseState>;
}

export interface Asked {
  readonly decision: Decision;
  /** Stream that the decision's events go to. */
  readonly stream: string;
}

/** The worker who does whatever a test says nobody else does. */
export const clerk = 'clerk-1';
const minutes = 60_000;
const day = 24 * 60 * minutes;

/** `H/Pf` as the walks of the protocol write it: custodian/responsible, `~` under escort, `f` first contact. */
export function placeOf(state: CaseState): string {
  const { custody, responsible } = state;
  if (custody === undefined || responsible === undefined) return 'closed';
  return `${holder(custody.custodian)}${custody.inTransit === undefined || custody.inTransit === 'own-vehicle' ? '' : '~'}/${whoIs(responsible.organisation)}${responsible.as === 'first-contact' ? 'f' : ''}`;
}
const holder = (custodian: Custodian): string => (custodian.kind === 'organisation' ? whoIs(custodian.organisation) : custodian.kind);

/** Several cases in memory with one clock: commands go through `decide` as a service sends them, ids are deterministic. */
export class Scenario {
  readonly #streams = new Map<string, AnyEvent[]>();
  #time = Date.parse('2013-03-01T00:00:00Z');
  #commands = 0;

  constructor(readonly register: Register = sampleRegister) {}

  get now(): string {
    return new Date(this.#time).toISOString();
  }
  wait(days: number): void {
    this.#time += days * day;
  }
  stream(name: string): AnyEvent[] {
    const known = this.#streams.get(name);
    if (known !== undefined) return known;
    const fresh: AnyEvent[] = [];
    this.#streams.set(name, fresh);
    return fresh;
  }
  /** Id of the next command; the clock moves on ten minutes with each. */
  nextCommand(who: Who, name: EventName): string {
    this.#commands += 1;
    this.#time += 10 * minutes;
    const count = this.#commands.toString(16).padStart(12, '0');
    return commandId({ organisation: idOf(who), client: 'test', operation: name, key: `01890000-0000-7000-8000-${count}` });
  }
  /** A case that nobody has opened yet. */
  case(whom: Whom = freeAdult): CaseStory {
    return new CaseStory(this, whom);
  }
}

/** One case of a scenario, told step by step. */
export class CaseStory {
  #id: string | undefined;
  constructor(
    readonly scenario: Scenario,
    public whom: Whom,
  ) {}

  get id(): string {
    if (this.#id === undefined) throw new Error('the case is not open yet');
    return this.#id;
  }
  get events(): AnyEvent[] {
    return this.#id === undefined ? [] : this.scenario.stream(`case-${this.#id}`);
  }
  get state(): CaseState {
    return foldCase(this.events);
  }
  get place(): string {
    return placeOf(this.state);
  }

  /** What the rules say to this command now; nothing is recorded. Throws where the body is not of the contract. */
  asks(who: Who, name: EventName, said: Body = {}, options: StepOptions = {}): Asked {
    const asked = this.tries(who, name, said, options);
    if (asked === undefined) throw new Error(`${name}: ${JSON.stringify(this.#parse(name, said).error?.issues)}`);
    return asked;
  }

  #parse(name: EventName, said: Body) {
    // What comes with the privacy workflow has no command of its own name.
    const schema = commands.get(name)?.body ?? bodySchema(definitionOf(name));
    return schema.safeParse(bodyOf(name, said, this.whom));
  }

  /** As `asks`, but nothing where the body is not of the contract. */
  tries(who: Who, name: EventName, said: Body, options: StepOptions = {}): Asked | undefined {
    const command = this.scenario.nextCommand(who, name);
    const caseId = this.#id ?? caseIdOf(command);
    const events = this.events;
    const parsed = this.#parse(name, said);
    if (!parsed.success) return undefined;
    const occurredAt = options.occurredAt ?? this.scenario.now;
    const { user = clerk } = options;
    const actor: Actor = { organisation: idOf(who), role: roleOf(who), division: divisionOf(who), ...(user === null ? {} : { user }) };
    const opened = foldCase(events);
    const draft: Command = { name, data: parsed.data, extra: parsed.data };
    const others = options.others ?? new Map(relatedCases(draft, events).map((id) => [id, foldCase(this.scenario.stream(`case-${id}`))]));
    const stream = (events.length === 0 ? `case-${caseId}` : targetStream(opened, draft, others)) ?? `case-${caseId}`;
    const ids = (index: number): string => eventId(stream, command, index);
    const definition = definitionOf(name);
    // As the service does it: fill in what the hub derives, then part what rules may read from what is sealed.
    const minted = definition.by.some(({ as }) => as.includes('opening')) && events.length === 0 ? { personId: personIdOf(command) } : {};
    const { record, extra } = split(definition, derive(definition, parsed.data, { eventId: ids(0), occurredAt, division: actor.division, ...minted }));
    const context: DecisionContext = {
      actor,
      scopes: new Set(options.scopes ?? []),
      occurredAt,
      now: this.scenario.now,
      commandId: command,
      ids,
      caseId,
      source: `urn:guitu:test:${actor.role}`,
      register: this.scenario.register,
      others,
      target: this.scenario.stream(stream),
    };
    return { decision: decide(events, { name, data: record, extra }, context), stream };
  }

  /** Records an accepted decision and answers the id of the command's own event, which is also that of what it begins. */
  records({ decision, stream }: Asked): string {
    if (!decision.ok) throw new Error(`refused: ${decision.refusal.code}`);
    const primary = decision.events[decision.primary];
    if (primary === undefined) throw new Error('a decision without its own event');
    if (this.#id === undefined) this.#id = primary.subject;
    this.scenario.stream(stream).push(...(decision.events as readonly AnyEvent[]));
    return primary.id;
  }

  /**
   * One step that must be accepted. `place` is where it leaves the person, as the walks write it; left out, the step must not move anybody.
   * Answers the id of what it begins (a referral, an offer, an escort, ...).
   */
  does(who: Who, name: EventName, said: Body = {}, place?: string, options: StepOptions = {}): string {
    const before = this.events.length === 0 ? 'closed' : this.place;
    const asked = this.asks(who, name, said, options);
    const told = `${name}[${who}] at ${before}`;
    if (!asked.decision.ok) throw new Error(`${told} was refused: ${asked.decision.refusal.code} ${JSON.stringify(asked.decision.refusal.facts ?? '')}`);
    const id = this.records(asked);
    const flaws = flawsOf(this.state, this.scenario.register);
    if (flaws.length > 0) throw new Error(`${told}: ${flaws.join('; ')}`);
    if (options.anywhere !== true && this.place !== (place ?? before)) throw new Error(`${told} leads to ${this.place}, not ${place ?? before}`);
    return id;
  }

  /** One step that must be refused; answers the code. */
  refuses(who: Who, name: EventName, said: Body = {}, options: StepOptions = {}): RefusalCode {
    const { decision } = this.asks(who, name, said, options);
    if (decision.ok) throw new Error(`${name}[${who}] at ${this.place} was accepted`);
    return decision.refusal.code;
  }

  /** "ref" of the walks: sent, received, accepted. Bedside moves responsibility on acceptance: then `place` says so. */
  refer(asker: Who, receiver: Who, purpose: string, more: Body = {}, place?: string): string {
    const referralId = this.does(asker, 'referral-sent', { to: idOf(receiver), purpose, ...more });
    this.does(receiver, 'referral-received', { referralId });
    this.does(receiver, 'referral-accepted', { referralId, ...(purpose === 'return' ? { mode: 'escort-to-us' } : {}) }, place);
    return referralId;
  }

  /** "hand" of the walks: offered, handed over. */
  hand(giver: Who, receiver: Who, place: string, referralId?: string): string {
    const under = referralId === undefined ? {} : { referralId };
    const handoverId = this.does(giver, 'handover-offered', { to: idOf(receiver), ...under });
    this.does(receiver, 'handed-over', { handoverId, to: { kind: 'organisation', organisation: idOf(receiver) }, ...under }, place);
    return handoverId;
  }

  /** Escort under a referral, handed over at its end, and the escort ended. */
  escort(giver: Who, receiver: Who, referralId: string, place: string, more: Body = {}): void {
    const escortId = this.does(giver, 'escort-departed', { referralId, ...more }, this.place.replace('/', '~/'));
    this.hand(giver, receiver, place, referralId);
    this.does(giver, 'escort-ended', { escortId, result: 'delivered' });
  }
}

/** Somebody of the register as receiver of a handover. */
export const to = (who: Who): { readonly kind: 'organisation'; readonly organisation: string } => ({ kind: 'organisation', organisation: idOf(who) });
