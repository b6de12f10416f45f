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

/** Why this machine cannot start a broker, in one line; undefined where it can, its archives being at hand then. */
export function whyNoBroker(): string | undefined {
  const { status, stderr } = spawnSync(process.execPath, [script, '--fetch'], { encoding: 'utf8' });
  return status === 0 ? undefined : stderr.trim();
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
    if (running.isGone()) throw new Error(`The broker was gone already: ${running.said()}`);
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
  isGone(): boolean;
  /** What the program that started the broker said of why it ended, if it did not end as asked. */
  said(): string;
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
  return { brokers, pid, starter: child.pid ?? 0, gone, isGone: () => child.exitCode !== null || child.signalCode !== null, said: () => errors };
}
