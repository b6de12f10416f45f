import { caseNumber, localYearOf } from '@guitu/contracts';
import type { Role, SealedClass } from '@guitu/contracts';
import type { CaseState } from '@guitu/referral';
import { documentsOf, hasBody, isCommand } from '../../surface/documents.js';
import type { Operation } from '../../surface/documents.js';
import { each } from '../../surface/http.js';
import type { Answer } from '../../surface/http.js';
import type { Everybody, PlantedHub } from '../lifecycles/hub.js';
import type { Ledger } from '../lifecycles/ledger.js';
import type { Mark } from '../marks/marks.js';
import { nameOfCell } from '../oracle/matrix.js';
import { permitted, permittedText } from '../oracle/oracle.js';
import type { Caller, Permission } from '../oracle/oracle.js';
import { described, misplaced } from './answers.js';
import { waysToAsk, waysToSearch } from './fill.js';
import type { Filled, Known } from './fill.js';
import { namesOfOthers } from './organisations.js';

const TOGETHER = 8;
/** Milliseconds for a list that is derived from the log to show what was just recorded. */
const SETTLED_MS = 3_000;

export interface ReadingOptions {
  readonly hub: PlantedHub;
  readonly everybody: Everybody;
  readonly ledger: Ledger;
}

/** What was shown to whom that must not be, and how much was tried. */
export class Reading {
  /** One line for each leak, told once however often it is seen. */
  readonly findings = new Set<string>();
  /** By cell of the matrix (`hospital identity: masked when takes part`): how often something was shown by it. */
  readonly tried = new Map<string, number>();
  /** Operations that were answered with what was asked for, and how often. */
  readonly asked = new Map<string, number>();
  /** Parameters by which they were asked: `GET /looks?viewer`. */
  readonly parameters = new Set<string>();
  /** Erasures, restrictions and liftings that were proposed. */
  readonly matters: string[] = [];
  /** Humans in whose name something was asked: they stand in the list of looks. */
  readonly #lookers = new Set<string>();
  readonly #states = new Map<string, CaseState>();
  readonly #erased = new Set<string>();
  #operations: readonly Operation[] = [];

  constructor(private readonly options: ReadingOptions) {}

  /** Walks the OpenAPI documents of all services. */
  async open(): Promise<void> {
    this.#operations = (await documentsOf(this.options.hub.urls)).operations;
  }
  get operations(): readonly Operation[] {
    return this.#operations;
  }

  /** Cases as they are now, and persons who were erased. */
  know(states: ReadonlyMap<string, CaseState>, erased: Iterable<string> = []): void {
    for (const [caseId, state] of states) this.#states.set(caseId, state);
    for (const personId of erased) this.#erased.add(personId);
  }
  get cases(): readonly string[] {
    return [...this.#states.keys()];
  }

  found(line: string): void {
    this.findings.add(line);
  }

  permission(caller: Caller, caseId: string, now: string): Permission {
    const state = this.#states.get(caseId);
    if (state === undefined) throw new Error(`nothing is known of case ${caseId}`);
    return permitted({ caller, state, erased: this.#erased.has(state.personId), plantings: this.options.ledger.ofCase(caseId), register: this.options.everybody.register, now });
  }

  /** Reads what there is about these cases, as everybody. `thorough`: lists, searches and reports as well, with each parameter. */
  async read(caseIds: readonly string[], now: string, thorough: boolean): Promise<void> {
    let events = 0;
    if (thorough) for await (const page of this.options.hub.log.subscribe({ live: false })) events += page.events.length;
    const known = this.#known(caseIds, now, events);
    const reads = this.#operations.filter((operation) => !isCommand(operation));
    const questions = reads.flatMap((operation) => {
      const ways = hasBody(operation) ? waysToSearch(operation, known) : waysToAsk(operation, known, thorough);
      if (!thorough && ways.every(({ about }) => about === undefined)) return [];
      const [allowed, others] = [this.options.everybody.callers.filter(({ role }) => operation.roles.includes(role)), thorough ? this.#oneOfEach(operation) : []];
      return [...allowed.flatMap((caller) => ways.flatMap((way) => this.#workers(caller, way).map((worker) => ({ operation, caller: worker, way })))), ...others.flatMap((caller) => ways.slice(0, 1).map((way) => ({ operation, caller, way })))];
    });
    await each(questions, async (question) => {
      await this.#question(question, now);
      return [];
    }, TOGETHER);
  }

  #known(caseIds: readonly string[], now: string, events: number): Known {
    const states = caseIds.flatMap((caseId) => this.#states.get(caseId) ?? []);
    const planted = [...this.options.ledger.marks.all()].filter(({ planting }) => planting?.event !== undefined && caseIds.includes(planting.event.caseId));
    const valueOf = ({ planting, where }: Mark): readonly string[] => {
      const person = planting?.fields.identity?.['person'] as Readonly<Record<string, unknown>> | undefined;
      const value = person?.[where.split('.').at(-1) ?? ''];
      return typeof value === 'string' ? [value] : [];
    };
    const persons = (member: string): readonly string[] => planted.filter(({ where }) => where.endsWith(`.person.${member}`)).flatMap(valueOf).slice(0, 2);
    return {
      caseIds, now, events,
      personIds: states.map(({ personId }) => personId),
      matterIds: this.matters,
      placementIds: states.flatMap(({ placements }) => Object.keys(placements)),
      names: persons('name'),
      idNumbers: persons('idNumber'),
      caseNumbers: states.slice(0, 1).map(({ caseId, opened }) => caseNumber(caseId, localYearOf(opened?.at ?? now))),
      organisations: this.options.everybody.register.all.map(({ id }) => id),
    };
  }

  /** The organisation without a name, and everybody there whom the case knows by name: of a child's record each of them may see something else. */
  #workers(caller: Caller, { about }: Filled): readonly Caller[] {
    const state = this.#states.get(about ?? '');
    if (state === undefined) return [caller];
    const { opened, workers, approvedAccess, brokenGlass } = state;
    const named = [opened, ...Object.values(approvedAccess), ...Object.values(brokenGlass)].flatMap((one) => (one?.organisation === caller.organisation ? (one.user ?? []) : []));
    return [caller, ...[...new Set([...named, workers[caller.organisation] ?? ''])].filter((user) => user !== '').map((user) => ({ ...caller, user }))];
  }

  /** One of each kind of organisation that the operation is not for. */
  #oneOfEach({ roles }: Operation): readonly Caller[] {
    const kinds = new Map<Role, Caller>(this.options.everybody.callers.filter(({ role }) => !roles.includes(role)).map((caller) => [caller.role, caller]));
    return [...kinds.values()];
  }

  async #question({ operation, caller, way }: { readonly operation: Operation; readonly caller: Caller; readonly way: Filled }, now: string): Promise<void> {
    const begun = Date.now();
    for (;;) {
      const findings = await this.#pages(operation, caller, way, now);
      // What is read from a projection is a moment behind; what is read from the log is not.
      if (findings.length === 0 || way.about !== undefined || Date.now() - begun > SETTLED_MS) {
        for (const finding of findings) this.found(finding);
        return;
      }
    }
  }

  /** All pages of an answer. */
  async #pages(operation: Operation, caller: Caller, way: Filled, now: string): Promise<readonly string[]> {
    const findings: string[] = [];
    const next = operation.query.some(({ name }) => name === 'after') ? 'after' : 'cursor';
    if (caller.user !== undefined) this.#lookers.add(caller.user);
    for (let cursor: string | undefined; ; ) {
      const query = cursor === undefined ? way.query : `${way.query === '' ? '?' : `${way.query}&`}${next}=${encodeURIComponent(cursor)}`;
      const answer = await this.options.everybody.ask(caller.organisation, {
        method: operation.method, url: `${operation.base}${way.path}${query}`,
        headers: { 'guitu-now': now, ...(caller.user === undefined ? {} : { 'guitu-user': encodeURIComponent(caller.user) }), ...(way.body === undefined ? {} : { 'content-type': 'application/json' }) },
        ...(way.body === undefined ? {} : { body: JSON.stringify(way.body) }),
      });
      if (answer.status >= 500) throw new Error(`${operation.name}: ${answer.status} ${answer.text}`);
      if (answer.status < 300) this.#answered(operation, way);
      findings.push(...this.examine(`${caller.role} at ${operation.name}`, caller, answer, now, way.about));
      if (typeof answer.body['next'] !== 'string') return findings;
      cursor = answer.body['next'];
    }
  }

  #answered({ name }: Operation, { query }: Filled): void {
    this.asked.set(name, (this.asked.get(name) ?? 0) + 1);
    for (const parameter of new URLSearchParams(query).keys()) this.parameters.add(`${name}?${parameter}`);
  }

  /** What an answer shows that this caller must not see. `about`: the case or the person that was asked about; an answer about neither may hold nothing that is marked. */
  examine(what: string, caller: Caller, { status, text, headers, body }: Answer, now: string, about?: string): readonly string[] {
    const { ledger, everybody } = this.options;
    // Of a person: the cases of all who are linked, each of which the answer names.
    const cases = about === undefined ? [] : this.#states.has(about) ? [about] : this.cases.filter((caseId) => text.includes(caseId));
    const permission = (caseId: string): Permission => this.permission(caller, caseId, now);
    const shown = ledger.marks.in(text + JSON.stringify(headers));
    const allowed = new Set(status >= 300 || shown.length === 0 ? [] : cases.flatMap((caseId) => ledger.marks.in(permittedText(permission(caseId), ledger.ofCase(caseId), ledger.actorOf))));
    const listed = ({ planting, dataClass }: Mark): boolean => dataClass === 'actor' && planting?.event !== undefined && this.#states.has(planting.event.caseId) && permission(planting.event.caseId).listed(planting);
    const looked = ({ token }: Mark): boolean => caller.role === 'audit' && [...this.#lookers].some((user) => user.includes(token));
    const marks = shown.filter((mark) => !allowed.has(mark) && !(about === undefined && (listed(mark) || looked(mark))));
    const found = [
      ...marks.map((mark) => `${what} shows ${described(mark)}`),
      ...misplaced(body, ledger, permission, (dataClass, by) => this.#try(caller, dataClass, by)).map((line) => `${what} shows ${line}`),
      ...(status >= 300 ? [] : namesOfOthers(body, about, (caseId) => (this.#states.has(caseId) ? permission(caseId) : undefined), everybody.register)).map((line) => `${what} ${line}`),
    ];
    return [...new Set(found)];
  }

  #try({ role }: Caller, dataClass: SealedClass, permission: Permission): void {
    for (const cell of permission.cells(dataClass)) {
      const name = nameOfCell(role, dataClass, cell);
      this.tried.set(name, (this.tried.get(name) ?? 0) + 1);
    }
  }
}
