import type { Projections } from '@guitu/event-bus';
import type { EventFeed, EventReader } from '@guitu/event-store';
import type { Register } from '@guitu/referral';
import type { CaseReader } from '../commands/case-reader.js';
import type { OperatorVerb } from '../operator/verb.js';
import { startOperator } from '../operator/operator.js';
import { disclosureVerb } from '../operator/verbs/disclosure-verb.js';
import { parkedVerbs } from '../operator/verbs/parked-verbs.js';
import { projectionVerbs } from '../operator/verbs/projection-verbs.js';
import type { ProcessContext } from './context.js';

export interface OperatedProjections {
  readonly projections: Projections;
  readonly store: Pick<EventFeed, 'backlog'> & Pick<EventReader, 'readStream'>;
  readonly cases: CaseReader;
  readonly register: Register;
  /** What else this process does for its operator. */
  readonly verbs?: readonly OperatorVerb[];
}

/** Lets the operator of this process look at its projections, build them anew, release what is parked, and ask who would see what: `guitu --data <its directory>`. */
export async function operateProjections({ dataDirectory, runtime, logger, keep }: Pick<ProcessContext, 'dataDirectory' | 'runtime' | 'logger' | 'keep'>, { projections, store, cases, register, verbs = [] }: OperatedProjections): Promise<void> {
  keep(await startOperator({ dataDirectory, runtime, logger, verbs: (log) => [...projectionVerbs({ projections, store, runtime }), ...parkedVerbs({ projections, log }), disclosureVerb({ cases, store, register, runtime }), ...verbs] }));
}
