import type { Runtime } from '../runtime.js';
import type { Spans } from './spans.js';
import { uncollectedSpans } from './spans.js';

/** An event that has become visible in a projection. */
export interface AppliedEvent {
  readonly stream: string;
  readonly revision: number;
  /** Names the request that wrote it. */
  readonly traceparent: string;
}

/** Collects traces on one thread. */
export interface Traces {
  spansOf(service: string): Spans;
  /** The event was applied by a commit between these instants, in milliseconds of `performance.now()`. */
  applied(projection: string, event: AppliedEvent, startTime: number, endTime: number): void;
  /** Sends what is left, or gives up after a second. Never rejects. */
  close(): Promise<void>;
}

export interface TracesOptions {
  /** Of the release. */
  readonly version: string;
  readonly runtime: Pick<Runtime, 'uuid' | 'sleep'>;
}

/** Nobody collects, and nothing for it is even loaded. */
const uncollected = (runtime: Pick<Runtime, 'uuid'>): Traces => ({ spansOf: () => uncollectedSpans(runtime), applied: () => {}, close: () => Promise.resolve() });

export async function openTraces(options: TracesOptions & { readonly enabled: boolean }): Promise<Traces> {
  return options.enabled ? (await import('./otlp.js')).openOtlpTraces(options) : uncollected(options.runtime);
}
