import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { guituTopics } from '@guitu/event-bus/kafka';
import type { ServiceName } from '@guitu/service-kit';
import { startDistributedHub } from '../../support/distributed-hub.js';
import type { DistributedHub } from '../../support/distributed-hub.js';
import { temporaryDirectory } from '../../support/hub.js';
import { startBroker } from '../../support/kafka.js';
import type { Broker } from '../../support/kafka.js';
import { freePortBase } from '../../support/free-ports.js';
import { startService } from '../../support/service-process.js';
import type { ServiceAlone } from '../../support/service-process.js';

/** A process that can be broken: SIGKILL, and the same again on the same files. */
export interface Breakable {
  readonly name: string;
  /** Resolves when the process is gone. */
  kill(): Promise<void>;
  /** Resolves when it was started; whether it is ready, `/readyz` says. */
  back(): Promise<void>;
}

/** A hub of processes with a broker and an event store of its own, each of which may be broken. */
export interface BrokenHub extends Pick<DistributedHub, 'urls' | 'log' | 'directory' | 'services' | 'deaths' | 'said' | 'ready'> {
  readonly broker: Broker;
  readonly topics: readonly string[];
  /** Every process of it. */
  readonly parts: Readonly<Record<ServiceName | 'broker' | 'event store', Breakable>>;
  /** Starts one more copy of a service, on ports of its own. */
  second(service: 'relay' | 'station'): Promise<ServiceAlone>;
  close(): Promise<void>;
}

export async function startBrokenHub(): Promise<BrokenHub> {
  const kafkaData = await temporaryDirectory();
  const broker = await startBroker({ dataDirectory: kafkaData });
  const endBroker = async (): Promise<void> => {
    await broker.stop();
    await rm(kafkaData, { recursive: true });
  };
  let hub: DistributedHub;
  try {
    hub = await startDistributedHub({ brokers: broker.brokers });
  } catch (error) {
    await endBroker();
    throw error;
  }
  const { urls, log, directory, services, eventStore } = hub;
  const ofService = (name: ServiceName): Breakable => ({ name, kill: () => services[name].stop('SIGKILL'), back: () => Promise.resolve(services[name].start()) });
  const processes = Object.fromEntries((Object.keys(services) as ServiceName[]).map((name) => [name, ofService(name)])) as Record<ServiceName, Breakable>;
  return {
    urls, log, directory, services, broker,
    deaths: () => hub.deaths(),
    said: (service) => hub.said(service),
    ready: (limitMs) => hub.ready(limitMs),
    topics: Object.keys(guituTopics(log.namespace).categories),
    parts: {
      ...processes,
      broker: { name: 'broker', kill: () => broker.kill(), back: () => broker.restart() },
      'event store': { name: 'event store', kill: () => eventStore.kill(), back: () => eventStore.restart() },
    },
    second: async (service) =>
      startService(service, {
        GUITU_PORT_BASE: String(await freePortBase()), GUITU_INSTANCE: 'second', GUITU_SAMPLE: 'on', GUITU_DATA: directory, GUITU_ORGANISATIONS: join(directory, 'organisations.json'),
        GUITU_ISSUER: services.issuer.url, GUITU_VAULT_URL: services.vault.url, EVENTSTORE_URL: log.url, KAFKA_BROKERS: broker.brokers.join(','), GUITU_NAMESPACE: log.namespace,
      }),
    close: async () => {
      await hub.close();
      await endBroker();
    },
  };
}
