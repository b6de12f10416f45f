import { mkdtemp } from 'node:fs/promises';
import { join } from 'node:path';
import kafkajs from 'kafkajs';
import { sharedBroker, startBroker, whyNoBroker } from '../../support/broker.js';
import type { Broker } from '../../support/broker.js';
import { LeftOut } from '../left-out.js';

const ours = `bench-${process.pid}`;
let namespaces = 0;

/** Topics that no other row and no other run has. */
export function newNamespace(): string {
  namespaces += 1;
  return `${ours}-${namespaces}`;
}

export interface Brokers {
  /** host:port of those that `KAFKA_BROKERS` names, or of one that is started at the first call. Throws `LeftOut` where there can be none. */
  find(): Promise<readonly string[]>;
  /** Ends it, or takes our topics off those that are somebody's. */
  close(): Promise<void>;
}

export function brokersIn(scratch: string): Brokers {
  let starting: Promise<Broker> | undefined;
  const start = async (): Promise<Broker> => {
    const reason = whyNoBroker();
    if (reason !== undefined) throw new LeftOut(reason);
    return startBroker({ dataDirectory: await mkdtemp(join(scratch, 'kafka-')) });
  };
  let used = false;
  return {
    find: async () => {
      const shared = sharedBroker();
      used = shared !== undefined;
      return shared ?? (await (starting ??= start())).brokers;
    },
    close: async () => {
      if (used) await removeTopics(sharedBroker() ?? []);
      const broker = await starting?.catch(() => undefined);
      await broker?.stop();
    },
  };
}

async function removeTopics(brokers: readonly string[]): Promise<void> {
  const admin = new kafkajs.Kafka({ clientId: 'bench', brokers: [...brokers], logLevel: kafkajs.logLevel.NOTHING }).admin();
  await admin.connect();
  const topics = (await admin.listTopics()).filter((topic) => topic.startsWith(`guitu.${ours}-`));
  if (topics.length > 0) await admin.deleteTopics({ topics });
  await admin.disconnect();
}
