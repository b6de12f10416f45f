import { ensureTopics, guituTopics } from '@guitu/event-bus/kafka';
import { openDatabase } from '@guitu/sqlite';
import kafkajs from 'kafkajs';
import { measuredRun } from '../processes/processor-time.js';
import type { MeasuredRun } from '../processes/processor-time.js';
import { serve } from '../processes/serve.js';

export interface ProducerOptions {
  readonly brokers: readonly string[];
  /** Of its topics. */
  readonly namespace: string;
  /** Of the log whose bytes are sent. */
  readonly file: string;
  /** Records of one request. */
  readonly batch: number;
}

// The least that a relay can do: hand the same bytes to kafkajs in batches of as many, each acknowledged before the next is sent. They are in memory already.
serve(async ({ brokers, namespace, file, batch }: ProducerOptions) => {
  const topics = guituTopics(namespace);
  await ensureTopics({ brokers, clientId: 'bench', topics });
  const [topic = ''] = Object.keys(topics.categories);
  const db = openDatabase(file, { durability: 'normal', readonly: true });
  const rows = db.prepare<[], [string, Uint8Array]>("select stream, bytes from events where category <> 'hub' order by position").raw().all();
  db.close();
  const messages = rows.map(([key, bytes]) => ({ key, value: Buffer.from(bytes) }));
  const producer = new kafkajs.Kafka({ clientId: 'bench', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).producer({ createPartitioner: kafkajs.Partitioners.DefaultPartitioner, idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  return {
    run: (): Promise<MeasuredRun> =>
      measuredRun(async () => {
        for (let from = 0; from < messages.length; from += batch) await producer.send({ topic, acks: -1, messages: messages.slice(from, from + batch) });
        return messages.length;
      }),
    close: () => producer.disconnect(),
  };
});
