import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { guituTopics, kafkaBus } from '@guitu/event-bus/kafka';
import { openSqliteStore } from '@guitu/event-store';
import type { EventStore } from '@guitu/event-store';
import { eventFor } from '@guitu/event-store/testing';
import { freePortBase } from '../support/free-ports.js';

export interface RelayProcess {
  /** Status and body of `/readyz`; undefined while nobody answers. */
  ready(): Promise<{ readonly status: number; readonly body: string } | undefined>;
  metrics(): Promise<string>;
  readonly gone: Promise<unknown>;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

export interface RelayFixture {
  readonly store: EventStore;
  readonly topics: ReturnType<typeof guituTopics>;
  start(environment?: Readonly<Record<string, string>>): Promise<RelayProcess>;
  add(stream: string, count?: number): Promise<void>;
  /** Everything that stands in Kafka at this moment, as `stream#revision`, those that were sent twice included; in order within each stream. */
  arrived(): Promise<readonly string[]>;
  close(): Promise<void>;
}

let made = 0;

/** A log in SQLite, topics of its own, and relays between the two as processes. */
export async function openRelayFixture(brokers: readonly string[]): Promise<RelayFixture> {
  const directory = mkdtempSync(join(tmpdir(), 'guitu-relay-'));
  const file = join(directory, 'log.db');
  const store = await openSqliteStore({ file });
  const namespace = `relay-${process.pid}-${Date.now()}-${(made += 1)}`;
  const topics = guituTopics(namespace);
  const bus = kafkaBus({ brokers, clientId: 'test', topics, instance: 'test', log: store.storeId });
  const running = new Set<RelayProcess>();

  return {
    store,
    topics,
    async start(environment = {}) {
      const base = await freePortBase();
      const script = fileURLToPath(new URL('./relay.child.js', import.meta.url));
      const child = spawn(process.execPath, [script, file], {
        stdio: ['ignore', 'inherit', 'inherit'],
        env: { PATH: process.env['PATH'], GUITU_PORT_BASE: String(base), GUITU_DATA: directory, GUITU_LOG_LEVEL: 'silent', GUITU_NAMESPACE: namespace, EVENTSTORE_URL: 'esdb://a-file-instead', KAFKA_BROKERS: brokers.join(','), ...environment },
      });
      const gone = once(child, 'exit');
      const end = async (signal: NodeJS.Signals): Promise<void> => {
        child.kill(signal);
        if (child.exitCode === null && child.signalCode === null) await gone;
        running.delete(relay);
      };
      const ask = (path: string): Promise<Response> => fetch(`http://127.0.0.1:${base + 8}${path}`);
      const relay: RelayProcess = {
        ready: () => ask('/readyz').then(async (response) => ({ status: response.status, body: await response.text() }), () => undefined),
        metrics: async () => (await ask('/metrics')).text(),
        gone,
        kill: () => end('SIGKILL'),
        stop: () => end('SIGTERM'),
      };
      running.add(relay);
      return relay;
    },
    async add(stream, count = 1) {
      const have = (await store.readStream(stream)).length;
      const events = Array.from({ length: count }, (_, index) => eventFor(`${namespace}/${stream}/${have + index}`));
      await store.append(stream, events, { expected: have === 0 ? 'no-stream' : have - 1 });
    },
    async arrived() {
      const places: string[] = [];
      const categories = Object.values(topics.categories).flat();
      for await (const page of bus.consume({ consumer: 'reader', categories, after: {}, pageSize: 1_000, signal: new AbortController().signal })) {
        places.push(...page.events.map(({ stream, revision }) => `${stream}#${revision}`));
        if (page.caughtUp) break;
      }
      return places;
    },
    async close() {
      await Promise.all([...running].map((relay) => relay.kill()));
      await bus.close();
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}

/** That each stream arrived whole and in order, but for events that came again; answers how many did. */
export function checkArrived(places: readonly string[], expected: Readonly<Record<string, number>>): number {
  const last = new Map<string, number>();
  let again = 0;
  for (const place of places) {
    const [stream = '', text = ''] = place.split('#');
    const [revision, before] = [Number(text), last.get(stream) ?? -1];
    if (revision > before + 1) throw new Error(`${place} came after revision ${before}.`);
    if (revision <= before) again += 1;
    last.set(stream, Math.max(before, revision));
  }
  expect(Object.fromEntries([...last].map(([stream, revision]) => [stream, revision + 1]).sort())).toEqual(Object.fromEntries(Object.entries(expected).sort()));
  return again;
}
