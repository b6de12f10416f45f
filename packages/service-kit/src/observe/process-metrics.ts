import type { Incident, Projections } from '@guitu/event-bus';
import { Gauge, Registry, collectDefaultMetrics } from 'prom-client';
import type { Runtime } from '../runtime.js';
import { measureProjections } from './projection-metrics.js';
import { measureStore } from './store-metrics.js';
import { measureVault } from './vault-metrics.js';

export interface ProcessMetricsOptions {
  /** Of the release. */
  readonly version: string;
  /** Of the log that it reads and writes. */
  readonly logFormat: number;
  /** Absent where the log is no file of this machine. */
  readonly logFile?: string;
  readonly runtime: Pick<Runtime, 'sleep'>;
}

/**
 * What is measured once in a process, however many services share it: log, vault, projections, event loop, memory.
 * The series have no label `service`. The same text stands on the page of every service, so that each page tells the whole.
 */
export interface ProcessMetrics {
  readonly registry: Registry;
  /** From now on a scrape asks these. */
  watch(projections: Pick<Projections, 'status'>): void;
  incident(incident: Incident): void;
  text(): Promise<string>;
  /** Stops measuring. */
  close(): void;
}

export function createProcessMetrics({ version, logFormat, logFile, runtime }: ProcessMetricsOptions): ProcessMetrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  new Gauge({ name: 'guitu_build_info', help: 'Always 1; the labels say what runs', labelNames: ['version', 'log_format', 'node'], registers: [registry] })
    .set({ version, log_format: String(logFormat), node: process.versions.node }, 1);
  const stops = [measureStore(registry, logFile), measureVault(registry)];
  const measured = measureProjections(registry, runtime);
  let watched: Pick<Projections, 'status'> | undefined;
  let scrape: Promise<string> | undefined;

  async function read(): Promise<string> {
    if (watched !== undefined) await measured.refresh(watched);
    return registry.metrics();
  }

  return {
    registry,
    watch: (projections) => {
      watched = projections;
    },
    incident: (incident) => measured.incident(incident),
    // Several services are scraped at the same moment; one look is enough for all of them.
    text: () => (scrape ??= read().finally(() => {
      scrape = undefined;
    })),
    close: () => {
      for (const stop of stops) stop();
      registry.clear();
    },
  };
}
