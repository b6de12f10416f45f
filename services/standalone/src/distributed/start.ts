import { join, resolve } from 'node:path';
import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import type { EventFeed } from '@guitu/event-store';
import { StartError, hubIdentity, namespaceOf, serverPortOffsets, writableDirectory } from '@guitu/service-kit';
import type { Config, Environment, KeptParts, Runtime } from '@guitu/service-kit';
import type { Hub } from '../hub.js';
import { startKafka, startTrialEventStore } from './servers.js';
import type { ServerOptions } from './servers.js';
import { startServices, stopServices, urlsOf } from './service-processes.js';
import type { ServiceProcesses } from './service-processes.js';

export interface DistributedOptions {
  readonly config: Config;
  /** Given on to every process. */
  readonly environment: Environment;
  readonly runtime: Runtime;
  /** Business time of the log's birth, in milliseconds; now when absent. */
  readonly bornAt?: number;
  /** Ends the waiting for processes that do not become ready. */
  readonly signal: AbortSignal;
  /** Told in lines what happens; `from` is a process, or nothing for the whole. */
  readonly tell: (line: string, from?: string) => void;
}

export interface DistributedHub {
  readonly urls: Hub['urls'];
  readonly store: EventFeed;
  readonly services: ServiceProcesses;
}

const loud = [
  '',
  '  ****************************************************************************************',
  '  *  EVENTSTORE_URL is not set: the log is kept by a server that our own tests use.      *',
  '  *  It is for TRYING OUT only. Keep nobody\'s record in it (仅供试用，切勿用于真实数据).  *',
  '  ****************************************************************************************',
  '',
].join('\n');

/**
 * The distributed profile on this machine: each service a process of its own, kept running, over the event store and the broker that the environment names,
 * or over servers that are started along. What it opens goes to `keep` at once, so that whoever stops in the middle stops all of it.
 */
export async function startDistributed({ config, environment, runtime, bornAt = runtime.businessNow(), signal, tell }: DistributedOptions, keep: KeptParts['keep']): Promise<DistributedHub> {
  const dataDirectory = resolve(config.dataDirectory);
  await writableDirectory(dataDirectory);
  const server = (name: string, offset: number): ServerOptions => ({ port: config.portBase + offset, runtime, onRestart: () => tell('ended, and is started again.', name) });
  const kept = async <T extends { stop(): Promise<void> }>(starting: Promise<T>): Promise<T> => {
    const started = await starting;
    keep({ close: () => started.stop() });
    return started;
  };

  if ((environment['EVENTSTORE_URL'] ?? '') === '') tell(loud);
  const [url, brokers] = await Promise.all([
    environment['EVENTSTORE_URL'] || kept(startTrialEventStore(join(dataDirectory, 'eventstore.db'), server('event store', serverPortOffsets.eventStore))).then(({ said }) => said.url),
    environment['KAFKA_BROKERS'] || kept(startKafka(join(dataDirectory, 'kafka'), server('kafka', serverPortOffsets.kafka))).then(({ said }) => said.brokers.join(',')),
  ]);
  const store = keep(await openEventStoreDb({ url, namespace: namespaceOf(environment) }));
  await hubIdentity(store, runtime, bornAt);

  let started = false;
  const services = await new Promise<ServiceProcesses>((done, fail) => {
    const last: Record<string, string> = {};
    const processes = startServices({
      config, runtime,
      environment: { ...environment, GUITU_DATA: dataDirectory, EVENTSTORE_URL: url, KAFKA_BROKERS: brokers },
      onLine: (name, line) => {
        last[name] = line;
        tell(line, name);
      },
      onDeath: (name, { code, signal: by }) => {
        if (started) tell(`ended (${by ?? String(code)}), and is started again.`, name);
        else fail(new StartError(`The service ${name} ended at its start${last[name] === undefined ? '' : `: ${last[name]}`}`));
        return started;
      },
    });
    keep({ close: () => stopServices(processes) });
    Promise.all(Object.values(processes).map((one) => one.ready(signal))).then(() => {
      started = true;
      done(processes);
    }, fail);
  });
  return { urls: urlsOf(services), store, services };
}
