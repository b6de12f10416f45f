import { Problem, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import type { Matter } from '@guitu/vault';
import { z } from 'zod';
import type { Office } from '../dependencies.js';
import type { LedgerView } from '../matters/ledger-view.js';
import { stateOf } from '../matters/waiting.js';
import { matterOf, matterParams } from './decide.js';
import { answerOf, matterAnswer, matterSummary, summaryOf, titled } from './matter-view.js';
import { titles } from './titles.js';

const query = z.strictObject({
  state: titled('状态', 'Only those in this state', z.enum(['proposed', 'refused', 'approved', 'done']).optional()),
  after: titled('上一页最后一项', 'The last of the page before', z.uuid().toLowerCase().optional()),
  limit: titled('条数', 'Most items, 1 to 200; 50 when absent', z.string().regex(/^\d{1,3}$/u).transform(Number).pipe(z.int().min(1).max(200)).default(50)),
});

/** All matters of a kind, in the order in which they were proposed, and one of them with what stands against it. Auditors may look. */
export function listRoutes(office: Office, view: LedgerView, kind: Matter['kind'], path: string): readonly Route[] {
  const { zh, one: en, many } = titles[kind];
  const [what, one] = [{ zh, en: many }, { zh: `一项${zh}`, en: `${en.charAt(0).toUpperCase()}${en.slice(1)}` }];
  const common = { tag: kind, roles: ['data-protection', 'audit'] as const };
  return [
    queryRoute({
      ...common,
      path,
      operationId: `list-${kind}s`,
      summary: what,
      request: { query },
      problems: ['not-found'],
      responses: { 200: { description: what, schema: z.object({ items: z.array(matterSummary), next: titled('下一页', 'For `after`; absent on the last page', z.string().optional()) }) } },
      handler: async ({ query: { state, after, limit } }) => {
        await view.refresh();
        const all = view.all().filter((matter) => matter.kind === kind);
        const from = after === undefined ? 0 : all.findIndex(({ id }) => id === after) + 1;
        if (after !== undefined && from === 0) throw Problem.of('not-found');
        const found = all.slice(from).filter((matter) => state === undefined || stateOf(matter) === state);
        const page = found.slice(0, limit);
        return { body: { items: page.map(summaryOf), ...(found.length > limit ? { next: page.at(-1)?.id } : {}) } };
      },
    }),
    queryRoute({
      ...common,
      path: `${path}/:id`,
      operationId: `view-${kind}`,
      summary: one,
      request: { params: matterParams },
      responses: { 200: { description: one, schema: matterAnswer } },
      handler: async ({ params: { id }, now }) => ({ body: await answerOf(office, await matterOf({ view, kind }, id), now) }),
    }),
  ];
}
