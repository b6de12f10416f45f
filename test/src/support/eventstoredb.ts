import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import type { ControlStatus } from '../fakes/eventstoredb/faults/control.js';
import type { FaultInput } from '../fakes/eventstoredb/faults/fault.js';
import { freePortBase } from './free-ports.js';

/** A server that a suite runs against; it may have other people's events in it. */
export interface EventStoreServer {
  /** `esdb://...` */
  readonly url: string;
  /** Ends the server and removes its log, if it is our own. */
  stop(): Promise<void>;
}

/** What a test tells a server of our own; each resolves when it is done. */
export interface EventStoreControl {
  inject(fault: FaultInput): Promise<void>;
  /** Takes back what has not happened yet. */
  clear(): Promise<void>;
  status(): Promise<ControlStatus>;
  /** Writes so many system events, as servers do of their own accord. */
  writeStatistics(count: number): Promise<void>;
}

/** The server of `test/src/fakes/eventstoredb`, which a test may break. A restart forgets what was injected. */
export interface OwnEventStore extends EventStoreServer {
  readonly control: EventStoreControl;
  /** Its log, one SQLite file with what lies beside it: a test may put another in its place while the server is down. */
  readonly file: string;
  /** Resolves when the process is gone, for whatever reason. */
  ended(): Promise<void>;
  /** SIGKILL; resolves when the process is gone. */
  kill(): Promise<void>;
  /** Starts it again on the same log and the same port, after the old one is gone. */
  restart(): Promise<void>;
}

export interface EventStoreOptions {
  /** False: as a server that has no batch append, so that the client appends one call at a time. */
  readonly batchAppend?: boolean;
  /** What it says it is; 24.10.4 when absent. */
  readonly version?: string;
}

const MAIN = fileURLToPath(new URL('../fakes/eventstoredb/main.js', import.meta.url));

/** The server that `EVENTSTORE_URL` names, or one of our own. */
export async function eventStoreUnderTest(options: EventStoreOptions = {}): Promise<EventStoreServer> {
  const given = process.env['EVENTSTORE_URL'];
  return given === undefined ? startEventStore(options) : { url: given, stop: () => Promise.resolve() };
}

/** One of our own on a free port with an empty log, whatever the environment names. Resolves when it answers. */
export async function startEventStore({ batchAppend = true, version }: EventStoreOptions = {}): Promise<OwnEventStore> {
  const directory = await mkdtemp(join(tmpdir(), 'guitu-eventstoredb-'));
  const file = join(directory, 'log.db');
  const words = ['--file', file, ...(batchAppend ? [] : ['--no-batch-append']), ...(version === undefined ? [] : ['--server-version', version])];
  const port = await freePortBase(1);
  const start = (): Promise<Launched> => launch([...words, '--port', String(port)]);
  let running = await start();
  const { url } = running;
  const kill = async (): Promise<void> => {
    running.child.kill('SIGKILL');
    await running.gone;
  };
  return {
    url,
    file,
    control: controlAt(() => running.control),
    ended: () => running.gone,
    kill,
    restart: async () => {
      await running.gone;
      running = await start();
    },
    stop: async () => {
      await kill();
      await rm(directory, { recursive: true });
    },
  };
}

interface Launched {
  readonly child: ChildProcess;
  readonly url: string;
  readonly control: string;
  readonly gone: Promise<void>;
}

function controlAt(address: () => string): EventStoreControl {
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${address()}${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body) }) });
    if (!response.ok) throw new Error(`the event store's control answered ${response.status}: ${await response.text()}`);
    return response;
  };
  return {
    inject: async (fault) => void (await ask('POST', '/faults', fault)),
    clear: async () => void (await ask('DELETE', '/faults')),
    status: async () => (await (await ask('GET', '/status')).json()) as ControlStatus,
    writeStatistics: async (count) => void (await ask('POST', '/statistics', { count })),
  };
}

async function launch(words: readonly string[]): Promise<Launched> {
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  // Killed it has nothing to say; what it says when it ends by itself nobody else would show.
  const gone = once(child, 'close').then(([code]) => void (code !== null && code !== 0 && process.stderr.write(errors)));
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), gone]);
  if (line === undefined) throw new Error(`the event store ended before it was ready: ${errors}`);
  return { child, gone, ...(JSON.parse(String(line[0])) as Pick<Launched, 'url' | 'control'>) };
}
