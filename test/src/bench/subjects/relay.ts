import { createRelay } from '@guitu/event-bus';
import { carriedCategories, ensureTopics, guituTopics, kafkaPublisher } from '@guitu/event-bus/kafka';
import { openSqliteStore } from '@guitu/event-store';
import { keyOf } from '@guitu/relay';
import { systemRuntime } from '@guitu/service-kit';
import { measuredRun } from '../processes/processor-time.js';
import type { MeasuredRun } from '../processes/processor-time.js';
import { serve } from '../processes/serve.js';

export interface RelaySubjectOptions {
  readonly brokers: readonly string[];
  /** Of its topics. */
  readonly namespace: string;
  /** The log, to which it writes its checkpoints. */
  readonly file: string;
}

// The relay over the feed and the checkpoints of a SQLite store; each run brings the whole log under another name.
serve(async ({ brokers, namespace, file }: RelaySubjectOptions) => {
  const topics = guituTopics(namespace);
  const connection = { brokers, clientId: 'bench', topics };
  await ensureTopics(connection);
  const store = await openSqliteStore({ file });
  const publisher = kafkaPublisher({ ...connection, log: store.storeId, keyOf });
  const runtime = { now: systemRuntime.realNow, random: systemRuntime.random, sleep: systemRuntime.sleep };
  let runs = 0;
  return {
    run: (): Promise<MeasuredRun> =>
      measuredRun(async () => {
        runs += 1;
        const relay = createRelay({ name: `bench-${process.pid}-${runs}`, feed: store, checkpoints: store.checkpoints, publisher, categories: carriedCategories(topics), runtime, live: false });
        const { published, retries, state } = await relay.run(new AbortController().signal);
        if (state !== 'ended' || retries > 0) throw new Error(`the relay tried again ${retries} times and is ${state}`);
        return published;
      }),
    close: async () => {
      await publisher.close();
      await store.close();
    },
  };
});
