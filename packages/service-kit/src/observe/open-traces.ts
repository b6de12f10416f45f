import type { Runtime } from '../runtime.js';
import { uncollectedSpans } from './spans.js';
import type { Traces, TracesOptions } from './traces.js';

/** Nobody collects, and nothing for it is even loaded. */
const uncollected = (runtime: Pick<Runtime, 'uuid'>): Traces => ({ spansOf: () => uncollectedSpans(runtime), applied: () => {}, close: () => Promise.resolve() });

export async function openTraces(options: TracesOptions & { readonly enabled: boolean }): Promise<Traces> {
  return options.enabled ? (await import('./otlp.js')).openOtlpTraces(options) : uncollected(options.runtime);
}
