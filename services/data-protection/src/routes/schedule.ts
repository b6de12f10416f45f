import { queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';
import { retentionSchedule } from '../retention/schedule.js';
import type { RetentionTerms } from '../retention/terms.js';
import { titled } from './matter-view.js';

const line = z.object({
  record: z.string(), zh: z.string(), en: z.string(), keep: z.string(), basis: z.string(), sure: z.enum(['law', 'draft', 'unconfirmed']), kept: z.string(),
  term: titled('本系统期限', 'What this installation has set: years after the close, `permanent`, or `off`; absent where there is nothing to set', z.union([z.int(), z.literal('permanent'), z.literal('off')]).optional()),
});

/** The retention schedule with the terms of this installation. */
export function scheduleRoute(terms: RetentionTerms): Route {
  return queryRoute({
    path: '/retention-schedule',
    operationId: 'retention-schedule',
    tag: 'retention',
    summary: { zh: '保存期限表', en: 'Retention schedule' },
    roles: ['data-protection', 'audit'],
    responses: { 200: { description: { zh: '各类记录', en: 'The classes of records' }, schema: z.object({ lines: z.array(line) }) } },
    handler: async () => {
      await Promise.resolve();
      return { body: { lines: retentionSchedule.map(({ parameter, ...rest }) => ({ ...rest, ...(parameter === undefined ? {} : { term: terms[parameter] ?? 'off' }) })) } };
    },
  });
}
