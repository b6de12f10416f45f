import { fileURLToPath } from 'node:url';
import { portOf, portOffsets } from '@guitu/service-kit';
import type { Config, Environment, Runtime, ServiceName } from '@guitu/service-kit';
import type { Hub } from '../hub.js';
import type { Ended } from './child.js';
import { supervise } from './supervise.js';
import type { Supervised } from './supervise.js';

const LOOK_AGAIN_MS = 100;
const mainOf = (service: ServiceName): string => fileURLToPath(new URL(`../../../${service}/dist/main.js`, import.meta.url));

/** One service of the distributed profile as a process that is kept running. */
export interface ServiceHandle extends Supervised {
  readonly name: ServiceName;
  readonly url: string;
  /** What `/readyz` says that it still waits for; undefined when it is ready, and `['process']` where nobody answers. */
  missing(): Promise<readonly string[] | undefined>;
  /** Resolves when it is ready, or when the signal fires. */
  ready(signal?: AbortSignal): Promise<void>;
}

export interface ServiceProcessesOptions {
  readonly config: Pick<Config, 'portBase'>;
  /** Of every process. */
  readonly environment: Environment;
  readonly runtime: Pick<Runtime, 'realNow' | 'sleep'>;
  readonly onLine: (service: ServiceName, line: string) => void;
  /** False: a process that died is not started again. */
  readonly onDeath: (service: ServiceName, ended: Ended) => boolean;
}

export type ServiceProcesses = Readonly<Record<ServiceName, ServiceHandle>>;

async function missingOf(url: string): Promise<readonly string[] | undefined> {
  const answer = await fetch(`${url}/readyz`).then(async (response) => ({ ok: response.ok, body: (await response.json()) as { readonly checks: Readonly<Record<string, boolean | { readonly ok: boolean }>> } }), () => undefined);
  if (answer === undefined) return ['process'];
  if (answer.ok) return undefined;
  return Object.entries(answer.body.checks).filter(([, found]) => !(typeof found === 'boolean' ? found : found.ok)).map(([name]) => name);
}

/** Starts all of them at once: their order does not matter. */
export function startServices({ config, environment, runtime, onLine, onDeath }: ServiceProcessesOptions): ServiceProcesses {
  const start = (name: ServiceName): ServiceHandle => {
    const supervised = supervise({ script: mainOf(name), environment, runtime, onLine: (line) => onLine(name, line), onDeath: (ended) => onDeath(name, ended) });
    const url = `http://127.0.0.1:${portOf(config, name)}`;
    return {
      ...supervised,
      name,
      url,
      missing: () => missingOf(url),
      ready: async (signal) => {
        while (signal?.aborted !== true && (await missingOf(url)) !== undefined) await runtime.sleep(LOOK_AGAIN_MS, signal);
      },
    };
  };
  return Object.fromEntries((Object.keys(portOffsets) as ServiceName[]).map((name) => [name, start(name)])) as Record<ServiceName, ServiceHandle>;
}

/** Those that ask others first, so that none of them is left asking somebody who has gone. */
const askersFirst: readonly (readonly ServiceName[])[] = [['police', 'hospital', 'station', 'elder-care', 'civil-affairs', 'audit', 'data-protection', 'relay'], ['vault', 'issuer']];

export async function stopServices(services: ServiceProcesses): Promise<void> {
  for (const together of askersFirst) await Promise.all(together.map((name) => services[name].stop()));
}

/** Where clients find the services that are for them. */
export const urlsOf = (services: ServiceProcesses): Hub['urls'] => ({
  issuer: services.issuer.url, police: services.police.url, hospital: services.hospital.url, station: services.station.url,
  'elder-care': services['elder-care'].url, 'civil-affairs': services['civil-affairs'].url, audit: services.audit.url, 'data-protection': services['data-protection'].url,
});
