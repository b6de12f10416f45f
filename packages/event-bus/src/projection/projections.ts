import type { ParkedStream, ReleaseOutcome, SkippedEvents } from '../inbox/parking.js';
import type { Runtime } from '../runtime.js';
import type { AnyProjection } from './definition.js';
import type { OnIncident } from './incident.js';
import { Projection } from './projection.js';
import { openProjectionReader } from './reader.js';
import type { ProjectionReader } from './reader.js';
import type { ProjectionSource } from './source.js';
import type { ProjectionStatus } from './status.js';
import type { WaitOutcome } from './waiters.js';

/** The running projections of a service, wherever they run. An unknown name throws. */
export interface Projections {
  readonly names: readonly string[];
  /** Of these, or of all; a name that is not here is left out. Waits for nothing that the others do. */
  status(names?: readonly string[]): Promise<readonly ProjectionStatus[]>;
  /** Resolves when a reader can see that revision of the stream, or after that many milliseconds. */
  waitFor(name: string, stream: string, revision: number, timeoutMs: number): Promise<WaitOutcome>;
  /** Builds a new file while the old one serves; resolves after the switch-over. */
  rebuild(name: string): Promise<void>;
  /** Gives a definition new options; resolves when it goes by them, also after the thread was started anew. Throws for one that takes none. */
  reconfigure(name: string, options: unknown): Promise<void>;
  /** Of one projection, or of all. */
  listParked(name?: string): Promise<readonly ParkedStream[]>;
  /** What was left out by `skip`, of one projection or of all. */
  listSkipped(name?: string): Promise<readonly SkippedEvents[]>;
  /** Applies a parked stream again, from the parked event on. */
  retry(name: string, stream: string): Promise<ReleaseOutcome>;
  /** Leaves out what is parked at this revision, for a reason that is recorded, and goes on behind it; does nothing where the stream is parked at another. The caller audits it. */
  skip(name: string, stream: string, revision: number, reason: string): Promise<ReleaseOutcome>;
  /** A reader on this thread; the caller closes it, or `close` does. */
  reader(name: string): ProjectionReader;
  close(): Promise<void>;
}

export interface RunOptions {
  readonly definitions: readonly AnyProjection[];
  readonly source: ProjectionSource;
  readonly directory: string;
  readonly runtime: Runtime;
  readonly onIncident: OnIncident;
}

/** Runs projections on this thread, the source theirs from now on. Resolves when each has a file that can be read. */
export async function runProjections({ definitions, source, directory, runtime, onIncident }: RunOptions): Promise<Projections> {
  const running = new Map<string, Projection>();
  const readers = new Set<ProjectionReader>();

  async function close(): Promise<void> {
    for (const reader of readers) reader.close();
    await Promise.all([...running.values()].map((projection) => projection.close()));
    await source.close();
  }

  function named(name: string): Projection {
    const projection = running.get(name);
    if (projection === undefined) throw new RangeError(`There is no projection "${name}" here.`);
    return projection;
  }

  const chosen = (name: string | undefined): readonly Projection[] => (name === undefined ? [...running.values()] : [named(name)]);

  try {
    for (const definition of definitions) {
      if (running.has(definition.name)) throw new TypeError(`Two projections are called "${definition.name}".`);
      running.set(definition.name, await Projection.open({ definition, source, directory, runtime, onIncident }));
    }
  } catch (error) {
    await close();
    throw error;
  }

  return {
    names: [...running.keys()],
    status: (names) => Promise.all([...running.values()].filter(({ name }) => names?.includes(name) ?? true).map((projection) => projection.status())),
    waitFor: async (name, stream, revision, timeoutMs) => named(name).waitFor(stream, revision, timeoutMs),
    rebuild: async (name) => named(name).rebuild(),
    reconfigure: async (name, options) => named(name).reconfigure(options),
    listParked: async (name) => chosen(name).flatMap((projection) => projection.listParked()),
    listSkipped: async (name) => chosen(name).flatMap((projection) => projection.listSkipped()),
    retry: async (name, stream) => named(name).retry(stream),
    skip: async (name, ...skip) => named(name).skip(...skip),
    reader(name) {
      named(name);
      const reader = openProjectionReader({ directory, name });
      readers.add(reader);
      return reader;
    },
    close,
  };
}
