import { randomUUID } from 'node:crypto';
import { guituTopics } from '@guitu/event-bus/kafka';
import kafkajs from 'kafkajs';
import { measure } from '../processes/processor-time.js';
import type { MeasuredRun } from '../processes/processor-time.js';
import { serve } from '../processes/serve.js';

export interface ConsumerOptions {
  readonly brokers: readonly string[];
  /** Of the topics. */
  readonly namespace: string;
}

// The least that a consumer can do: read the same messages with kafkajs and parse each. It fetches as much at a time as the bus does.
serve(async ({ brokers, namespace }: ConsumerOptions) => {
  const topics = Object.keys(guituTopics(namespace).categories);
  const kafka = new kafkajs.Kafka({ clientId: 'bench', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING });
  /** Reads from the start of the topics until it has so many. The clock runs from the first batch, when the group has been joined. */
  async function run(events: number): Promise<MeasuredRun> {
    const consumer = kafka.consumer({ groupId: `bench-${randomUUID()}`, maxWaitTimeInMs: 500, maxBytes: 4 * 1024 * 1024, maxBytesPerPartition: 512 * 1024 });
    await consumer.connect();
    await consumer.subscribe({ topics, fromBeginning: true });
    const measured = await new Promise<MeasuredRun>((resolve, reject) => {
      consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
      let end: ReturnType<typeof measure> | undefined;
      let read = 0;
      void consumer.run({
        autoCommit: false,
        eachBatch: ({ batch }) => {
          end ??= measure();
          for (const { value } of batch.messages) JSON.parse(String(value));
          read += batch.messages.length;
          if (read >= events) resolve(end(read));
          return Promise.resolve();
        },
      }).catch(reject);
    });
    await consumer.disconnect();
    return measured;
  }
  return { run, close: () => undefined };
});
