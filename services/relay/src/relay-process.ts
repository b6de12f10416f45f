import { createRelay } from '@guitu/event-bus';
import { carriedCategories, ensureTopics, guituTopics, kafkaPublisher } from '@guitu/event-bus/kafka';
import type { EventStore } from '@guitu/event-store';
import { createService, errorFields, eventStoreUrl, kafkaBrokers, measureRelay, namespaceOf, relayReady, relaySettings } from '@guitu/service-kit';
import type { ServiceProcess } from '@guitu/service-kit';
import { keyOf } from './key.js';

const relayTitle = { zh: '转发', en: 'Relay' };

/** A log on an event store that may have several. */
export interface LogPlace {
  readonly url: string;
  readonly namespace: string;
}

/** Carries the log to Kafka. It serves nothing but its probes and metrics, so it has no tokens to check. `openStore` is asked until the store is there. */
export const relayProcess = (openStore: (log: LogPlace) => Promise<EventStore>): ServiceProcess => ({
  name: 'relay',
  title: relayTitle,
  start: async ({ name, instance, environment, runtime, logger, instruments, processMetrics, stopping, open, keep }) => {
    const log = { url: eventStoreUrl(environment), namespace: namespaceOf(environment) };
    const connection = { brokers: kafkaBrokers(environment), clientId: instance === '' ? name : `${name}-${instance}`, topics: guituTopics(log.namespace) };
    const { name: checkpoint, ...topics } = relaySettings(environment);
    const [store] = await Promise.all([
      open('store', async () => keep(await openStore(log))),
      open('kafka', () => ensureTopics({ ...connection, ...topics })),
    ]);
    const publisher = keep(kafkaPublisher({ ...connection, log: store.storeId, keyOf }));
    const relay = createRelay({
      name: checkpoint,
      feed: store,
      checkpoints: store.checkpoints,
      publisher,
      categories: carriedCategories(connection.topics),
      runtime: { now: runtime.realNow, random: runtime.random, sleep: runtime.sleep },
      onRetry: (error, attempt) => {
        // Once, and then every half minute or so.
        if (attempt % 10 === 1) logger.warn('the relay tries again', { count: attempt, ...errorFields(error) });
      },
    });
    measureRelay(processMetrics.registry, relay, runtime);
    const running = relay.run(stopping).then(({ state }) => {
      if (state === 'lost') logger.error('another relay of this name is running: this one has stopped');
    });
    keep({ close: () => running });
    return createService({ name, title: relayTitle, routes: [], runtime, logger, instruments, readiness: [relayReady(relay)] });
  },
});
