import { parentPort, workerData } from 'node:worker_threads';
import type { AnyProjection } from '../projection/definition.js';
import { causeOf, describe } from '../projection/fault.js';
import { persist } from '../projection/persist.js';
import { runProjections } from '../projection/projections.js';
import type { ProjectionSource } from '../projection/source.js';
import type { Runtime } from '../runtime.js';
import { ask } from './messages.js';
import type { FromWorker, Observer, Request, WorkerTask } from './messages.js';
import { callModule } from './module-ref.js';

/** What runs in the worker thread: all projections of a service, answering the main thread's questions until it says close. */
async function main(task: WorkerTask, tell: (message: FromWorker) => void, listen: (heard: (request: Request) => void) => void, end: () => void): Promise<void> {
  const runtime = await callModule<Runtime>(task.runtime);
  const observers = await Promise.all(task.observers.map((observer) => callModule<Observer>(observer)));
  const definitions = await Promise.all(task.modules.map((module) => callModule<AnyProjection>(module)));
  const source = await persist(() => callModule<ProjectionSource>(task.source), {
    runtime,
    signal: new AbortController().signal, // The store may not have been created yet; the main thread ends a worker that waits too long.
    onRetry: (error) => tell({ kind: 'incident', incident: { kind: 'retrying', cause: causeOf(error), detail: `Opening the events: ${describe(error)}` } }),
  });
  const projections = await runProjections({ definitions, source, directory: task.directory, runtime, onIncident: (incident) => tell({ kind: 'incident', incident }) });

  async function answer({ id, question }: Request): Promise<void> {
    try {
      tell({ kind: 'answer', id, value: await ask(projections, question) });
    } catch (error) {
      tell({ kind: 'refusal', id, error: describe(error) });
    }
    if (question.verb !== 'close') return;
    await Promise.all(observers.map((observer) => observer.close()));
    end();
  }

  listen((request) => void answer(request));
  tell({ kind: 'ready', names: definitions.map(({ name }) => name) });
}

if (parentPort !== null) {
  const port = parentPort;
  const tell = (message: FromWorker): void => port.postMessage(message);
  main(workerData as WorkerTask, tell, (heard) => void port.on('message', heard), () => port.close()).catch((error: unknown) => {
    tell({ kind: 'failed', error: describe(error) });
    port.close();
  });
}
