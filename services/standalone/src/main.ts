import { StoreError } from '@guitu/event-store';
import { StartError, createLogger, errorFields, loadConfig, systemRuntime } from '@guitu/service-kit';
import { VaultError } from '@guitu/vault';
import { parseArguments, usage } from './arguments.js';
import { endOnCrash } from './crash.js';
import { startHub } from './hub.js';
import type { Hub } from './hub.js';
import { firstStart, sampleBirth } from './first-start.js';
import { SampleRefused } from './sample/index.js';
import { loadRegister, sampleRegisterFile } from './register-file.js';
import { welcome } from './welcome.js';

/** What a person who starts the hub can mend, in one line; undefined for a fault of ours, which keeps its stack. */
function mendable(error: unknown): string | undefined {
  if (error instanceof StartError) return error.message;
  if (error instanceof VaultError && error.code === 'vault-in-use') return 'Another hub is running on this data directory. Stop it, or set GUITU_DATA to another.';
  if (error instanceof SampleRefused) return error.message;
  if (error instanceof VaultError || error instanceof StoreError) return `${error.message} (${error.code})`;
  return undefined;
}

async function main(): Promise<void> {
  const { empty, help } = parseArguments(process.argv.slice(2));
  if (help) return void process.stdout.write(`${usage}\n`);
  // The standalone hub is for trying out until somebody says otherwise; a service on its own is not.
  const environment: Readonly<Record<string, string | undefined>> = { GUITU_SAMPLE: 'on', GUITU_LOG_LEVEL: 'warn', ...process.env };
  const config = loadConfig(environment);
  const own = environment['GUITU_ORGANISATIONS'] || undefined;
  if (!config.sample && own === undefined) throw new StartError('GUITU_ORGANISATIONS is not set. Without the sample the hub needs the path of its organisation register.');
  const register = await loadRegister(own ?? sampleRegisterFile);
  const play = config.sample && own === undefined && !empty;
  const hub = await startHub({ config, register, runtime: systemRuntime, ...(play ? { bornAt: sampleBirth } : {}) });
  const stopped = untilStopped(hub);
  try {
    const example = play ? await firstStart({ hub, register, dataDirectory: config.dataDirectory, signal: stopped.signal, output: process.stdout }) : undefined;
    if (!stopped.signal.aborted) process.stdout.write(welcome(hub, config, example));
  } catch (error) {
    // Stopping in the middle of the sample is no fault: the next start goes on where it was.
    if (!stopped.signal.aborted) {
      await hub.close();
      throw error;
    }
  }
  await stopped.done;
}

/** The whole of a stop; what is still not done then is given up. What was acknowledged is on disk before it is acknowledged. */
const STOP_MS = 9_500;

/** SIGINT (Ctrl-C) and SIGTERM finish what was accepted; a second signal does not wait. */
function untilStopped(hub: Hub): { readonly signal: AbortSignal; readonly done: Promise<void> } {
  const stopping = new AbortController();
  const done = new Promise<void>((resolve, reject) => {
    const stop = (signal: NodeJS.Signals): void => {
      if (stopping.signal.aborted) process.exit(signal === 'SIGINT' ? 130 : 143);
      stopping.abort();
      void systemRuntime.sleep(STOP_MS).then(() => {
        logger.error('the stop took too long and was cut short');
        process.exit(1);
      });
      process.stdout.write('\nStopping (正在停止) ...\n');
      hub.close().then(() => {
        process.stdout.write('Stopped. Nothing that was acknowledged is lost (已停止).\n');
        resolve();
      }, reject);
    };
    process.on('SIGINT', stop);
    process.on('SIGTERM', stop);
  });
  return { signal: stopping.signal, done };
}

const logger = createLogger({ service: 'hub', level: 'error', destination: process.stderr });
endOnCrash(logger);
try {
  await main();
  process.exit(0);
} catch (error) {
  const line = mendable(error);
  if (line === undefined) logger.error('crash', errorFields(error));
  else process.stderr.write(`guitu: ${line}\n`);
  process.exit(1);
}
