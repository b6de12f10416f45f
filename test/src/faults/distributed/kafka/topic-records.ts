import { randomUUID } from 'node:crypto';
import { strangerTo } from './client.js';

/** What stands on a topic, as any client would read it. */
export interface TopicRecord {
  /** Topic and number. */
  readonly partition: string;
  readonly key: string;
  readonly stream: string;
  readonly revision: number;
  readonly id: string;
  readonly bytes: Uint8Array;
}

/** Every record that the topics have at this moment, in the order of each partition. */
export async function readTopics(brokers: readonly string[], topics: readonly string[]): Promise<readonly TopicRecord[]> {
  const kafka = strangerTo(brokers);
  const admin = kafka.admin();
  await admin.connect();
  const left = new Map<string, number>();
  for (const topic of topics) for (const { partition, high } of await admin.fetchTopicOffsets(topic)) if (Number(high) > 0) left.set(`${topic}/${partition}`, Number(high));
  await admin.disconnect();
  if (left.size === 0) return [];
  const records: TopicRecord[] = [];
  const consumer = kafka.consumer({ groupId: `examination-${randomUUID()}`, maxWaitTimeInMs: 100 });
  await consumer.connect();
  await consumer.subscribe({ topics: [...topics], fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer.on('consumer.crash', ({ payload }) => reject(payload.error));
    consumer
      .run({
        autoCommit: false,
        eachMessage: ({ topic, partition: number, message: { key, value, headers = {}, offset } }) => {
          const partition = `${topic}/${number}`;
          const end = left.get(partition) ?? 0;
          if (Number(offset) < end) records.push({ partition, key: String(key), stream: String(headers['stream']), revision: Number(headers['revision']), id: String(headers['id']), bytes: value ?? Buffer.alloc(0) });
          if (Number(offset) === end - 1) left.delete(partition);
          if (left.size === 0) resolve();
          return Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return records;
}
