import type { Consumer, EachBatchPayload, Kafka } from 'kafkajs';
import { RETRY } from './client.js';
import { isRebalance, toBusError } from './errors.js';
import type { FetchedBatch, Intake, Offered } from './intake.js';
import { partitionName } from './places.js';
import { fromRecord } from './records.js';
import { categoryOf } from './topics.js';

/** How soon the broker gives the partitions of a member that died to others. */
const SESSION_MS = 30_000;
const HEARTBEAT_MS = 3_000;
/** How long a fetch waits for something to come: what a close waits for at most. */
const FETCH_MS = 500;
/** What one fetch brings at most, and so what is in memory: more only if one event alone is larger. */
const FETCH_BYTES = 4 * 1024 * 1024;
const FETCH_BYTES_PER_PARTITION = 512 * 1024;

export interface MemberOptions {
  readonly kafka: Kafka;
  readonly group: string;
  readonly topics: readonly string[];
  /** Partitions of a topic. */
  readonly partitions: number;
  readonly categories: readonly string[];
  /** Id of the log whose events are wanted. */
  readonly log: string;
  readonly intake: Intake;
}

/**
 * Joins the group and offers to the intake what it fetches, from where the intake goes on, whatever the broker remembers. Whatever ends it ends the intake;
 * kafkajs alone would stay silently dead after some errors and try others for ever. Resolves when it has joined.
 */
export async function joinGroup({ kafka, group, topics, partitions, categories, log, intake }: MemberOptions): Promise<Consumer> {
  const consumer = kafka.consumer({
    groupId: group,
    allowAutoTopicCreation: false,
    sessionTimeout: SESSION_MS,
    rebalanceTimeout: 2 * SESSION_MS,
    heartbeatInterval: HEARTBEAT_MS,
    maxWaitTimeInMs: FETCH_MS,
    maxBytes: FETCH_BYTES,
    maxBytesPerPartition: FETCH_BYTES_PER_PARTITION,
    retry: { ...RETRY, restartOnFailure: () => Promise.resolve(false) },
  });
  const wanted = new Set(categories);

  consumer.on('consumer.crash', ({ payload }) => intake.end(toBusError(payload.error)));
  consumer.on('consumer.group_join', ({ payload }) => {
    const names: string[] = [];
    for (const [topic, assigned] of Object.entries(payload.memberAssignment)) {
      for (const partition of assigned) {
        names.push(partitionName(topic, partition));
        consumer.seek({ topic, partition, offset: String(intake.next(partitionName(topic, partition))) });
      }
    }
    intake.assign(names);
  });

  function fetched({ batch, resolveOffset }: EachBatchPayload): FetchedBatch {
    return {
      partition: partitionName(batch.topic, batch.partition),
      high: Number(batch.highWatermark),
      records: batch.messages.map((message) => {
        const event = fromRecord(message, log);
        return { offset: Number(message.offset), event: event !== undefined && wanted.has(categoryOf(event.stream)) ? event : undefined };
      }),
      taken: (offset) => resolveOffset(String(offset)),
    };
  }

  try {
    await consumer.connect();
    await consumer.subscribe({ topics: [...topics], fromBeginning: true });
    await consumer.run({
      autoCommit: false,
      eachBatchAutoResolve: false,
      // All partitions of a fetch at once: the intake is then told of everything that came, and hands it over one page after the other.
      partitionsConsumedConcurrently: topics.length * partitions,
      async eachBatch(payload) {
        if (!payload.isRunning() || payload.isStale()) return;
        const offered = intake.offer(fetched(payload));
        try {
          await stayWhile(offered, payload);
        } catch (error) {
          // Whoever returns leaves the joining to kafkajs; whoever throws crashes it.
          if (!isRebalance(error)) throw error;
        } finally {
          offered.withdraw();
        }
      },
    });
    return consumer;
  } catch (error) {
    await consumer.disconnect().catch(() => undefined);
    throw toBusError(error);
  }
}

/** Keeps the membership alive while pages wait to be asked for. Resolves when none waits, or when they must not be handed over any more. */
async function stayWhile({ settled }: Offered, { heartbeat, isRunning, isStale }: EachBatchPayload): Promise<void> {
  const over = settled.then(() => true);
  for (;;) {
    let timer: NodeJS.Timeout | undefined;
    // A promise of `node:timers/promises` that is aborted makes an error each time, and this runs for every partition of every fetch.
    const beat = new Promise<false>((resolve) => (timer = setTimeout(resolve, HEARTBEAT_MS / 2, false)));
    const ended = await Promise.race([over, beat]).finally(() => clearTimeout(timer));
    if (ended || !isRunning() || isStale()) return;
    await heartbeat();
  }
}
