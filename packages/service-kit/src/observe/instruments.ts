import type { Runtime } from '../runtime.js';
import type { ProcessMetrics } from './process-metrics.js';
import type { Metrics } from './service-metrics.js';
import { createMetrics } from './service-metrics.js';
import type { Spans } from './spans.js';
import { uncollectedSpans } from './spans.js';

/** By what a service is watched. */
export interface Instruments {
  readonly metrics: Metrics;
  readonly spans: Spans;
  /** What the process measures; its page of metrics shows it after the service's own. */
  readonly process?: Pick<ProcessMetrics, 'text'>;
}

export interface InstrumentsOptions {
  readonly service: string;
  readonly runtime: Pick<Runtime, 'uuid'>;
  /** Nobody collects traces when absent. */
  readonly spans?: Spans;
  readonly process?: Pick<ProcessMetrics, 'text'>;
}

export function createInstruments({ service, runtime, spans = uncollectedSpans(runtime), process }: InstrumentsOptions): Instruments {
  return { metrics: createMetrics(service), spans, ...(process === undefined ? {} : { process }) };
}
