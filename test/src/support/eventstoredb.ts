import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

/** A server that a suite runs against; it may have other people's events in it. */
export interface EventStoreServer {
  /** `esdb://...` */
  readonly url: string;
  /** Ends the server and removes its log, if it is our own. */
  stop(): Promise<void>;
}

/** The server of `test/src/fakes/eventstoredb`, which a test may break. */
export interface OwnEventStore extends EventStoreServer {
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
  const words = ['--file', join(directory, 'log.db'), ...(batchAppend ? [] : ['--no-batch-append']), ...(version === undefined ? [] : ['--server-version', version])];
  let running = await launch(words);
  const { url } = running;
  const kill = async (): Promise<void> => {
    running.child.kill('SIGKILL');
    await running.gone;
  };
  return {
    url,
    kill,
    restart: async () => {
      await running.gone;
      running = await launch([...words, '--port', new URL(url).port]);
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
  readonly gone: Promise<unknown>;
}

async function launch(words: readonly string[]): Promise<Launched> {
  const child = spawn(process.execPath, [MAIN, ...words], { stdio: ['pipe', 'pipe', 'pipe'] });
  let errors = '';
  child.stderr.on('data', (chunk: Buffer) => (errors += chunk.toString()));
  const gone = once(child, 'close');
  const line = await Promise.race([once(createInterface(child.stdout), 'line'), gone.then(() => undefined)]);
  if (line === undefined) throw new Error(`the event store ended before it was ready: ${errors}`);
  return { child, gone, ...(JSON.parse(String(line[0])) as { url: string }) };
}
