import type { Projections } from '@guitu/event-bus';
import type { EventFeed } from '@guitu/event-store';
import { startOperator } from '../operator/operator.js';
import { parkedVerbs } from '../operator/verbs/parked-verbs.js';
import { projectionVerbs } from '../operator/verbs/projection-verbs.js';
import type { ProcessContext } from './context.js';

export interface OperatedProjections {
  readonly projections: Projections;
  readonly store: Pick<EventFeed, 'backlog'>;
}

/** Lets the operator of this process look at its projections, build them anew and release what is parked: `guitu --data <its directory>`. */
export async function operateProjections({ dataDirectory, runtime, logger, keep }: Pick<ProcessContext, 'dataDirectory' | 'runtime' | 'logger' | 'keep'>, { projections, store }: OperatedProjections): Promise<void> {
  keep(await startOperator({ dataDirectory, runtime, logger, verbs: (log) => [...projectionVerbs({ projections, store, runtime }), ...parkedVerbs({ projections, log })] }));
}
