import type { Runtime } from '../runtime.js';

const pattern = /^(?!ff)[0-9a-f]{2}-(?!0{32})([0-9a-f]{32})-(?!0{16})([0-9a-f]{16})-([0-9a-f]{2})(?:-.*)?$/u;

/** What a header of W3C Trace Context names; undefined where it is none. */
export function parseTraceparent(header: string): { readonly traceId: string; readonly spanId: string; readonly flags: number } | undefined {
  const [, traceId, spanId, flags] = pattern.exec(header) ?? [];
  return traceId === undefined || spanId === undefined || flags === undefined ? undefined : { traceId, spanId, flags: parseInt(flags, 16) };
}

/** The trace of a request, for a log line. */
export const traceIdOf = (traceparent: string): string => traceparent.slice(3, 35);

/** W3C Trace Context: goes on with the caller's trace where its header is valid, else begins one. Always names a span of our own. */
export function traceOf(header: string | undefined, runtime: Pick<Runtime, 'uuid'>): { readonly traceparent: string; readonly traceId: string } {
  const hex = (): string => runtime.uuid().replaceAll('-', '');
  // The first 48 bits and the last 16 of a random UUID: all of them random.
  const fresh = hex();
  const span = fresh.slice(0, 12) + fresh.slice(-4);
  const [, found, , flags] = (header === undefined ? null : pattern.exec(header)) ?? [];
  const traceId = found ?? hex();
  return { traceId, traceparent: `00-${traceId}-${span}-${flags ?? '01'}` };
}
