import { joinProjections, startProjectionWorker } from '@guitu/event-bus';
import type { Incident, ModuleRef, Projections } from '@guitu/event-bus';
import type { Config } from '../config.js';
import type { Logger } from '../logger.js';
import { incidentFields } from '../observe/incident-fields.js';
import type { ProcessMetrics } from '../observe/process-metrics.js';
import { projectionTracesModule } from '../observe/projection-traces.js';
import { projectionRuntime, projectionRuntimeModule } from './projection-runtime.js';

export interface ProjectionsOptions {
  /** Each names a function `(options) => ProjectionDefinition`. */
  readonly modules: readonly ModuleRef[];
  /** The same of projections that run in a thread apart, so that the work of neither delays the other's; none when absent. */
  readonly apart?: readonly ModuleRef[];
  /** Names a function `(options) => Promise<ProjectionSource>`. */
  readonly source: ModuleRef;
  readonly directory: string;
  readonly config: Pick<Config, 'traces'>;
  readonly processMetrics: Pick<ProcessMetrics, 'incident' | 'watch'>;
  readonly logger: Logger;
}

/** The projections of a process in a thread of their own, or in two, measured, logged and traced. */
export async function startProjections({ modules, apart = [], source, directory, config, processMetrics, logger }: ProjectionsOptions): Promise<Projections> {
  const startThread = (of: readonly ModuleRef[]): Promise<Projections> =>
    startProjectionWorker({
      modules: of,
      source,
      workerRuntime: { url: projectionRuntimeModule, exportName: 'projectionRuntime' },
      runtime: projectionRuntime(),
      directory,
      observers: config.traces === true ? [{ url: projectionTracesModule, exportName: 'traceProjections' }] : [],
      onIncident: (incident: Incident) => {
        processMetrics.incident(incident);
        logger.warn('projection incident', incidentFields(incident));
      },
    });
  const projections = apart.length === 0 ? await startThread(modules) : await startBoth(() => startThread(modules), () => startThread(apart));
  processMetrics.watch(projections);
  return projections;
}

async function startBoth(...starts: readonly (() => Promise<Projections>)[]): Promise<Projections> {
  const started = await Promise.allSettled(starts.map((start) => start()));
  const running = started.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value] : []));
  const failed = started.find((outcome) => outcome.status === 'rejected');
  if (failed === undefined) return joinProjections(running);
  await Promise.all(running.map((projections) => projections.close()));
  throw failed.reason;
}
