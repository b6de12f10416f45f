import { caseStream, commandDefinition, personStream } from '@guitu/contracts';
import type { EventName } from '@guitu/contracts';
import { emptyCase } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import { child, freeAdult, idOf, impairedAdult, roleOf, wheelchair, youth } from '@guitu/referral/testing';
import type { Beginning, Whom } from '@guitu/referral/testing';
import { nextOperation } from '../../simulation/agencies/moves.js';
import type { Operation } from '../../simulation/checks/journal.js';
import { Findings } from '../../simulation/checks/findings.js';
import { LogWatcher } from '../../simulation/checks/log-watcher.js';
import { Faults } from '../../simulation/faults.js';
import { OtherIds, recordedBeginning } from '../../simulation/recorded-story.js';
import type { Chance } from '../../support/seed.js';
import type { Answer } from '../../surface/http.js';
import { Sower } from '../marks/plant.js';
import type { Planting } from '../marks/marks.js';
import type { Everybody, PlantedHub } from './hub.js';
import { seldomThought } from './seldom.js';
import type { Ledger } from './ledger.js';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;
/** Every lifecycle begins on the same day, so that the contracts of the register hold. */
const BEGINNING = Date.parse('2013-03-01T08:00:00+08:00');
/** Throws of the dice of which the one is taken that leads to what was planted least. */
const THROWS = 6;

export interface LifecycleOptions {
  readonly hub: PlantedHub;
  readonly everybody: Everybody;
  readonly ledger: Ledger;
  readonly chance: Chance;
}

/** What was done and what came back: every answer to a command is an exit too. */
export interface Done {
  readonly operation: Operation;
  readonly planting: Planting;
  readonly answer: Answer;
}

/**
 * Three cases at the most, of persons who may be linked, and agencies that do with them what the generator of the simulation thinks fit, over HTTP, with marks in every text.
 * The same chance gives the same lifecycle.
 */
export class Lifecycle {
  readonly #watcher = new LogWatcher(new Findings());
  readonly #faults: Faults;
  readonly #sower: Sower;
  readonly #whom = new Map<string, Whom>();
  #now = BEGINNING;

  constructor(private readonly options: LifecycleOptions) {
    this.#faults = new Faults(options.chance, () => undefined);
    this.#faults.stop();
    this.#sower = new Sower(options.ledger.marks, options.chance);
  }

  get now(): string {
    return new Date(this.#now).toISOString();
  }
  get cases(): ReadonlyMap<string, CaseState> {
    return this.#watcher.cases;
  }
  /** Persons of whom the log says that they were erased. */
  get erased(): readonly string[] {
    return this.#watcher.events.flatMap((event) => (event.name === 'erased' ? event.data.persons : []));
  }

  /** How the lifecycle begins, command by command: in the middle of things, so that it gets far. */
  async *begin(beginning: Beginning): AsyncGenerator<Done> {
    const ids = new OtherIds();
    for (const told of recordedBeginning(beginning, freeAdult)) {
      this.#now = Math.max(this.#now, Date.parse(told.now));
      const { who, name, body, caseId, opens } = told;
      const operation: Operation = { who, name, caseId: opens ? undefined : ids.of(caseId), body: ids.translated(body), key: this.options.chance.uuid(), supervisor: false, ifMatch: undefined };
      const { body: sown, planting } = this.#sower.sow(idOf(who), name, operation.body);
      const done = await this.#send(operation, sown, planting);
      yield done;
      // Against the rules with what was added to it: the lifecycle goes on from where it is.
      if (done.answer.status >= 300) return;
      ids.learn(told, done.answer.body);
      if (opens) this.#whom.set(String(done.answer.body['caseId']), freeAdult);
    }
  }

  /** The next command; undefined where nobody thought of one. */
  async step(): Promise<Done | undefined> {
    const { chance } = this.options;
    this.#now += chance.percent(10) ? chance.below(20 * DAY) : (1 + chance.below(240)) * MINUTE;
    const operation = this.#thought();
    if (operation === undefined) return undefined;
    const { caseId, name, body } = operation;
    const target = name === 'corrected' ? this.#watcher.stream(`case-${caseId ?? ''}`).find(({ id }) => id === body['target'])?.name : undefined;
    const { body: sown, planting } = this.#sower.sow(idOf(operation.who), name as EventName, this.#withPerson(name, caseId, body), target);
    return this.#send(operation, sown, planting);
  }

  #thought(): Operation | undefined {
    const { chance, ledger } = this.options;
    if (chance.percent(10)) {
      const state = chance.pick([emptyCase(''), ...this.#watcher.cases.values()]);
      const seldom = seldomThought(state);
      const times = ({ name, who }: (typeof seldom)[number]): number => ledger.times(name, idOf(who));
      const rarest = seldom.toSorted((one, other) => times(one) - times(other))[0];
      if (rarest !== undefined) return { ...(chance.percent(50) ? rarest : chance.pick(seldom)), caseId: state.caseId, key: chance.uuid(), supervisor: true, ifMatch: undefined };
    }
    const minds = { chance, faults: this.#faults, watcher: this.#watcher, now: () => this.#now, whomOf: (caseId: string | undefined) => this.#whomOf(caseId) };
    const thought = Array.from({ length: THROWS }, () => nextOperation(minds)).filter((operation) => operation !== undefined);
    const rarest = Math.min(...thought.map(({ name }) => ledger.times(name)));
    return chance.percent(75) ? thought.find(({ name }) => ledger.times(name) === rarest) : thought[0];
  }

  /** Often the agency also says who the person is and what they may do, where it can. */
  #withPerson(name: string, caseId: string | undefined, body: Operation['body']): Operation['body'] {
    const { person, signs } = this.#whomOf(caseId);
    const { shape } = commandDefinition(name).body;
    if (!('person' in shape) || !this.options.chance.percent(60)) return body;
    return { ...('signs' in shape ? { signs } : {}), ...body, person: { ...person, ...(body['person'] as object | undefined) } };
  }

  #whomOf(caseId: string | undefined): Whom {
    const known = this.#whom.get(caseId ?? '') ?? this.options.chance.pick([freeAdult, freeAdult, impairedAdult, child, youth, wheelchair]);
    if (caseId !== undefined) this.#whom.set(caseId, known);
    return known;
  }

  async #send(operation: Operation, body: Readonly<Record<string, unknown>>, planting: Planting): Promise<Done> {
    const { ledger } = this.options;
    ledger.sent(planting, ledger.marks.mint('name', { where: `${operation.name} by`, dataClass: 'actor', planting }));
    const answer = await this.#request(operation, body, planting);
    if (answer.status < 300) await this.#taken(answer, planting);
    return { operation: { ...operation, body }, planting, answer };
  }

  /** A command that was taken, sent again, and then its key used for another body: the second is refused, and what it says is recorded nowhere. */
  async again({ operation, planting }: Done): Promise<readonly Done[]> {
    const { body, planting: other } = this.#sower.sow(planting.by, planting.name, operation.body);
    this.options.ledger.sent(other, this.options.ledger.actorOf(planting));
    return [{ operation, planting, answer: await this.#request(operation, operation.body, planting) }, { operation, planting: other, answer: await this.#request(operation, body, other) }];
  }

  #request({ who, name, caseId, key, supervisor }: Operation, body: Readonly<Record<string, unknown>>, planting: Planting): Promise<Answer> {
    const { everybody, ledger } = this.options;
    return everybody.ask(idOf(who), {
      method: 'POST', url: `${everybody.serviceOf(roleOf(who))}/cases/${caseId === undefined ? '' : `${caseId}/`}${name}`, body: JSON.stringify(body), supervisor,
      headers: { 'content-type': 'application/json', 'idempotency-key': key, 'guitu-now': this.now, 'guitu-user': encodeURIComponent(ledger.actorOf(planting)) },
    });
  }

  async #taken({ body }: Answer, planting: Planting): Promise<void> {
    const { ledger } = this.options;
    const { caseId, events } = body as unknown as { readonly caseId: string; readonly events: readonly { readonly id: string; readonly type: string }[] };
    const event = events.find(({ type }) => type.includes(`.${planting.name}.v`));
    if (event === undefined) throw new Error(`the answer to ${planting.name} does not name its event`);
    ledger.recorded(planting, { id: event.id, caseId });
    await this.refresh(caseId);
  }

  /** Reads what was written since the last look: to the case, and to the persons of all cases, because a link stands with one of the two. */
  async refresh(caseId: string): Promise<void> {
    await this.#read(caseStream(caseId));
    for (const { personId } of this.#watcher.cases.values()) await this.#read(personStream(personId));
  }

  async #read(stream: string): Promise<void> {
    const known = this.#watcher.stream(stream).length;
    const added = (await this.options.hub.log.readStream(stream)).slice(known);
    if (added.length > 0) this.#watcher.take(stream, added);
  }
}
