import { casesPage, casesQuery } from '@guitu/contracts';
import type { ProjectionReader } from '@guitu/event-bus';
import type { Register } from '@guitu/referral';
import { allAgencies, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { readCases } from './query.js';
import { supervisedBy } from './supervised-by.js';

/** Exactly the cases whose `GET /cases/{caseId}` answers 200 to the caller. */
export function casesRoute(worklist: ProjectionReader, register: Register, roles: Route['roles'] = allAgencies): Route {
  return queryRoute({
    path: '/cases',
    operationId: 'cases',
    tag: 'cases',
    summary: { zh: '本机构可查看的个案', en: 'Cases that the organisation may look at' },
    description: { zh: '按个案编号排列，不含个案内容；由日志推算，略有滞后。', en: 'In the order of their ids, without their content. Derived, a moment behind the log.' },
    roles,
    request: { query: casesQuery },
    responses: { 200: { description: { zh: '一页个案', en: 'A page of cases' }, schema: casesPage } },
    handler: ({ caller, query }) => Promise.resolve({ body: worklist.read((db) => readCases(db, caller.organisation, supervisedBy(register, caller.organisation), query)) }),
  });
}
