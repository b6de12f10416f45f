/* Run by hand: node packages/event-bus/dist/testing/bench.js [events] */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@guitu/event-store';
import { sqliteSource } from '../worker/embedded-source.js';
import { callModule } from '../worker/module-ref.js';
import { startProjectionWorker } from '../worker/start.js';
import { realRuntime } from './real-runtime.js';
import { untilCaughtUp } from './rows.js';
import { sampleEvent } from './sample-projection.js';

const events = Number(process.argv[2] ?? 100_000);
const directory = mkdtempSync(join(tmpdir(), 'guitu-bench-'));
const file = join(directory, 'log.sqlite');
const store = await callModule<EventStore>({ url: '@guitu/event-store', exportName: 'openSqliteStore', options: { file, durability: 'normal' } });
const streams = events / 10;
const pad = 'x'.repeat(300);
for (let round = 0; round < 10; round += 1) {
  for (let from = 0; from < streams; from += 500) {
    await Promise.all(
      Array.from({ length: Math.min(500, streams - from) }, (_, at) => {
        const stream = `case-${String(from + at).padStart(32, '0')}`;
        const event = sampleEvent(stream, round);
        return store.append(stream, [{ ...event, bytes: Buffer.from(JSON.stringify({ kind: 'add', n: 1, pad })) }], { expected: round === 0 ? 'no-stream' : round - 1 });
      }),
    );
  }
}

const here = (path: string, exportName: string, options?: unknown) => ({ url: new URL(path, import.meta.url).href, exportName, options });
const began = performance.now();
const projections = await startProjectionWorker({
  modules: [here('./sample-projection.js', 'sampleProjection')],
  source: sqliteSource(file),
  workerRuntime: here('./real-runtime.js', 'realRuntime'),
  runtime: realRuntime(),
  directory: join(directory, 'projections'),
  onIncident: (incident) => console.log(incident),
});
await untilCaughtUp(projections, await store.head());
const first = performance.now() - began;
const again = performance.now();
await projections.rebuild('sample');
const rebuild = performance.now() - again;

const delays: number[] = [];
for (let revision = 0; revision < 300; revision += 1) {
  const from = performance.now();
  await store.append('case-latency', [sampleEvent('case-latency', revision)], { expected: revision === 0 ? 'no-stream' : revision - 1 });
  const outcome = await projections.waitFor('sample', 'case-latency', revision, 1_000);
  if (outcome !== 'applied') throw new Error(outcome);
  delays.push(performance.now() - from);
}
delays.sort((a, b) => a - b);
const closing = performance.now();
await projections.close();
console.log(JSON.stringify({
  events,
  firstBuildPerSecond: Math.round((events / first) * 1000),
  rebuildPerSecond: Math.round((events / rebuild) * 1000),
  appendToVisibleMs: { p50: delays[150], p99: delays[297], max: delays.at(-1) },
  closeMs: performance.now() - closing,
}, null, 1));
await store.close();
rmSync(directory, { recursive: true });
