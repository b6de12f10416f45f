import { createLogger, erasureLedger, installedRegister, loadConfig, masterKeySetting, registerPath, runMain, stopOnSignal, systemRuntime } from '@guitu/service-kit';
import type { Environment } from '@guitu/service-kit';
import { retentionTerms } from '@guitu/data-protection';
import { parseArguments, usage } from './arguments.js';
import { firstStart, sampleBirth } from './first-start.js';
import { startHub } from './hub.js';
import { welcome } from './welcome.js';

async function main(): Promise<void> {
  const { empty, help } = parseArguments(process.argv.slice(2));
  if (help) return void process.stdout.write(`${usage('npm start')}\n`);
  // The standalone hub is for trying out until somebody says otherwise; a service on its own is not.
  const environment: Environment = { GUITU_SAMPLE: 'on', GUITU_LOG_LEVEL: 'warn', ...process.env };
  const config = loadConfig(environment);
  const register = await installedRegister(environment, config);
  const play = config.sample && registerPath(environment) === undefined && !empty;
  const masterKey = masterKeySetting(environment);
  const hub = await startHub({ config, register, runtime: systemRuntime, ...(masterKey === undefined ? {} : { masterKey }), ledger: erasureLedger(environment, config.dataDirectory), terms: retentionTerms(environment), ...(play ? { bornAt: sampleBirth } : {}) });
  const stopped = stopOnSignal({ logger, close: () => hub.close(), tell: { stopping: 'Stopping (正在停止) ...', stopped: 'Stopped. Nothing that was acknowledged is lost (已停止).' } });
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

const logger = createLogger({ service: 'hub', level: 'error', destination: process.stderr });
await runMain('guitu', logger, main);
