import { createLogger, installedRegister, keptParts, loadConfig, registerPath, runMain, stopOnSignal, systemRuntime } from '@guitu/service-kit';
import type { Environment } from '@guitu/service-kit';
import { parseArguments, usage } from '../arguments.js';
import { firstStart, sampleBirth } from '../first-start.js';
import { welcome } from '../welcome.js';
import { startDistributed } from './start.js';

const logger = createLogger({ service: 'start-distributed', level: 'error', destination: process.stderr });

const tell = (line: string, from?: string): void => void process.stderr.write(from === undefined ? `${line}\n` : `${from.padEnd(13)} | ${line}\n`);

async function main(): Promise<void> {
  const { empty, help } = parseArguments(process.argv.slice(2));
  if (help) return void process.stdout.write(`${usage('npm run start:distributed')}\n`);
  const environment: Environment = { GUITU_SAMPLE: 'on', GUITU_LOG_LEVEL: 'warn', GUITU_DATA: './data/distributed', ...process.env };
  const config = loadConfig(environment);
  const register = await installedRegister(environment, config);
  const play = config.sample && registerPath(environment) === undefined && !empty;
  const { keep, close } = keptParts();
  const stopped = stopOnSignal({ logger, close, tell: { stopping: 'Stopping all processes (正在停止) ...', stopped: 'Stopped. Nothing that was acknowledged is lost (已停止).' } });
  try {
    const hub = await startDistributed({ config, environment, runtime: systemRuntime, signal: stopped.signal, tell, ...(play ? { bornAt: sampleBirth } : {}) }, keep);
    const example = play && !stopped.signal.aborted ? await firstStart({ hub, register, dataDirectory: config.dataDirectory, signal: stopped.signal, output: process.stdout }) : undefined;
    if (!stopped.signal.aborted) process.stdout.write(welcome(hub, config, example));
  } catch (error) {
    // Stopping in the middle of the start or of the sample is no fault: the next start goes on where it was.
    if (!stopped.signal.aborted) {
      await close();
      throw error;
    }
  }
  await stopped.done;
}

await runMain('guitu', logger, main);
