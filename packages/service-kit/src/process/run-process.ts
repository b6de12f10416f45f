import { createLogger, errorFields } from '../logger.js';
import { endOnCrash } from './crash.js';
import type { ServiceProcess } from './context.js';
import { refusalLine } from './refusal.js';
import { startProcess } from './start-process.js';
import { stopOnSignal } from './stop-on-signal.js';

/** The whole of a service's `main.ts`: runs it until a signal ends the process. Exit code 0 after an orderly stop, 1 for everything that a supervisor must know. */
export async function runProcess(service: ServiceProcess): Promise<never> {
  const logger = createLogger({ service: service.name, level: 'error', destination: process.stderr });
  endOnCrash(logger);
  try {
    const started = await startProcess(service, { environment: process.env });
    const stopped = stopOnSignal({ logger, close: () => started.close() });
    await Promise.race([stopped.done, started.serving.then(() => stopped.done)]);
    process.exit(0);
  } catch (error) {
    const line = refusalLine(error);
    if (line === undefined) logger.error('crash', errorFields(error));
    else process.stderr.write(`guitu: ${service.name}: ${line}\n`);
    process.exit(1);
  }
}
