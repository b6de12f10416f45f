import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EventStore } from '@guitu/event-store';
import type { AnyProjection } from '../projection/definition.js';
import type { Incident } from '../projection/incident.js';
import { runProjections } from '../projection/projections.js';
import type { Projections } from '../projection/projections.js';
import { embeddedSource } from '../projection/source.js';
import type { ProjectionSource } from '../projection/source.js';
import { realRuntime } from './real-runtime.js';
import { untilCaughtUp } from './rows.js';
import { sampleEvent, sampleProjection } from './sample-projection.js';
import type { SampleEvent } from './sample-projection.js';

/** A log, a directory and runs over them, for the tests of this package. */
export interface Fixture {
  readonly store: EventStore;
  readonly directory: string;
  readonly source: ProjectionSource;
  readonly incidents: Incident[];
  /** Appends events of these kinds to the stream, after what it has. */
  add(stream: string, ...kinds: readonly SampleEvent['kind'][]): Promise<void>;
  /** Starts the definition, the sample when absent; a run before it must have been closed. */
  start(definition?: AnyProjection, source?: ProjectionSource): Promise<Projections>;
  /** Waits until what is in the log now is applied. */
  settled(projections: Projections): Promise<void>;
  kinds(): readonly Incident['kind'][];
  dispose(): Promise<void>;
}

export function openFixture(store: EventStore): Fixture {
  const directory = mkdtempSync(join(tmpdir(), 'guitu-bus-'));
  const source = embeddedSource(store);
  const incidents: Incident[] = [];
  const started: Projections[] = [];
  return {
    store,
    directory,
    source,
    incidents,
    async add(stream, ...kinds) {
      const have = (await store.readStream(stream)).length;
      const events = kinds.map((kind, index) => sampleEvent(stream, have + index, kind));
      const result = await store.append(stream, events, { expected: have === 0 ? 'no-stream' : have - 1 });
      if (!result.ok) throw new Error(`${stream} was not at revision ${have - 1}.`);
    },
    async start(definition = sampleProjection(), from = source) {
      const projections = await runProjections({ definitions: [definition], source: from, directory, runtime: realRuntime(), onIncident: (incident) => void incidents.push(incident) });
      started.push(projections);
      return projections;
    },
    settled: async (projections) => untilCaughtUp(projections, await store.head()),
    kinds: () => incidents.map(({ kind }) => kind),
    async dispose() {
      await Promise.all(started.map((projections) => projections.close()));
      await store.close();
      rmSync(directory, { recursive: true });
    },
  };
}
