import { BrokerAdmin, checkPartitions } from './admin.js';
import { kafkaClient } from './client.js';
import type { KafkaConnection } from './client.js';
import { topicNames } from './topics.js';
import type { KafkaTopics } from './topics.js';

export interface EnsureTopicsOptions extends KafkaConnection {
  readonly topics: KafkaTopics;
  /** Copies of each partition; 1 when absent, which is right for one broker alone. With 3, an event is acknowledged when 2 have it. */
  readonly replicas?: number;
  /** How long the broker keeps an event, in milliseconds; a week when absent. Who was away for longer reads the store. */
  readonly retentionMs?: number;
}

const WEEK_MS = 7 * 24 * 60 * 60 * 1_000;

/** Makes the topics that are not there. One that is there is left as it is, and refused (`wrong-partitions`) if its number of partitions is another. */
export async function ensureTopics({ topics, replicas = 1, retentionMs = WEEK_MS, ...connection }: EnsureTopicsOptions): Promise<void> {
  const admin = new BrokerAdmin(kafkaClient(connection));
  const names = [...topicNames(topics)];
  try {
    await admin.ask(async (asked) => {
      const present = await asked.listTopics();
      await asked.createTopics({
        waitForLeaders: true,
        topics: names
          .filter((name) => !present.includes(name))
          .map((topic) => ({
            topic,
            numPartitions: topics.partitions,
            replicationFactor: replicas,
            configEntries: [
              { name: 'retention.ms', value: String(retentionMs) },
              { name: 'min.insync.replicas', value: String(Math.max(1, replicas - 1)) },
            ],
          })),
      });
      const { topics: found } = await asked.fetchTopicMetadata({ topics: names });
      for (const { name, partitions } of found) checkPartitions(name, partitions.length, topics.partitions);
    });
  } finally {
    await admin.close();
  }
}
