import { rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { RegisterData } from '@guitu/contracts';
import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import { hubIdentity, systemRuntime } from '@guitu/service-kit';
import type { ServiceName } from '@guitu/service-kit';
import { startServices, stopServices, urlsOf } from '@guitu/standalone';
import type { Hub, ServiceProcesses } from '@guitu/standalone';
import { startEventStore } from './eventstoredb.js';
import type { OwnEventStore } from './eventstoredb.js';
import { freePortBase } from './free-ports.js';
import { temporaryDirectory } from './hub.js';
import { register as testRegister } from './register.js';

/** A hub of which each service is a real process, on any free ports. */
export interface DistributedHub {
  readonly urls: Hub['urls'];
  /** Each can be killed, stopped and started again. One that dies by itself is started again, as by a supervisor. */
  readonly services: ServiceProcesses;
  /** For tests that read the log or break its server. */
  readonly eventStore: OwnEventStore;
  /** Where its log is, for `openEventStoreDb` and `openEventStoreDbFeed`. */
  readonly log: { readonly url: string; readonly namespace: string };
  /** `GUITU_DATA` of all processes. */
  readonly directory: string;
  /** What a process has written to its standard error so far. */
  said(service: ServiceName): string;
  /** How often processes died without being asked to. */
  deaths(): number;
  /** Resolves when each service says that it is ready; throws after that many milliseconds and names what is missing. */
  ready(limitMs?: number): Promise<void>;
  /** Ends all processes in good order and removes the files. */
  close(): Promise<void>;
}

export interface DistributedHubOptions {
  readonly register?: RegisterData;
  /** host:port of the brokers. */
  readonly brokers: readonly string[];
  /** Settings of every process, beside those that the hub needs. */
  readonly environment?: Readonly<Record<string, string>>;
  /** Business time of the log's birth, in milliseconds; that of whichever service comes first when absent. */
  readonly bornAt?: number;
}

/** Makes the log and writes its first event, before any service can. */
async function bear(log: DistributedHub['log'], bornAt: number): Promise<void> {
  const store = await openEventStoreDb(log);
  await hubIdentity(store, systemRuntime, bornAt);
  await store.close();
}

/** Starts it and resolves when all of it is ready, within two minutes. Several may share one broker: each has a namespace of its own. */
export async function startDistributedHub({ register = testRegister, brokers, environment = {}, bornAt }: DistributedHubOptions): Promise<DistributedHub> {
  const [directory, portBase, eventStore] = await Promise.all([temporaryDirectory(), freePortBase(), startEventStore()]);
  const organisations = join(directory, 'organisations.json');
  await writeFile(organisations, JSON.stringify(register));
  const namespace = `test-${process.pid}-${portBase}`;
  const log = { url: eventStore.url, namespace };
  if (bornAt !== undefined) await bear(log, bornAt);
  const logs = new Map<ServiceName, string>();
  let deaths = 0;
  const services = startServices({
    config: { portBase },
    runtime: systemRuntime,
    environment: {
      PATH: process.env['PATH'], GUITU_SAMPLE: 'on', GUITU_LOG_LEVEL: 'warn', GUITU_DATA: directory, GUITU_PORT_BASE: String(portBase), GUITU_ORGANISATIONS: organisations,
      EVENTSTORE_URL: eventStore.url, KAFKA_BROKERS: brokers.join(','), GUITU_NAMESPACE: namespace, ...environment,
    },
    onLine: (service, line) => void logs.set(service, `${logs.get(service) ?? ''}${line}\n`),
    onDeath: () => {
      deaths += 1;
      return true;
    },
  });
  const all = Object.values(services);
  const hub: DistributedHub = {
    urls: urlsOf(services),
    services,
    eventStore,
    log,
    directory,
    said: (service) => logs.get(service) ?? '',
    deaths: () => deaths,
    ready: async (limitMs = 120_000) => {
      const late = AbortSignal.timeout(limitMs);
      await Promise.all(all.map((service) => service.ready(late)));
      if (!late.aborted) return;
      const missing = await Promise.all(all.map(async (service) => ({ name: service.name, missing: await service.missing(), log: logs.get(service.name) })));
      throw new Error(`not ready after ${limitMs} ms: ${JSON.stringify(missing.filter((one) => one.missing !== undefined))}`);
    },
    close: async () => {
      await stopServices(services);
      await eventStore.stop();
      await rm(directory, { recursive: true });
    },
  };
  try {
    await hub.ready();
    return hub;
  } catch (error) {
    await hub.close();
    throw error;
  }
}
