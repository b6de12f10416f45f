import { prepared } from '@guitu/event-bus';
import { cursorCodec, pageOf, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';
import { freshen } from '../sources.js';
import type { Sources } from '../sources.js';
import { nextSchema, pageParameters } from './parameters.js';

const answer = z.object({ cases: z.array(z.object({ caseId: z.string() })), next: nextSchema });

/** The last case of a page. */
const cursors = cursorCodec(z.tuple([z.string()]));

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
      const [after] = cursor === undefined ? [''] : cursors.read(cursor);
      await freshen(sources, ['audit']);
      const rows = sources.read('audit', (db) => prepared<[string, number], { readonly case_id: string }>(db, 'select case_id from cases where case_id > ? order by case_id limit ?').all(after, limit + 1));
      const { shown, next } = pageOf(rows, limit, ({ case_id }) => cursors.write([case_id]));
      return { body: { cases: shown.map(({ case_id }) => ({ caseId: case_id })), ...next } };
    },
  });
}
