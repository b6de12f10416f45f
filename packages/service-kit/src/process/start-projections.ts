import { startProjectionWorker } from '@guitu/event-bus';
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
  /** Names a function `(options) => Promise<ProjectionSource>`. */
  readonly source: ModuleRef;
  readonly directory: string;
  readonly config: Pick<Config, 'traces'>;
  readonly processMetrics: Pick<ProcessMetrics, 'incident' | 'watch'>;
  readonly logger: Logger;
}

/** The projections of a process in a thread of their own, measured, logged and traced. */
export async function startProjections({ modules, source, directory, config, processMetrics, logger }: ProjectionsOptions): Promise<Projections> {
  const projections = await startProjectionWorker({
    modules,
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
  processMetrics.watch(projections);
  return projections;
}
