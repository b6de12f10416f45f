import type { Runtime } from '../runtime.js';

const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-([0-9a-f]{2})(?:-.*)?$/u;

/** The trace of a request, for a log line. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);

/** W3C Trace Context: goes on with the caller's trace where its header is valid, else begins one. Always names a span of our own. */
export function traceOf(header: string | undefined, runtime: Pick<Runtime, 'uuid'>): { readonly traceparent: string; readonly traceId: string } {
  const hex = (): string => runtime.uuid().replaceAll('-', '');
  // The first 48 bits and the last 16 of a random UUID: all of them random.
  const fresh = hex();
  const span = fresh.slice(0, 12) + fresh.slice(-4);
  const match = header === undefined ? null : pattern.exec(header);
  const traceId = match?.[1] ?? hex();
  return { traceId, traceparent: `00-${traceId}-${span}-${match?.[2] ?? '01'}` };
}
