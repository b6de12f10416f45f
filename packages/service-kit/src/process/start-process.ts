import { join } from 'node:path';
import { remoteKeys } from '../auth/key-source.js';
import { createVerifier } from '../auth/verifier.js';
import { loadConfig, portOf } from '../config.js';
import { listen } from '../http/listen.js';
import type { RunningService } from '../http/listen.js';
import { createService } from '../http/service.js';
import { createLogger } from '../logger.js';
import { createInstruments } from '../observe/instruments.js';
import { openTraces } from '../observe/open-traces.js';
import { createProcessMetrics } from '../observe/process-metrics.js';
import { release } from '../release.js';
import { systemRuntime } from '../runtime.js';
import type { Runtime } from '../runtime.js';
import type { Environment } from '../setting.js';
import type { ProcessContext, ServiceProcess } from './context.js';
import { writableDirectory } from './data-directory.js';
import { createDependencies } from './dependencies.js';
import { LOG_FORMAT } from './hub-identity.js';
import { keptParts } from './kept-parts.js';
import { instanceOf } from './settings.js';

export interface StartedProcess extends Pick<RunningService, 'port' | 'url'> {
  /** Resolves when what the service stands on is there and it serves. Rejects where that cannot be; never settles after a `close` before that. */
  readonly serving: Promise<void>;
  /** Finishes what was accepted, then releases everything. Idempotent. */
  close(): Promise<void>;
}

export interface StartOptions {
  readonly environment: Environment;
  readonly runtime?: Runtime;
}

/** A folder of its own for each service and each copy of it. */
const ownDirectory = (dataDirectory: string, service: string, instance: string): string => join(dataDirectory, instance === '' ? service : `${service}-${instance}`);

/**
 * Opens the port at once and serves as soon as what the service stands on is there, so that nobody has to start processes in an order.
 * Until then `/healthz` is 200, `/readyz` 503 with the name of what is missing, and everything else 503 with `Retry-After`.
 */
export async function startProcess(service: ServiceProcess, { environment, runtime = systemRuntime }: StartOptions): Promise<StartedProcess> {
  const { name } = service;
  const config = loadConfig(environment);
  const instance = instanceOf(environment);
  const dataDirectory = ownDirectory(config.dataDirectory, name, instance);
  await writableDirectory(dataDirectory);

  const logger = createLogger({ service: name, level: config.logLevel, destination: process.stderr });
  const stopping = new AbortController();
  const { keep, close: closeParts } = keptParts();
  const processMetrics = createProcessMetrics({ version: release, logFormat: LOG_FORMAT, runtime });
  keep({ close: () => processMetrics.close() });
  const traces = keep(await openTraces({ enabled: config.traces ?? false, version: release, runtime }));
  const instruments = createInstruments({ service: name, runtime, spans: traces.spansOf(name), process: processMetrics });
  const dependencies = createDependencies({ runtime, logger, signal: stopping.signal });

  const context: ProcessContext = {
    name, config, environment, instance, dataDirectory, runtime, logger, instruments, processMetrics, keep,
    tokenUrl: `${config.issuer.replace(/\/$/u, '')}/oauth/token`,
    stopping: stopping.signal,
    open: (what, open) => dependencies.open(what, open),
    openVerifier: async () => {
      const keys = remoteKeys(config.jwksUrl);
      await dependencies.open('issuer', () => keys.reload());
      return createVerifier({ service: name, issuer: config.issuer, keys, runtime });
    },
  };

  let serves = createService({ name, title: service.title, routes: [], starting: true, readiness: dependencies.readiness, runtime, logger, instruments });
  const running = await listen((message, response) => serves.handle(message, response), {
    name, host: config.host, port: portOf(config, name), logger, runtime,
    onStopping: () => serves.stop(),
    onConnection: (change) => instruments.metrics.connection(change),
  }).catch(async (error: unknown) => {
    await closeParts();
    throw error;
  });

  const start = async (): Promise<void> => {
    const started = await service.start(context);
    if (stopping.signal.aborted) return;
    serves = started;
    logger.info('serving', { port: running.port });
  };
  const close = async (): Promise<void> => {
    stopping.abort();
    await running.close();
    await closeParts();
  };
  const serving = start().catch((error: unknown) => {
    // A stop in the middle of the start is no fault.
    if (stopping.signal.aborted) return new Promise<never>(() => undefined);
    throw error;
  });
  serving.catch(() => undefined); // Whoever asks is told; nobody has to ask.
  let closed: Promise<void> | undefined;
  return { port: running.port, url: running.url, serving, close: () => (closed ??= close()) };
}
