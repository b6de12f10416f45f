import { fileURLToPath } from 'node:url';
import { StartError } from '@guitu/service-kit';
import type { Runtime } from '@guitu/service-kit';
import { supervise } from './supervise.js';
import type { Supervised } from './supervise.js';

const root = (path: string): string => fileURLToPath(new URL(`../../../../${path}`, import.meta.url));

export interface ServerOptions {
  /** 0: any that is free. */
  readonly port: number;
  readonly runtime: Pick<Runtime, 'realNow' | 'sleep'>;
  /** Told when it died and is started again. */
  readonly onRestart: () => void;
}

/** A server that runs for this hub alone, and is kept running on the same port. `said` is what it told of itself when it was first ready. */
export interface Server<T> extends Pick<Supervised, 'stop' | 'start' | 'pid'> {
  readonly said: T;
}

/** Starts a program that prints one line of JSON when it answers. Rejects with `StartError`, in the program's own words, where it cannot. */
async function startServer<T>(script: string, words: readonly string[], { runtime, onRestart }: ServerOptions): Promise<Server<T>> {
  const lines: string[] = [];
  let ready = false;
  return new Promise((resolve, reject) => {
    const supervised = supervise({
      script, words, runtime, environment: process.env,
      onLine: (line) => {
        if (ready) return;
        lines.push(line);
        if (!line.startsWith('{')) return;
        ready = true;
        resolve({ ...supervised, said: JSON.parse(line) as T });
      },
      onDeath: () => {
        if (ready) onRestart();
        else reject(new StartError(lines.join(' ').replace(/^guitu: /u, '')));
        return ready;
      },
    });
  });
}

/** A broker of Apache Kafka on its own data. */
export const startKafka = (dataDirectory: string, options: ServerOptions): Promise<Server<{ readonly brokers: readonly string[] }>> =>
  startServer(root('infra/kafka/local.mjs'), ['--json', '--data', dataDirectory, '--port', String(options.port)], options);

/** The server that the tests have in the place of an EventStoreDB. For trying out, and for nothing else. */
export const startTrialEventStore = (file: string, options: ServerOptions): Promise<Server<{ readonly url: string }>> =>
  startServer(root('test/dist/fakes/eventstoredb/main.js'), ['--file', file, '--port', String(options.port)], options);
