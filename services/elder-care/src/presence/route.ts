import { day, localDateOf, localDaysBetween } from '@guitu/contracts';
import type { Register } from '@guitu/referral';
import { Problem, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';
import { presence, presenceDays } from './days.js';
import type { StaysReader } from './stays.js';
import { staysWith } from './stays.js';

const query = z.strictObject({
  from: day().meta({ title: 'First local day, inclusive', 'x-title-zh': '起始日' }),
  to: day().meta({ title: 'Last local day, inclusive', 'x-title-zh': '截止日' }),
});

export function presenceRoute(stays: StaysReader, register: Register): Route {
  return queryRoute({
    path: '/presence',
    operationId: 'presence',
    tag: 'elder-care',
    summary: { zh: '在院天数', en: 'Presence days' },
    description: { zh: '由照护区间推算，不由填报；合同期外的天数单列。', en: 'Derived from custody intervals, never typed; days outside any contract are shown apart.' },
    roles: ['elder-care'],
    request: { query },
    responses: { 200: { description: { zh: '天数', en: 'Days by case' }, schema: presence } },
    handler: ({ caller, query: { from, to }, now }) => {
      if (from > to || localDaysBetween(from, to) > 366) {
        throw Problem.invalid([{ in: 'query', pointer: '/to', rule: 'period', fix: { zh: '截止日不得早于起始日，且不超过 366 天。', en: 'Not before `from`, and at most 366 days later.' } }]);
      }
      const today = localDateOf(new Date(now).toISOString());
      return Promise.resolve({ body: presenceDays(staysWith(stays, caller.organisation), from, today < to ? today : to, register.contractsOf(caller.organisation)) });
    },
  });
}
