import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegisterData } from '@guitu/contracts';
import type { Hub } from '@guitu/standalone';
import type { CipherRun } from '../limits/aes-gcm.js';
import type { ConsumerOptions } from '../limits/kafka-consumer.js';
import type { ProducerOptions } from '../limits/kafka-producer.js';
import type { KnownCase } from '../limits/indexed-reads.js';
import type { SelectOptions, Selected } from '../limits/select-and-parse.js';
import type { TransactionsOptions, TransactionsRun } from '../limits/sqlite-transactions.js';
import type { AppendRun } from '../load/grouped-appends.js';
import { fetchTokens, renewalOf } from '../load/tokens.js';
import type { DurableServiceOptions } from '../subjects/durable-service.js';
import type { EventStoreDbOptions } from '../subjects/eventstoredb.js';
import type { HubSubjectOptions } from '../subjects/hub.js';
import type { KafkaWorklistOptions } from '../subjects/kafka-worklist.js';
import type { RelaySubjectOptions } from '../subjects/relay.js';
import type { StoreSubjectOptions } from '../subjects/store.js';
import type { VaultSubjectOptions } from '../subjects/vault.js';
import { startChild } from './child.js';
import type { Child } from './child.js';
import type { MeasuredRun } from './processor-time.js';

const script = (path: string): URL => new URL(`../${path}.js`, import.meta.url);

/** Starts programs and stops them all at the end, whatever happened. */
export interface Programs {
  echo(): Promise<{ readonly pid: number; readonly url: string }>;
  durableService(): Promise<{ readonly pid: number; readonly url: string; readonly token: string }>;
  /** A hub on this data directory, or on an empty one. */
  hub(register: RegisterData, dataDirectory?: string, without?: HubSubjectOptions['without']): Promise<HubProgram>;
  selecting(file: string): Promise<{ run(categories: readonly string[]): Promise<Selected> }>;
  indexedReads(file: string): Promise<{ cases(count: number): Promise<readonly KnownCase[]>; run(cases: readonly KnownCase[]): Promise<readonly number[]> }>;
  store(): Promise<{ run(run: AppendRun): Promise<number> }>;
  eventStoreDb(options: EventStoreDbOptions): Promise<Appending>;
  eventStoreDbClient(options: EventStoreDbOptions): Promise<Appending>;
  vault(): Promise<Ciphers>;
  ciphers(): Promise<Ciphers>;
  relay(options: RelaySubjectOptions): Promise<{ run(): Promise<MeasuredRun> }>;
  producing(options: ProducerOptions): Promise<{ run(): Promise<MeasuredRun> }>;
  /** Takes what the topics have, from their start. */
  kafkaWorklist(options: Omit<KafkaWorklistOptions, 'directory'>): Promise<{ run(): Promise<MeasuredRun> }>;
  /** Reads so many messages from the start of the topics. */
  consuming(options: ConsumerOptions): Promise<{ run(events: number): Promise<MeasuredRun> }>;
  transactions(): Promise<{ run(run: TransactionsRun): Promise<readonly number[]> }>;
}
export interface Appending {
  run(run: AppendRun): Promise<MeasuredRun>;
}
export interface Ciphers {
  /** Microseconds of each. */
  run(work: 'seal' | 'open' | 'fingerprint', run: CipherRun): Promise<number>;
}
export interface HubProgram {
  readonly pid: number;
  readonly urls: Hub['urls'];
  readonly tokens: ReadonlyMap<string, string>;
  /** To be called every few minutes by whoever runs for longer than tokens last. */
  readonly renewTokens: () => Promise<void>;
  readonly dataDirectory: string;
  /** Resolves when its projections have taken all that it was told so far. */
  readonly settled: () => Promise<void>;
  /** Builds a projection anew; answers with the milliseconds that it took. */
  rebuild(projection: string): Promise<number>;
  memory(): Promise<NodeJS.MemoryUsage>;
}

const appendingOf = (child: Child): Appending => ({ run: (run) => child.call('run', run) });
const ciphersOf = (child: Child): Ciphers => ({ run: (work, run) => child.call(work, run) });

/** Gives programs to `use` and closes them when it is done. */
export async function withPrograms<T>(scratch: string, use: (programs: Programs) => Promise<T>): Promise<T> {
  const children: Child[] = [];
  const start = async (path: string, argument: unknown, errors?: string): Promise<Child> => {
    const child = await startChild({ script: script(path), argument, ...(errors === undefined ? {} : { errors }) });
    children.push(child);
    return child;
  };
  const directory = (): Promise<string> => mkdtemp(join(scratch, 'run-'));
  const programs: Programs = {
    echo: async () => {
      const child = await start('limits/express-echo', undefined);
      return { pid: child.pid, url: await child.call<string>('url') };
    },
    durableService: async () => {
      const child = await start('subjects/durable-service', { file: join(await directory(), 'log.db') } satisfies DurableServiceOptions);
      return { pid: child.pid, url: await child.call<string>('url'), token: await child.call<string>('token') };
    },
    hub: async (register, given, without) => {
      const dataDirectory = given ?? (await directory());
      const child = await start('subjects/hub', { dataDirectory, register, ...(without === undefined ? {} : { without }) } satisfies HubSubjectOptions, join(scratch, 'hub.log'));
      const urls = await child.call<Hub['urls']>('urls');
      const tokens = await fetchTokens(urls.issuer, register.organisations.map(({ id }) => id));
      return { pid: child.pid, urls, tokens, renewTokens: renewalOf(tokens, urls.issuer), dataDirectory, settled: () => child.call<void>('settled'), rebuild: (projection) => child.call('rebuild', projection), memory: () => child.call('memory') };
    },
    selecting: async (file) => {
      const child = await start('limits/select-and-parse', { file } satisfies SelectOptions);
      return { run: (categories) => child.call('run', categories) };
    },
    indexedReads: async (file) => {
      const child = await start('limits/indexed-reads', { file } satisfies SelectOptions);
      return { cases: (count) => child.call('cases', count), run: (cases) => child.call('run', cases) };
    },
    store: async () => {
      const child = await start('subjects/store', { file: join(await directory(), 'log.db') } satisfies StoreSubjectOptions);
      return { run: (run) => child.call('run', run) };
    },
    eventStoreDb: async (options) => appendingOf(await start('subjects/eventstoredb', options)),
    eventStoreDbClient: async (options) => appendingOf(await start('limits/eventstoredb-client', options)),
    vault: async () => ciphersOf(await start('subjects/vault', { directory: join(await directory(), 'keys') } satisfies VaultSubjectOptions)),
    ciphers: async () => ciphersOf(await start('limits/aes-gcm', undefined)),
    relay: async (options) => {
      const child = await start('subjects/relay', options);
      return { run: () => child.call('run') };
    },
    producing: async (options) => {
      const child = await start('limits/kafka-producer', options);
      return { run: () => child.call('run') };
    },
    kafkaWorklist: async (options) => {
      const child = await start('subjects/kafka-worklist', { ...options, directory: await directory() } satisfies KafkaWorklistOptions);
      return { run: () => child.call('run') };
    },
    consuming: async (options) => {
      const child = await start('limits/kafka-consumer', options);
      return { run: (events) => child.call('run', events) };
    },
    transactions: async () => {
      const child = await start('limits/sqlite-transactions', { file: join(await directory(), 'rows.db') } satisfies TransactionsOptions);
      return { run: (run) => child.call('run', run) };
    },
  };
  try {
    return await use(programs);
  } finally {
    await Promise.all(children.map((child) => child.close()));
  }
}
