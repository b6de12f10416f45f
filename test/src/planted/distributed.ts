import { join } from 'node:path';
import { openEventStoreDbFeed } from '@guitu/event-store/eventstoredb';
import { sampleData } from '@guitu/referral/testing';
import { stopServices } from '@guitu/standalone';
import { keptPlaces, storedEvents } from '../distributed/afterwards.js';
import { headsOf, worklistsShow } from '../distributed/gates.js';
import { startCollector } from '../observing/collector.js';
import { startDistributedHub } from '../support/distributed-hub.js';
import { sharedBroker } from '../support/kafka.js';
import type { ExaminedHub } from './examined-hub.js';

const PATIENCE_MS = 120_000;

/** The hub of which each service is a process, at its most talkative, over Kafka and an event store of its own, with a collector for the traces of them all. */
export async function startDistributed(): Promise<ExaminedHub> {
  const collector = await startCollector();
  // One trace in ten: all of a kind are made in the same way, and each takes more time than what it tells of.
  const environment = { GUITU_LOG_LEVEL: 'trace', OTEL_EXPORTER_OTLP_ENDPOINT: collector.url, OTEL_TRACES_SAMPLER: 'parentbased_traceidratio', OTEL_TRACES_SAMPLER_ARG: '0.1' };
  const hub = await startDistributedHub({ register: sampleData, brokers: sharedBroker() ?? [], environment }).catch((error: unknown) => {
    collector.close();
    throw error;
  });
  const { services } = hub;
  const log = await openEventStoreDbFeed(hub.log);
  const at = (service: string): string => join(hub.directory, service);
  return {
    hub: { urls: { ...hub.urls, vault: services.vault.url, relay: services.relay.url }, log, register: sampleData },
    // What is asked and recorded takes many times what it takes in one process.
    looks: 0,
    settled: async () => worklistsShow(hub.directory, headsOf(await storedEvents(log), ['case', 'person']), PATIENCE_MS),
    directory: at('station'),
    typed: [
      ...['police', 'station', 'audit', 'data-protection'].map((service) => ({ directory: at(service), words: ['projections'] })),
      { directory: at('audit'), words: ['parked', 'list'] },
      { directory: at('data-protection'), words: ['retention', '--dry-run'] },
    ],
    kept: () => keptPlaces(hub),
    written: () => ({ 'the log lines': Object.values(services).map(({ name }) => hub.said(name)).join('\n'), 'the traces': collector.received() }),
    stop: async () => {
      await stopServices(services);
      // One that died was started again, and nobody who asks would have noticed.
      if (hub.deaths() > 0) throw new Error(`${hub.deaths()} processes died`);
    },
    remove: async () => {
      await log.close();
      await hub.close();
      collector.close();
    },
  };
}
