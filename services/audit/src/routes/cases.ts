import { Problem, answerOf, maskPlaces, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';
import { foldCaseUpTo } from '../history/case-fold.js';
import type { FoldedCase } from '../history/case-fold.js';
import { caseHistory } from '../history/case-history.js';
import { caseView } from '../history/case-view.js';
import { prefixOf } from '../history/prefix.js';
import type { Sources } from '../sources.js';
import { caseAnswer, historyAnswer } from './case-answers.js';
import { asOfParameters, id, titled } from './parameters.js';

const params = z.strictObject({ caseId: titled('个案', 'Case', id()) });
const query = z.strictObject(asOfParameters);
const notFound = (): Problem => Problem.of('case-not-found');

/** One case as the log tells it, now or at the end of any prefix. */
export function caseRoutes(sources: Sources): readonly Route[] {
  const masked = <T>(view: T, { present }: FoldedCase): T => (present.protectedSince === undefined ? view : maskPlaces(view, sources.register));
  const common = { tag: 'history', roles: ['audit'] as const, request: { params, query } };
  return [
    queryRoute({
      ...common,
      path: '/cases/:caseId',
      operationId: 'audit-case',
      summary: { zh: '个案概况', en: 'A case' },
      responses: { 200: { description: { zh: '个案', en: 'The case' }, schema: caseAnswer } },
      handler: async ({ params: { caseId }, query: { asOf, asOfIndex, at } }) => {
        const prefix = await prefixOf(sources, { asOf, asOfIndex }, []);
        const folded = prefix === undefined ? undefined : await foldCaseUpTo(sources, caseId, prefix);
        if (prefix === undefined || folded === undefined) throw notFound();
        return { body: masked(caseView(folded, prefix, at), folded), caseId };
      },
    }),
    queryRoute({
      ...common,
      path: '/cases/:caseId/history',
      operationId: 'audit-case-history',
      summary: { zh: '个案历史', en: 'History of a case' },
      description: { zh: '按日志顺序列出截至 asOf 的全部记录；at 只截断照护与责任区间。', en: 'Every event up to asOf in log order; `at` only cuts the intervals of custody and responsibility.' },
      responses: { 200: { description: { zh: '历史', en: 'The history' }, schema: historyAnswer } },
      handler: async (context) => {
        const { caller, now, params: { caseId }, query: { asOf, asOfIndex, at } } = context;
        const prefix = await prefixOf(sources, { asOf, asOfIndex }, []);
        const history = prefix === undefined ? undefined : await caseHistory(sources, caseId, prefix, { viewer: caller, now: new Date(now).toISOString(), answer: answerOf(context) });
        if (prefix === undefined || history === undefined) throw notFound();
        const { folded, entries } = history;
        return { body: masked({ ...caseView(folded, prefix, at), events: entries }, folded), caseId };
      },
    }),
  ];
}
