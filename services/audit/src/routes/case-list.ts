import { prepared } from '@guitu/event-bus';
import { queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';
import { freshen } from '../sources.js';
import type { Sources } from '../sources.js';
import { cursorOf, nextSchema, pageParameters, readCursor } from './page.js';

const answer = z.object({ cases: z.array(z.object({ caseId: z.string() })), next: nextSchema });

/** Every case, in the order of their ids: where an export begins. */
export function caseListRoute(sources: Sources): Route {
  return queryRoute({
    path: '/cases',
    operationId: 'audit-cases',
    tag: 'history',
    summary: { zh: '全部个案', en: 'All cases' },
    roles: ['audit'],
    request: { query: z.strictObject(pageParameters) },
    responses: { 200: { description: { zh: '一页个案', en: 'A page of cases' }, schema: answer } },
    handler: async ({ query: { cursor, limit } }) => {
      const [after = ''] = readCursor(cursor, 1) ?? [];
      await freshen(sources, ['audit']);
      const rows = sources.read('audit', (db) => prepared<[string, number], { readonly case_id: string }>(db, 'select case_id from cases where case_id > ? order by case_id limit ?').all(after, limit + 1));
      const page = rows.slice(0, limit);
      const last = page.at(-1);
      return { body: { cases: page.map(({ case_id }) => ({ caseId: case_id })), ...(rows.length > limit && last !== undefined ? { next: cursorOf([last.case_id]) } : {}) } };
    },
  });
}
