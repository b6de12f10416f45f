import { buildAsyncApi } from '@guitu/contracts';
import type { EventFeed, EventReader } from '@guitu/event-store';
import type { Projections } from '@guitu/event-bus';
import type { Register } from '@guitu/referral';
import { createService, projectionsReady } from '@guitu/service-kit';
import type { Service, Surroundings } from '@guitu/service-kit';
import type { Vault } from '@guitu/vault';
import { auditProjections } from './modules.js';
import { caseListRoute } from './routes/case-list.js';
import { caseRoutes } from './routes/cases.js';
import { findingsRoute } from './routes/findings.js';
import { oneSidedRoute } from './routes/one-sided.js';
import { reportRoutes } from './routes/report.js';
import { looksRoute } from './routes/looks.js';
import { searchRoute } from './routes/search.js';
import { timelineRoute } from './routes/timeline.js';
import { createSources } from './sources.js';

/** What audit runs on, by ports: whoever composes it chooses the adapters. */
export interface AuditDependencies extends Surroundings {
  /** The log itself: histories are read from it, never from a projection. */
  readonly store: EventReader & Pick<EventFeed, 'head'>;
  /** Where the modules of `auditProjectionModules` run; others may run beside them. */
  readonly projections: Pick<Projections, 'status' | 'listParked' | 'reader'>;
  readonly vault: Pick<Vault, 'open' | 'find' | 'looks'>;
  readonly register: Register;
}

export const auditTitle = { zh: '审计', en: 'Audit' } as const;

/** Follows each person across agencies: history, replay, findings, reports. Reads everything, and writes nothing but that it looked. */
export function createAuditService(dependencies: AuditDependencies): Service {
  const { store, projections, vault, register, ...surroundings } = dependencies;
  let feed: string | undefined;
  const sources = createSources({ store, projections, vault, register, runtime: surroundings.runtime });
  return createService({
    ...surroundings,
    name: 'audit',
    title: auditTitle,
    raw: [{ method: 'GET', path: '/asyncapi.json', name: 'asyncapi', handler: () => Promise.resolve({ body: (feed ??= JSON.stringify(buildAsyncApi())) }) }],
    routes: [searchRoute(sources), caseListRoute(sources), ...caseRoutes(sources), timelineRoute(sources), ...reportRoutes(sources), findingsRoute(sources), oneSidedRoute(sources), looksRoute(sources)],
    readiness: [projectionsReady(projections, auditProjections), ...(surroundings.readiness ?? [])],
  });
}
