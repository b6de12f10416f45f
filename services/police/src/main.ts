import { runAgency } from '@guitu/agency-kit';
import { guituTopics, kafkaSource } from '@guitu/event-bus';
import { openEventStoreDb } from '@guitu/event-store/eventstoredb';
import { remoteVault } from '@guitu/vault';
import { police } from './index.js';

await runAgency(police, {
  openStore: openEventStoreDb,
  openVault: remoteVault,
  feed: (log) => ({ url: '@guitu/event-store/eventstoredb', exportName: 'openEventStoreDbFeed', options: log }),
  worklistSource: ({ log, feed, brokers, consumer }) => kafkaSource({ store: feed, kafka: { brokers, clientId: consumer, topics: guituTopics(log.namespace), instance: `guitu.${consumer}` } }),
});
