import type { CommitTrace, Observer, RebuildTrace } from '@guitu/event-bus';
import { release } from '../release.js';
import { systemRuntime } from '../runtime.js';
import { follow } from './follow.js';
import { openTraces } from './open-traces.js';

/** More at once is catching up, not somebody's request. */
const MOST_EVENTS = 100;

const traceparentIn = (bytes: Uint8Array): string | undefined =>
  /"traceparent":"(00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2})"/u.exec(Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1'))?.[1];

/** In the thread of the projections: goes on with the trace of each request to where what it wrote becomes visible. A rebuild shows nothing anew, so it is left out. */
export async function traceProjections(): Promise<Observer> {
  const traces = await openTraces({ enabled: true, version: release, runtime: systemRuntime });
  const rebuilding = new Set<string>();
  const stops = [
    follow<RebuildTrace>('guitu.projection.rebuild', ({ projection }) => void rebuilding.delete(projection), ({ projection }) => void rebuilding.add(projection)),
    follow<CommitTrace>('guitu.projection.commit', ({ projection, events, stored, error }, seconds) => {
      if (error !== undefined || events > MOST_EVENTS || rebuilding.has(projection)) return;
      const end = performance.now();
      for (const { stream, revision, bytes } of stored()) {
        const traceparent = traceparentIn(bytes);
        if (traceparent !== undefined) traces.applied(projection, { stream, revision, traceparent }, end - seconds * 1_000, end);
      }
    }),
  ];
  return {
    close: () => {
      for (const stop of stops) stop();
      return traces.close();
    },
  };
}
export const projectionTracesModule = new URL('./projection-traces.js', import.meta.url).href;
