import { randomUUID } from 'node:crypto';
import type { Consumer } from 'kafkajs';
import type { BusPage, ConsumeOptions, EventBus } from '../port.js';
import { BrokerAdmin } from './admin.js';
import { kafkaClient } from './client.js';
import type { KafkaConnection } from './client.js';
import { joinGroup } from './group-member.js';
import { Intake } from './intake.js';
import { continuedAt, endsOf, recordsAfter } from './places.js';
import { topicNames, topicOf } from './topics.js';
import type { KafkaTopics } from './topics.js';

export interface KafkaBusOptions extends KafkaConnection {
  readonly topics: KafkaTopics;
  /** Names this copy of the service: its groups begin with it. */
  readonly instance: string;
}

export interface KafkaBus extends EventBus {
  /** Ends what is being consumed and releases the connections. */
  close(): Promise<void>;
}

/**
 * The bus of the distributed profile. `log` is the id of the store whose events the topics carry; records of another log are passed over.
 *
 * Every consumption is the one member of a group of its own, because each copy needs every event and keeps its place beside its rows: nothing is committed
 * to the broker, and after a crash nobody waits until a dead member's session has ended.
 */
export function kafkaBus({ topics, instance, log, ...connection }: KafkaBusOptions & { readonly log: string }): KafkaBus {
  const kafka = kafkaClient(connection);
  const admin = new BrokerAdmin(kafka);
  const closing = new AbortController();
  const leaving = new Set<Promise<void>>();

  function carrying(categories: readonly string[]): readonly string[] {
    const names = new Set(categories.flatMap((category) => topicOf(topics, category) ?? []));
    if (names.size === 0) throw new RangeError(`No topic carries ${categories.join(', ')}.`);
    return [...names];
  }

  /** Not waited for: the last fetch may take half a second to come back. */
  function leave(consumer: Promise<Consumer | undefined>): void {
    const left = consumer.then((joined) => joined?.disconnect()).catch(() => undefined);
    leaving.add(left);
    void left.then(() => leaving.delete(left));
  }

  async function* consume({ consumer, categories, after, pageSize, signal }: ConsumeOptions): AsyncGenerator<BusPage, void, undefined> {
    const ended = AbortSignal.any([signal, closing.signal]);
    if (ended.aborted) return;
    const names = carrying(categories);
    const extents = await admin.extents(names, topics.partitions);
    const intake = new Intake(extents, continuedAt(extents, after), pageSize);
    const end = (): void => intake.end();
    ended.addEventListener('abort', end);
    if (ended.aborted) end();
    const joining = joinGroup({ kafka, group: `${instance}.${consumer}.${randomUUID()}`, topics: names, partitions: topics.partitions, categories, log, intake });
    joining.catch((error: unknown) => intake.end(error as Parameters<Intake['end']>[0]));
    try {
      for (let page = await intake.page(); page !== undefined; page = await intake.page()) yield page;
    } finally {
      ended.removeEventListener('abort', end);
      intake.end();
      leave(joining.catch(() => undefined));
    }
  }

  return {
    consume,
    ends: async () => endsOf(await admin.extents(topicNames(topics), topics.partitions)),
    backlog: async (after, categories) => recordsAfter(await admin.extents(carrying(categories), topics.partitions), after),
    async close() {
      closing.abort();
      await Promise.all([...leaving]);
      await admin.close();
    },
  };
}
