import kafkajs from 'kafkajs';
import type { Kafka } from 'kafkajs';

/** A client past our adapter, for what examines and disturbs. */
export const strangerTo = (brokers: readonly string[]): Kafka => new kafkajs.Kafka({ clientId: 'stranger', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING, retry: { retries: 20, maxRetryTime: 1_000 } });
