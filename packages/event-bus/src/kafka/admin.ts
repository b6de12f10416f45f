import type { Admin, Kafka } from 'kafkajs';
import { BusError } from '../bus-error.js';
import { RETRY } from './client.js';
import { toBusError } from './errors.js';
import { partitionName } from './places.js';
import type { Extent, Extents } from './places.js';

/** Questions to the broker over one connection, made when the first is asked and again after one that failed. */
export class BrokerAdmin {
  readonly #kafka: Kafka;
  #connected: Promise<Admin> | undefined;

  constructor(kafka: Kafka) {
    this.#kafka = kafka;
  }

  async ask<T>(question: (admin: Admin) => Promise<T>): Promise<T> {
    const connected = (this.#connected ??= this.#connect());
    try {
      return await question(await connected);
    } catch (error) {
      if (this.#connected === connected) await this.close();
      throw toBusError(error);
    }
  }

  /** What the broker has of these topics. Throws where one is missing, or has another number of partitions. */
  extents(topics: readonly string[], partitions: number): Promise<Extents> {
    return this.ask(async (admin) => {
      const { clusterId } = await admin.describeCluster();
      const extents = new Map<string, Extent>();
      for (const topic of topics) {
        const offsets = await admin.fetchTopicOffsets(topic);
        checkPartitions(topic, offsets.length, partitions);
        for (const { partition, low, high } of offsets) extents.set(partitionName(topic, partition), { low: Number(low), high: Number(high) });
      }
      return { cluster: clusterId, partitions: extents };
    });
  }

  async close(): Promise<void> {
    const connected = this.#connected;
    this.#connected = undefined;
    await connected?.then((admin) => admin.disconnect()).catch(() => undefined);
  }

  async #connect(): Promise<Admin> {
    const admin = this.#kafka.admin({ retry: RETRY });
    await admin.connect();
    return admin;
  }
}

export function checkPartitions(topic: string, found: number, wanted: number): void {
  if (found !== wanted) throw new BusError('wrong-partitions', `${topic} has ${found} partitions; it must have ${wanted}, for ever. Events go into a topic of another name, by a new relay from the start.`);
}
