import { createService, measureMatters, projectionsReady } from '@guitu/service-kit';
import type { OperatorVerb, Service } from '@guitu/service-kit';
import type { DataProtectionDependencies, Office } from './dependencies.js';
import { retentionVerb } from './retention/retention-verb.js';
import { ledgerOfToday } from './matters/ledger-of-today.js';
import { createLedgerView } from './matters/ledger-view.js';
import { waitingMatters, waitingStates } from './matters/waiting.js';
import { decideRoutes } from './routes/decide.js';
import { listRoutes } from './routes/list.js';
import { proposeRoute } from './routes/propose.js';
import { scheduleRoute } from './routes/schedule.js';
import type { Keeper } from './run/keeper.js';
import { startKeeper } from './run/keeper.js';

export const dataProtectionTitle = { zh: '个人信息保护', en: 'Data protection' } as const;

export interface DataProtection {
  readonly service: Service;
  /** Runs from the beginning: what an earlier process left undone is brought to its end. */
  readonly keeper: Keeper;
  /** For the operator. */
  readonly verbs: readonly OperatorVerb[];
}

const kinds = ['erasure', 'restriction', 'lifting'] as const;
const paths = { erasure: '/erasures', restriction: '/restrictions', lifting: '/liftings' } as const;

/** Erases and restricts, by four eyes, and opens nothing: it holds no key and reads no personal data. */
export function createDataProtection(dependencies: DataProtectionDependencies): DataProtection {
  const { store, cases, desk, projections, register, terms, hubId, ...surroundings } = dependencies;
  const { runtime, logger, readiness = [], instruments } = surroundings;
  const office: Office = { store, cases, desk, register, terms, runtime, logger, persons: projections.reader('persons'), status: () => projections.status(['persons']), source: `urn:guitu:${hubId}:data-protection` };
  const view = createLedgerView(desk);
  const keeper = startKeeper(office, view);
  if (instruments !== undefined) measureMatters(instruments.metrics.registry, kinds, waitingStates, () => waitingMatters(view.all()));
  const service = createService({
    ...surroundings,
    name: 'data-protection',
    title: dataProtectionTitle,
    routes: [
      ...kinds.flatMap((kind) => [
        proposeRoute(office, view, kind, paths[kind]), ...decideRoutes({ office, view, keeper, kind }, paths[kind]), ...listRoutes(office, view, kind, paths[kind]),
      ]),
      scheduleRoute(terms),
    ],
    readiness: [projectionsReady(projections, ['persons']), ledgerOfToday(office, view), ...readiness],
  });
  return { service, keeper, verbs: [retentionVerb(office)] };
}
