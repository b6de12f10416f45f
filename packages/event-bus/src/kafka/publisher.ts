import { setTimeout as after } from 'node:timers/promises';
import type { StoredEvent } from '@guitu/event-store';
import kafkajs from 'kafkajs';
import type { Producer } from 'kafkajs';
import { BusError } from '../bus-error.js';
import type { Publisher } from '../relay/publisher.js';
import { RETRY, kafkaClient } from './client.js';
import type { KafkaConnection } from './client.js';
import { toBusError } from './errors.js';
import { toRecord } from './records.js';
import type { OutgoingRecord } from './records.js';
import { categoryOf, topicOf } from './topics.js';
import type { KafkaTopics } from './topics.js';

export interface KafkaPublisherOptions extends KafkaConnection {
  readonly topics: KafkaTopics;
  /** Id of the store that the events are in; travels with each. */
  readonly log: string;
  /** What keeps its order: events of one key stand in one partition. All events of a stream must have the same. */
  readonly keyOf: (event: StoredEvent) => string;
  /** Whether the broker drops what the client sent twice in one session; true when absent. Consumers drop it in any case. */
  readonly idempotent?: boolean;
  /** Milliseconds until a page counts as not sent; 15,000 when absent. An idempotent producer by itself would try for ever. */
  readonly deadlineMs?: number;
}

/** Of a stop, which has ten seconds for everything. */
const CLOSE_MS = 2_000;

export interface KafkaPublisher extends Publisher {
  close(): Promise<void>;
}

/** Sends pages of events, each by one request per broker. After a failure the next page begins with a new connection, because nobody knows what is still under way on the old one. */
export function kafkaPublisher({ topics, log, keyOf, idempotent = true, deadlineMs = 15_000, ...connection }: KafkaPublisherOptions): KafkaPublisher {
  const kafka = kafkaClient(connection);
  let connected: Promise<Producer> | undefined;

  async function connect(): Promise<Producer> {
    const producer = kafka.producer({
      // By the key's murmur2 hash, as every other client of Kafka does it. The default of kafkajs has changed once.
      createPartitioner: kafkajs.Partitioners.DefaultPartitioner,
      allowAutoTopicCreation: false,
      idempotent,
      maxInFlightRequests: 1,
      retry: RETRY,
    });
    await producer.connect();
    return producer;
  }

  async function disconnect(): Promise<void> {
    const old = connected;
    connected = undefined;
    await old?.then((producer) => producer.disconnect()).catch(() => undefined);
  }

  function byTopic(events: readonly StoredEvent[]): { topic: string; messages: OutgoingRecord[] }[] {
    const messages = new Map<string, OutgoingRecord[]>();
    for (const event of events) {
      const topic = topicOf(topics, categoryOf(event.stream));
      if (topic === undefined) continue;
      const record = toRecord(event, keyOf(event), log);
      const others = messages.get(topic);
      if (others === undefined) messages.set(topic, [record]);
      else others.push(record);
    }
    return [...messages].map(([topic, records]) => ({ topic, messages: records }));
  }

  async function send(events: readonly StoredEvent[]): Promise<void> {
    const producer = await (connected ??= connect());
    const topicMessages = byTopic(events);
    if (topicMessages.length > 0) await producer.sendBatch({ acks: -1, timeout: deadlineMs, topicMessages });
  }

  return {
    async publish(events) {
      const sent = new AbortController();
      const late = after(deadlineMs, undefined, { signal: sent.signal }).then(
        () => Promise.reject(new BusError('bus-unavailable', `Kafka did not acknowledge within ${deadlineMs} ms.`)),
        () => undefined,
      );
      try {
        await Promise.race([send(events), late]);
      } catch (error) {
        void disconnect();
        throw toBusError(error);
      } finally {
        sent.abort();
      }
    },
    // A broker that neither answers nor refuses holds up the goodbye as well; what was sent and not acknowledged comes again.
    close: () => Promise.race([disconnect(), after(CLOSE_MS, undefined, { ref: false })]),
  };
}
