import { createHash } from 'node:crypto';
import type { Whom } from '@guitu/referral/testing';
import { chanceFrom } from '../support/seed.js';
import { Client } from './agencies/client.js';
import { asker, nextOperation } from './agencies/moves.js';
import { anybody } from './agencies/people.js';
import { lawfulOnReplay, nothingInSilence, projectionsAgree, sealedPartsOpen } from './checks/afterwards.js';
import { Findings } from './checks/findings.js';
import { Journal } from './checks/journal.js';
import { LogWatcher } from './checks/log-watcher.js';
import { Reader } from './checks/reader.js';
import { Faults } from './faults.js';
import type { FaultKind } from './faults.js';
import { SimulatedHub } from './hub/hub.js';
import { remove, scratch } from './hub/keys.js';
import { Log } from './hub/log.js';
import { unchanged } from './hub/mutation.js';
import type { Mutation } from './hub/mutation.js';
import { projectionNames } from './hub/projections.js';
import { Machine, businessClock } from './machine.js';
import { Scheduler } from './scheduler.js';
import { beginningNames, worldOf } from './world.js';

const AGENTS = 4;
const OPERATIONS = 16;
const DAY_MS = 86_400_000;

export interface Outcome {
  readonly seed: number;
  /** What was wrong first; absent when nothing was. */
  readonly wrong?: string;
  readonly trace: readonly string[];
  /** Of what happened in this schedule, how often. */
  readonly events: ReadonlyMap<string, number>;
  readonly refusals: ReadonlyMap<string, number>;
  readonly faults: ReadonlyMap<FaultKind, number>;
}

/** Changes with everything that happened, in whatever order. */
export const fingerprintOf = ({ trace, wrong }: Outcome): string => createHash('sha256').update(JSON.stringify([trace, wrong])).digest('hex');

/** One schedule: the whole hub and some agencies under one seed. Never throws for what goes wrong in it. */
export async function runSchedule(seed: number, mutation: Mutation = unchanged): Promise<Outcome> {
  const schedule = new Schedule(seed, mutation);
  try {
    await schedule.run();
    return schedule.outcome();
  } catch (error) {
    return schedule.outcome(error instanceof Error ? error.message : String(error));
  } finally {
    await schedule.dispose();
  }
}

class Schedule {
  readonly #chance;
  readonly #scheduler = new Scheduler();
  readonly #findings = new Findings();
  readonly #faults: Faults;
  readonly #log = new Log(this.#scheduler);
  readonly #watcher = new LogWatcher(this.#findings);
  readonly #journal = new Journal(this.#watcher, this.#findings);
  readonly #directory = scratch('schedule');
  readonly #whom = new Map<string, Whom>();
  #hub: SimulatedHub | undefined;
  #before = 0;

  constructor(
    private readonly seed: number,
    private readonly mutation: Mutation,
  ) {
    this.#chance = chanceFrom(seed);
    this.#faults = new Faults(this.#chance, (line) => this.#scheduler.tell(line));
  }

  async run(): Promise<void> {
    const chance = this.#chance;
    const scheduler = this.#scheduler;
    const beginning = chance.pick(beginningNames);
    scheduler.tell(`seed ${this.seed}, ${beginning}`);
    const world = await worldOf(beginning);
    this.#log.watch((stream, added) => {
      scheduler.tell(`log ${stream.slice(0, 13)} ${added.map(({ revision, type, id }) => `${revision} ${type} ${id}`).join(', ')}`);
      this.#watcher.take(stream, added);
    });
    for (const { stream, events } of world.appends) {
      const length = this.#watcher.stream(stream).length;
      await this.#log.append(stream, events, length === 0 ? 'no-stream' : length - 1);
    }
    this.#before = this.#watcher.events.length;
    const sent = new Set(this.#watcher.commands.keys());

    const clock = businessClock(scheduler, world.now);
    const projections = ['worklist', chance.pick(projectionNames.slice(1))] as const;
    const hub = new SimulatedHub({ scheduler, chance, faults: this.#faults, clock, log: this.#log, hubId: world.hubId, keys: world.keys, directory: this.#directory, projections, mutation: this.mutation });
    this.#hub = hub;
    await hub.start();

    scheduler.disturb = () => {
      this.#findings.stop();
      if (this.#faults.strikes('hub-killed')) hub.kill();
      if (this.#faults.strikes('projections-killed')) hub.killProjections();
      if (this.#faults.strikes('rebuilt-while-serving')) void hub.projections?.rebuild(chance.pick(projections)).catch(() => undefined);
      if (this.#faults.strikes('clock-forward')) clock.turn(chance.below(40 * DAY_MS));
      if (this.#faults.strikes('clock-back')) clock.turn(-chance.below(2 * DAY_MS));
    };
    const agencies = new Machine('agencies', scheduler, chance);
    const client = new Client(agencies, hub, this.#faults, this.#journal, clock);
    const reader = new Reader(client, this.#watcher, this.#findings, clock);
    await this.#agencies(agencies, client, reader, clock.now);

    this.#faults.stop();
    await scheduler.until(() => hub.up, 'the hub to be up again');
    // What was acknowledged is acknowledged again in the same words, long after.
    for (const { operation, body } of this.#journal.accepted.filter(() => chance.percent(25))) await this.#finish(client.send(operation, body), `a retry of ${operation.name}`);
    for (const [caseId, state] of this.#watcher.cases) await this.#finish(reader.view(asker(chance, state), caseId), 'a view');
    this.#journal.conclude(sent);
    this.#findings.stop();

    await this.#caughtUp(hub);
    const aftermath = { hub, log: this.#log, watcher: this.#watcher, journal: this.#journal, findings: this.#findings, projections };
    await this.#finish(projectionsAgree(aftermath), 'the rows to be compared');
    nothingInSilence(aftermath);
    lawfulOnReplay(aftermath);
    await this.#finish(sealedPartsOpen(aftermath), 'the sealed parts to be opened');
    this.#findings.stop();
  }

  /** Some agencies at once, until so many things were reported or tried. */
  async #agencies(machine: Machine, client: Client, reader: Reader, now: () => number): Promise<void> {
    const chance = this.#chance;
    let left = OPERATIONS;
    const whomOf = (caseId: string | undefined): Whom => {
      const known = this.#whom.get(caseId ?? '') ?? anybody(chance);
      if (caseId !== undefined) this.#whom.set(caseId, known);
      return known;
    };
    const agent = async (): Promise<void> => {
      while (left > 0) {
        left -= 1;
        await machine.delay(20, 'thinks');
        const [caseId, state] = chance.pick([...this.#watcher.cases, ['', this.#watcher.sight(undefined)] as const]);
        if (caseId !== '' && chance.percent(20)) await reader.view(asker(chance, state), caseId);
        if (chance.percent(8)) await reader.list(asker(chance, state), chance.pick(['for-me', 'for-others', 'custody']));
        const operation = nextOperation({ chance, faults: this.#faults, watcher: this.#watcher, now, whomOf });
        if (operation === undefined) continue;
        const answer = await client.perform(operation);
        if (answer !== undefined && answer.status < 300 && chance.percent(10)) await client.send(operation, operation.body);
      }
    };
    await this.#finish(Promise.all(Array.from({ length: AGENTS }, agent)), 'the agencies to be done');
  }

  /** Lets the scheduler go on until the work has ended; throws what it throws. */
  async #finish(work: Promise<unknown>, what: string): Promise<void> {
    let ended = false;
    const end = (): void => {
      ended = true;
    };
    work.then(end, end);
    await this.#scheduler.until(() => ended, what);
    await work;
  }

  async #caughtUp(hub: SimulatedHub): Promise<void> {
    const head = (await this.#log.store.head()) ?? '';
    await this.#scheduler.until(async () => {
      const status = await hub.projections?.status();
      return status?.every(({ caughtUp, rebuilding, position = '' }) => caughtUp && !rebuilding && position >= head) ?? false;
    }, 'the projections to have caught up');
  }

  outcome(wrong?: string): Outcome {
    const events = new Map<string, number>();
    for (const { name } of this.#watcher.events.slice(this.#before)) events.set(name, (events.get(name) ?? 0) + 1);
    return { seed: this.seed, trace: this.#scheduler.trace, events, refusals: this.#journal.refusals, faults: this.#faults.injected, ...(wrong === undefined ? {} : { wrong }) };
  }

  async dispose(): Promise<void> {
    await this.#hub?.dispose();
    remove(this.#directory);
  }
}
