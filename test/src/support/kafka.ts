import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

const script = fileURLToPath(new URL('../../../infra/kafka/local.mjs', import.meta.url));

/** The broker that all suites share, as host:port, or undefined where there is none: `npm test` starts it, and says in one line why not. Nobody may stop it. */
export function sharedBroker(): readonly string[] | undefined {
  const brokers = process.env['KAFKA_BROKERS'];
  return brokers === undefined || brokers === '' ? undefined : brokers.split(',');
}

/** Where the shared broker keeps its data, if that is on this machine and ours. */
export const sharedBrokerData = (): string | undefined => process.env['KAFKA_TEST_DATA'];

/** `describe` for suites over the shared broker. */
export const describeWithBroker = sharedBroker() === undefined ? describe.skip : describe;

/** `describe` for suites that start brokers of their own and break them. Skipped where the shared one is, and where this machine cannot start one, which is then said in one line. */
export function describeWithOwnBroker(name: string, suite: () => void): void {
  (canStart() ? describe : describe.skip)(name, suite);
}

function canStart(): boolean {
  if (sharedBroker() === undefined) return false;
  const { status, stderr } = spawnSync(process.execPath, [script, '--fetch'], { encoding: 'utf8' });
  if (status !== 0) process.stderr.write(`${stderr.trim()} Suites that break a broker are skipped.\n`);
  return status === 0;
}

export interface Broker {
  /** host:port; the same for all its life. */
  readonly brokers: readonly string[];
  /** The broker's own process, while it runs. */
  readonly pid: number;
  /** SIGKILL to the broker; resolves when it is gone. */
  kill(): Promise<void>;
  /** Ends it in good order. */
  stop(): Promise<void>;
  /** Starts it again on the same data and port, after it was killed or stopped. */
  restart(): Promise<void>;
  /** SIGKILL to the program that started the broker, as when a test is killed. */
  killStarter(): Promise<void>;
}

/** Starts a broker of the test's own. It ends with this process at the latest; the data directory is the test's to delete. */
export async function startBroker({ dataDirectory }: { readonly dataDirectory: string }): Promise<Broker> {
  let running = await launch(dataDirectory, '0');
  const { brokers } = running;
  const port = brokers[0]?.split(':')[1] ?? '';
  const end = async (pid: number, signal: NodeJS.Signals): Promise<void> => {
    process.kill(pid, signal);
    await running.gone;
  };
  return {
    brokers,
    get pid() {
      return running.pid;
    },
    kill: () => end(running.pid, 'SIGKILL'),
    stop: () => end(running.starter, 'SIGTERM'),
    restart: async () => {
      running = await launch(dataDirectory, port);
    },
    killStarter: () => end(running.starter, 'SIGKILL'),
  };
}

interface Running {
  readonly brokers: readonly string[];
  readonly pid: number;
  readonly starter: number;
  readonly gone: Promise<unknown>;
}

async function launch(dataDirectory: string, port: string): Promise<Running> {
  // Its standard input ends with this process, and the broker with it.
  const child = spawn(process.execPath, [script, '--json', '--data', dataDirectory, '--port', port], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const gone = once(child, 'close');
  const line = await Promise.race([once(createInterface(child.stdout), 'line').then(([text]) => text as string), gone.then(() => undefined)]);
  if (line === undefined) throw new Error(`The broker did not start: ${errors}`);
  const { brokers, pid } = JSON.parse(line) as { brokers: string[]; pid: number };
  return { brokers, pid, starter: child.pid ?? 0, gone };
}
