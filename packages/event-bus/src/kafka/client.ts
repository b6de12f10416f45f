import kafkajs from 'kafkajs';
import type { Kafka } from 'kafkajs';

export interface KafkaConnection {
  /** Each host:port. */
  readonly brokers: readonly string[];
  /** Shows in the broker's logs and metrics. */
  readonly clientId: string;
}

/** Waits and tries again for some seconds at most: whoever uses the client tries again for ever, and says so meanwhile. */
export const RETRY = { retries: 3, initialRetryTime: 100, maxRetryTime: 1_000 };

export function kafkaClient({ brokers, clientId }: KafkaConnection): Kafka {
  return new kafkajs.Kafka({
    clientId,
    brokers: [...brokers],
    connectionTimeout: 3_000,
    requestTimeout: 10_000,
    retry: RETRY,
    // What goes wrong comes as errors; the client's own lines would tell it twice, in another form than the log's.
    logLevel: kafkajs.logLevel.NOTHING,
  });
}
