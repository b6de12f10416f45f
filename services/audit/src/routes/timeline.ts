import { Problem, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';
import { prefixOf } from '../history/prefix.js';
import { personTimeline } from '../history/timeline.js';
import type { Sources } from '../sources.js';
import { custodianSchema, custodySchema, handoverSchema, responsibilitySchema } from './case-answers.js';
import { asOfParameters, id, placeSchema, titled } from './parameters.js';

const inCase = { caseId: z.string() };
const stay = z.object({ ...inCase, custodian: custodianSchema });

const answer = z.object({
  personId: z.string(),
  persons: titled('关联人员', 'Every id of the same person, by the links that stood', z.array(z.string())),
  links: z.array(z.object({ linkId: z.string(), a: z.string(), b: z.string(), caseA: z.string(), caseB: z.string(), by: z.string(), at: z.string() })),
  asOf: placeSchema,
  at: z.string().optional(),
  cases: z.array(z.looseObject({ caseId: z.string(), caseNumber: z.string(), personId: z.string() })),
  agencies: z.array(z.object({ organisation: z.string(), role: z.string().optional(), name: z.string().optional() })),
  custody: z.array(custodySchema.extend(inCase)),
  responsibility: z.array(responsibilitySchema.extend(inCase)),
  handovers: z.array(handoverSchema),
  findings: titled('发现', 'Stretches in which two cases both have the person in somebody\'s care', z.array(z.object({ kind: z.literal('custody-overlap'), from: z.string(), to: z.string().optional(), stays: z.tuple([stay, stay]) }))),
  gaps: titled('间隔', 'Times without an open case; normal', z.array(z.object({ from: z.string(), to: z.string() }))),
});

/** One person over all linked cases and agencies. */
export function timelineRoute(sources: Sources): Route {
  return queryRoute({
    path: '/persons/:personId/timeline',
    operationId: 'audit-person-timeline',
    tag: 'history',
    summary: { zh: '人员轨迹', en: 'Timeline of a person' },
    roles: ['audit'],
    request: { params: z.strictObject({ personId: titled('人员', 'Person; any of the linked ids', id()) }), query: z.strictObject(asOfParameters) },
    responses: { 200: { description: { zh: '轨迹', en: 'The timeline' }, schema: answer } },
    handler: async ({ params: { personId }, query: { asOf, asOfIndex, at } }) => {
      const prefix = await prefixOf(sources, { asOf, asOfIndex }, ['audit']);
      const timeline = prefix === undefined ? undefined : await personTimeline(sources, personId, prefix, at);
      if (timeline === undefined) throw Problem.of('not-found');
      return { body: timeline };
    },
  });
}
