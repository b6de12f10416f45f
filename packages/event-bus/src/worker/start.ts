import { Worker } from 'node:worker_threads';
import { causeOf } from '../projection/fault.js';
import type { OnIncident } from '../projection/incident.js';
import { backOffMs } from '../projection/persist.js';
import type { ProjectionStatus } from '../projection/status.js';
import type { Projections } from '../projection/projections.js';
import { openProjectionReader } from '../projection/reader.js';
import type { ProjectionReader } from '../projection/reader.js';
import type { WaitOutcome } from '../projection/waiters.js';
import type { ParkedStream, ReleaseOutcome, SkippedEvents } from '../inbox/parking.js';
import { pause } from '../runtime.js';
import type { Runtime } from '../runtime.js';
import type { FromWorker, Question, WorkerTask } from './messages.js';
import type { ModuleRef } from './module-ref.js';
import { Outstanding } from './outstanding.js';

/**
 * Of the thread's heap. A chunk's decoded events outlive V8's default of 16 MiB of young generation and would be copied into the old one.
 * The old one is far larger than what a thread keeps (some 60 MiB): V8 lets garbage pile up by the size of the limit, to 300 MiB a thread without one.
 */
const HEAP_MB = { maxYoungGenerationSizeMb: 32, maxOldGenerationSizeMb: 256 } as const;
const CLOSE_MS = 1_500;

export interface WorkerOptions {
  /** Each names a function `(options) => ProjectionDefinition`. */
  readonly modules: readonly ModuleRef[];
  /** Names a function `(options) => Promise<ProjectionSource>`; `sqliteSource(file)` in the embedded profile. */
  readonly source: ModuleRef;
  /** Names a function `(options) => Runtime`, for the worker's side. */
  readonly workerRuntime: ModuleRef;
  /** For this side. */
  readonly runtime: Runtime;
  readonly directory: string;
  /** Each names a function `(options) => Observer`, to be called in the thread before its projections start; none when absent. */
  readonly observers?: readonly ModuleRef[];
  readonly onIncident: OnIncident;
}

/**
 * Runs projections in one worker thread, so that neither a rebuild nor a page of events ever delays a command.
 * Rejects if the thread cannot start. A thread that dies later is reported and started again, and loses nothing: its files hold rows and place together.
 */
export async function startProjectionWorker(options: WorkerOptions): Promise<Projections> {
  const { source, workerRuntime, runtime, directory, observers = [], onIncident } = options;
  /** As last given, for a thread that has to be started again. */
  const modules = [...options.modules];
  const task: WorkerTask = { modules, source, runtime: workerRuntime, directory, observers };
  const outstanding = new Outstanding();
  const closing = new AbortController();
  const readers = new Set<ProjectionReader>();
  let names: readonly string[] = [];
  let worker: Worker | undefined;
  let ended: Promise<void> = Promise.resolve();

  /** Resolves when the thread is ready; `ended` then follows its life. */
  function launch(): Promise<void> {
    const launched = new Worker(new URL('./thread.js', import.meta.url), { workerData: task, name: 'projections', resourceLimits: HEAP_MB });
    worker = launched;
    let cause = 'it ended';
    ended = new Promise((resolve) => launched.once('exit', () => resolve()));
    return new Promise((resolve, reject) => {
      launched.on('error', (error) => (cause = String(error)));
      launched.once('exit', () => {
        outstanding.connect(undefined);
        reject(new Error(`The projection thread did not start: ${cause}.`));
      });
      launched.on('message', (message: FromWorker) => {
        if (message.kind === 'ready') {
          names = message.names;
          outstanding.connect((request) => launched.postMessage(request));
          launched.once('exit', () => void relaunch(cause));
          resolve();
        } else if (message.kind === 'failed') {
          cause = message.error;
        } else if (message.kind === 'incident') {
          onIncident(message.incident);
        } else {
          outstanding.settle(message);
        }
      });
    });
  }

  async function relaunch(cause: string): Promise<void> {
    let why = cause;
    for (let attempt = 0; !closing.signal.aborted; attempt += 1) {
      onIncident({ kind: 'worker-restarted', detail: why });
      await pause(runtime, backOffMs(attempt, runtime.random()), closing.signal);
      if (closing.signal.aborted) return;
      try {
        return await launch();
      } catch (error) {
        why = String(error);
      }
    }
  }

  /** The answer's type is fixed by the verb, in `ask`. */
  async function put<T>(question: Question): Promise<T> {
    return (await outstanding.put(question)) as T;
  }

  async function shutDown(): Promise<void> {
    closing.abort();
    for (const reader of readers) reader.close();
    const gaveUp = new AbortController();
    const asked = outstanding.put({ verb: 'close' }).catch(() => undefined); // Dead already is closed as well.
    await Promise.race([asked.then(() => ended), pause(runtime, CLOSE_MS, gaveUp.signal)]);
    gaveUp.abort();
    outstanding.end();
    await worker?.terminate(); // Transactions make this safe at any instant.
  }

  await launch();
  let closed: Promise<void> | undefined;
  return {
    names,
    status: (of) => put<readonly ProjectionStatus[]>({ verb: 'status', names: of }),
    waitFor: (name, stream, revision, timeoutMs) => put<WaitOutcome>({ verb: 'waitFor', name, stream, revision, timeoutMs }),
    rebuild: (name) => put<void>({ verb: 'rebuild', name }),
    reconfigure(name, given) {
      const place = names.indexOf(name);
      const module = modules[place];
      if (module !== undefined) modules[place] = { ...module, options: given };
      return put<void>({ verb: 'reconfigure', name, options: given });
    },
    listParked: (name) => put<readonly ParkedStream[]>({ verb: 'listParked', name }),
    listSkipped: (name) => put<readonly SkippedEvents[]>({ verb: 'listSkipped', name }),
    retry: (name, stream) => put<ReleaseOutcome>({ verb: 'retry', name, stream }),
    skip: (name, stream, revision, reason) => put<ReleaseOutcome>({ verb: 'skip', name, stream, revision, reason }),
    reader(name) {
      if (!names.includes(name)) throw new RangeError(`There is no projection "${name}" here.`);
      const onDamage = (): void => void put({ verb: 'rebuild', name }).catch((error: unknown) => onIncident({ kind: 'rebuild-failed', projection: name, cause: causeOf(error), detail: String(error) }));
      const reader = openProjectionReader({ directory, name, onDamage });
      readers.add(reader);
      return reader;
    },
    close: () => (closed ??= shutDown()),
  };
}
