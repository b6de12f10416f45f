import { runAgency } from '@guitu/agency-kit';
import { guituTopics, kafkaSource } from '@guitu/event-bus/kafka';
import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import { remoteVault } from '@guitu/vault';
import { station } from './index.js';

await runAgency(station, {
  openStore: openEventStoreDb,
  openVault: remoteVault,
  worklistSource: ({ log, brokers, consumer }) =>
    kafkaSource({
      store: { url: '@guitu/event-store/eventstoredb', exportName: 'openEventStoreDbFeed', options: log },
      kafka: { brokers, clientId: consumer, topics: guituTopics(log.namespace), instance: `guitu.${consumer}` },
    }),
});
