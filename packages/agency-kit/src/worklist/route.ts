import { worklistPage, worklistQuery } from '@guitu/contracts';
import type { ProjectionReader } from '@guitu/event-bus';
import { allAgencies, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { readWorklist } from './query.js';

export function worklistRoute(worklist: ProjectionReader, roles: Route['roles'] = allAgencies): Route {
  return queryRoute({
    path: '/worklist',
    operationId: 'worklist',
    tag: 'worklist',
    summary: { zh: '工作清单', en: 'Worklist' },
    description: { zh: '待我办理、待他方办理、由我照护；可按事项、事由、对方机构、是否逾期筛选。', en: 'Waiting for me, waiting for others, in my custody; filtered by kind, purpose, counterpart and lateness. Derived, a moment behind the log.' },
    roles,
    request: { query: worklistQuery },
    responses: { 200: { description: { zh: '一页事项', en: 'A page of items, oldest first' }, schema: worklistPage } },
    handler: ({ caller, query, now }) => Promise.resolve({ body: worklist.read((db) => readWorklist(db, caller.organisation, query, new Date(now).toISOString())) }),
  });
}
