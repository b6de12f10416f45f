import { openMemoryStore } from '@guitu/event-store';
import type { EventStore } from '@guitu/event-store';
import { kafkaBus } from '../kafka/kafka-bus.js';
import type { KafkaBus } from '../kafka/kafka-bus.js';
import { kafkaPublisher } from '../kafka/publisher.js';
import { ensureTopics } from '../kafka/ensure-topics.js';
import { guituTopics } from '../kafka/topics.js';
import type { KafkaTopics } from '../kafka/topics.js';
import type { Publisher } from '../relay/publisher.js';
import { sampleEvent } from './sample-projection.js';
import type { SampleEvent } from './sample-projection.js';
import { until } from './until.js';

/** The broker that all suites share, as host:port, or undefined where there is none: `npm test` starts it, and says in one line why not. Nobody may stop it. */
export function sharedBroker(): readonly string[] | undefined {
  const brokers = process.env['KAFKA_BROKERS'];
  return brokers === undefined || brokers === '' ? undefined : brokers.split(',');
}

/** `describe` for suites over the shared broker. */
export const describeWithBroker: typeof describe = sharedBroker() === undefined ? describe.skip : describe;

let made = 0;
let grouped: Promise<void> | undefined;

/** Whether a consumer can join a group: one does, and leaves it. */
async function hasMember(bus: KafkaBus): Promise<boolean> {
  const pages = bus.consume({ consumer: 'first', categories: ['case'], after: {}, pageSize: 1, signal: AbortSignal.timeout(10_000) })[Symbol.asyncIterator]();
  try {
    return (await pages.next()).done !== true;
  } catch {
    return false;
  } finally {
    await pages.return?.();
  }
}

/** Topics of the caller's own on the shared broker, with few partitions, so that suites do not meet. */
export async function ownTopics(partitions = 3): Promise<KafkaTopics> {
  const topics = { ...guituTopics(`test-${process.pid}-${Date.now()}-${(made += 1)}`), partitions };
  const connection = { brokers: sharedBroker() ?? [], clientId: 'test' };
  await ensureTopics({ ...connection, topics });
  const bus = kafkaBus({ ...connection, topics, instance: 'test', log: 'none' });
  try {
    // A broker that is busy says for a while that nobody leads a topic which it has just made, and for its first group that it is still loading what it knows of groups.
    await until(() => bus.ends().then(() => true, () => false), 'leaders of new topics');
    await (grouped ??= until(() => hasMember(bus), 'a group to have a member', 60_000));
  } finally {
    await bus.close();
  }
  return topics;
}

export interface KafkaFixture {
  readonly topics: KafkaTopics;
  readonly store: EventStore;
  readonly bus: KafkaBus;
  readonly publisher: Publisher;
  /** Appends events of these kinds to the stream, and brings them onto the bus. */
  add(stream: string, ...kinds: SampleEvent['kind'][]): Promise<void>;
  close(): Promise<void>;
}

/** An empty log in memory with topics of its own. */
export async function openKafkaFixture({ topics }: { readonly topics?: KafkaTopics } = {}): Promise<KafkaFixture> {
  const brokers = sharedBroker() ?? [];
  const own = topics ?? (await ownTopics());
  const store = openMemoryStore();
  const bus = kafkaBus({ brokers, clientId: 'test', topics: own, instance: 'test', log: store.storeId });
  const publisher = kafkaPublisher({ brokers, clientId: 'test', topics: own, log: store.storeId, keyOf: ({ stream }) => stream });
  return {
    topics: own,
    store,
    bus,
    publisher,
    async add(stream, ...kinds) {
      const have = (await store.readStream(stream)).length;
      await store.append(stream, kinds.map((kind, index) => sampleEvent(stream, have + index, kind)), { expected: have === 0 ? 'no-stream' : have - 1 });
      await publisher.publish(await store.readStream(stream, { from: have }));
    },
    async close() {
      await Promise.all([bus.close(), publisher.close()]);
      await store.close();
    },
  };
}
