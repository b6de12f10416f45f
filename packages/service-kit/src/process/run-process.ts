import { createLogger } from '../logger.js';
import type { ServiceProcess } from './context.js';
import { runMain } from './run-main.js';
import { startProcess } from './start-process.js';
import { stopOnSignal } from './stop-on-signal.js';

/** The whole of a service's `main.ts`: runs it until a signal ends the process. Exit code 0 after an orderly stop, 1 for everything that a supervisor must know. */
export async function runProcess(service: ServiceProcess): Promise<never> {
  const logger = createLogger({ service: service.name, level: 'error', destination: process.stderr });
  return runMain(`guitu: ${service.name}`, logger, async () => {
    const started = await startProcess(service, { environment: process.env });
    const stopped = stopOnSignal({ logger, close: () => started.close() });
    await Promise.race([stopped.done, started.serving.then(() => stopped.done)]);
  });
}
