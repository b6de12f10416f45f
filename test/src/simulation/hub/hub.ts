import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { createAgency } from '@guitu/agency-kit';
import type { AgencyRole } from '@guitu/contracts';
import { openProjectionReader } from '@guitu/event-bus';
import type { ProjectionReader, Projections } from '@guitu/event-bus';
import { sampleRegister } from '@guitu/referral/testing';
import type { Who } from '@guitu/referral/testing';
import { divisionOf, idOf, roleOf } from '@guitu/referral/testing';
import { createCaseReader, silentLogger } from '@guitu/service-kit';
import type { Caller, CaseReader, Service, Verifier } from '@guitu/service-kit';
import { agencies } from '@guitu/standalone';
import type { LocalVault } from '@guitu/vault';
import type { Chance } from '../../support/seed.js';
import type { Faults } from '../faults.js';
import type { BusinessClock } from '../machine.js';
import { Machine, runtimeOf } from '../machine.js';
import type { Scheduler } from '../scheduler.js';
import { imageOf, openSimulatedVault, unreliable } from './keys.js';
import type { Log } from './log.js';
import type { Mutation } from './mutation.js';
import type { ProjectionName } from './projections.js';
import { startProjections } from './projections.js';
import type { StoreOfMachine } from './store.js';
import { storeOver } from './store.js';
import { exchange } from './wire.js';
import type { Answer, Request } from './wire.js';

const RESTART_MS = 400;

/** Tokens are simulated: whoever says who they are is believed, because nothing here is about forging them. */
export const authorization = (who: Who, supervisor: boolean): string => `Bearer ${who}${supervisor ? '.supervisor' : ''}`;

const verifier: Verifier = {
  knows: () => true,
  verify(header = ''): Caller {
    const [who, scope] = header.replace('Bearer ', '').split('.') as [Who, string?];
    return { organisation: idOf(who), role: roleOf(who), division: divisionOf(who), client: 'simulated', scopes: new Set(scope === undefined ? [] : ['supervisor']) };
  },
};

export interface HubOptions {
  readonly scheduler: Scheduler;
  readonly chance: Chance;
  readonly faults: Faults;
  readonly clock: BusinessClock;
  readonly log: Log;
  readonly hubId: string;
  /** The keys as they are when the hub starts for the first time. */
  readonly keys: string;
  /** Will hold the keys of each life, and the projections. */
  readonly directory: string;
  readonly projections: readonly ProjectionName[];
  readonly mutation: Mutation;
}

/** One life of the hub's process, from a start to a kill. */
interface Life {
  readonly main: Machine;
  readonly vault: LocalVault;
  readonly worklist: ProjectionReader;
  readonly store: StoreOfMachine;
  readonly cases: CaseReader;
  readonly services: Map<string, Service>;
}
interface Thread {
  readonly machine: Machine;
  readonly projections: Projections;
}

/** The embedded hub without sockets: the services, the vault and the thread of projections of the real one, on simulated machines that can be killed. */
export class SimulatedHub {
  readonly incidents: string[] = [];
  #life: Life | undefined;
  #thread: Thread | undefined;
  #lives = 0;
  readonly #past: (() => Promise<void>)[] = [];
  readonly #operator: Machine;
  readonly #mains: Machine[] = [];

  constructor(private readonly options: HubOptions) {
    this.#operator = new Machine('operator', options.scheduler, options.chance);
  }

  get up(): boolean {
    return this.#life !== undefined && this.#thread !== undefined;
  }
  get vault(): LocalVault | undefined {
    return this.#life?.vault;
  }
  get projections(): Projections | undefined {
    return this.#thread?.projections;
  }
  get main(): Machine | undefined {
    return this.#life?.main;
  }

  async start(): Promise<void> {
    const { scheduler, chance, log, faults, mutation } = this.options;
    this.#lives += 1;
    if (this.#lives === 1) imageOf(this.options.keys, this.#keys);
    const main = new Machine(`hub${this.#lives}`, scheduler, chance);
    this.#mains.push(main);
    const vault = await openSimulatedVault(this.#keys, main);
    const worklist = openProjectionReader({ directory: this.#projectionDirectory, name: 'worklist' });
    const store = mutation.store(storeOver(log, main, faults), log);
    const life = { main, vault, worklist, store, cases: createCaseReader(store), services: new Map<string, Service>() };
    this.#life = life;
    this.#past.push(async () => {
      worklist.close();
      await vault.close();
    });
    await this.#startThread();
  }

  async #startThread(): Promise<void> {
    const { scheduler, chance, faults, clock, log, projections: names, mutation } = this.options;
    const life = this.#life;
    if (life === undefined) return;
    const machine = new Machine(`${life.main.name}-projections`, scheduler, chance);
    const projections = await startProjections({
      names, machine, clock, faults,
      directory: this.#projectionDirectory,
      store: mutation.feed(storeOver(log, machine, faults)),
      vault: unreliable(life.vault, machine, faults),
      alter: mutation.definition,
      onIncident: ({ kind, projection, detail }) => {
        this.incidents.push(`${projection ?? ''} ${kind}: ${detail}`);
        scheduler.tell(`incident ${projection ?? ''} ${kind}`);
      },
      die: () => this.killProjections(),
    });
    this.#thread = { machine, projections };
    this.#past.push(async () => {
      const closing = projections.close();
      machine.dispose();
      await closing;
    });
  }

  /** What a client gets who sends now: an answer some time later, or nothing, because the process died over it. */
  async take(role: AgencyRole, request: Request): Promise<Answer | undefined> {
    const life = this.#life;
    if (life === undefined) return undefined;
    const service = this.#service(life, role);
    return await Promise.race([exchange(service, request).then(this.options.mutation.answer), life.main.death]);
  }

  kill(): void {
    const life = this.#life;
    const { scheduler, directory, faults, mutation } = this.options;
    if (life === undefined) return;
    scheduler.tell('the hub is killed');
    this.#life = undefined;
    life.main.kill();
    imageOf(mutation.forgetsKeys ? this.options.keys : this.#keys, join(directory, `keys${this.#lives + 1}`));
    this.#endThread();
    if (faults.strikes('projection-file-lost')) this.#loseProjectionFile();
    scheduler.after(this.options.chance.below(RESTART_MS), this.#operator, 'the hub starts', () => void this.start());
  }

  killProjections(): void {
    const { scheduler, chance, faults } = this.options;
    if (this.#thread === undefined) return;
    scheduler.tell('the projections are killed');
    this.#endThread();
    if (faults.strikes('projection-file-lost')) this.#loseProjectionFile();
    const life = this.#life;
    if (life !== undefined) scheduler.after(chance.below(RESTART_MS), life.main, 'the projections start', () => void this.#startThread());
  }

  /** Closes the files of all lives. */
  async dispose(): Promise<void> {
    this.#operator.kill();
    // No task runs any more, and projections that are closing may wait for a commit of the vault's: a machine that is switched off has it done.
    for (const main of this.#mains) main.dispose();
    for (const end of this.#past.splice(0).reverse()) await end();
  }

  #endThread(): void {
    this.#thread?.machine.kill();
    this.#thread = undefined;
  }

  get #keys(): string {
    return join(this.options.directory, `keys${this.#lives}`);
  }
  get #projectionDirectory(): string {
    return join(this.options.directory, 'projections');
  }

  #loseProjectionFile(): void {
    const directory = this.#projectionDirectory;
    const file = this.options.chance.pick(readdirSync(directory).filter((name) => name.endsWith('.db')).sort());
    for (const suffix of ['', '-wal', '-shm']) rmSync(join(directory, `${file}${suffix}`), { force: true });
  }

  /** Made when it is first asked, because making one costs more than most of what it is then asked. */
  #service(life: Life, role: AgencyRole): Service {
    const { chance, mutation } = this.options;
    const name = `${role}${mutation.instances === 1 ? '' : chance.below(mutation.instances)}`;
    const known = life.services.get(name);
    if (known !== undefined) return known;
    const { faults, clock } = this.options;
    const agency = agencies.find((one) => one.role === role);
    if (agency === undefined) throw new RangeError(`no agency ${role}`);
    const made = createAgency(agency, {
      store: life.store,
      cases: life.cases,
      vault: unreliable(life.vault, life.main, faults),
      register: sampleRegister,
      worklist: life.worklist,
      projections: { status: async () => (await this.projections?.status()) ?? [] },
      runtime: runtimeOf(life.main, clock),
      logger: silentLogger,
      verifier,
      hubId: this.options.hubId,
      sample: false,
      tokenUrl: '',
    });
    life.services.set(name, made);
    return made;
  }
}
