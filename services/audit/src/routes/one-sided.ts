import { prepared } from '@guitu/event-bus';
import { cursorCodec, maskPlaces, pageOf, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';
import type { OneSidedRow } from '../cases/case-rows.js';
import { freshen } from '../sources.js';
import { protectedCases } from '../protection.js';
import type { Sources } from '../sources.js';
import { nextSchema, pageParameters, titled } from './parameters.js';

const answer = z.object({
  handovers: z.array(
    z.object({
      handoverId: z.string(), caseId: z.string(), at: z.string(), attestation: z.enum(['receiver-only', 'giver-only']), signedBy: z.string().optional(), giver: z.string(), receiver: z.string(),
      confirmed: titled('已补签', 'The other side has signed since', z.boolean()),
    }),
  ),
  next: nextSchema,
});

/** When it happened and which it was, of the last handover of a page. */
const cursors = cursorCodec(z.tuple([z.string(), z.string()]));

/** Handovers that one side alone attests, in the order in which they happened (protocol section 2: flagged one-sided, listed for audit). */
export function oneSidedRoute(sources: Sources): Route {
  return queryRoute({
    path: '/one-sided-handovers',
    operationId: 'audit-one-sided-handovers',
    tag: 'findings',
    summary: { zh: '单方签认的交接', en: 'One-sided handovers' },
    roles: ['audit'],
    request: { query: z.strictObject({ ...pageParameters, confirmed: titled('是否已补签', 'Only those that were, or were not, confirmed since', z.enum(['true', 'false']).optional()) }) },
    responses: { 200: { description: { zh: '交接', en: 'Handovers' }, schema: answer } },
    handler: async ({ query: { cursor, limit, confirmed } }) => {
      const [at, id] = cursor === undefined ? ['', ''] : cursors.read(cursor);
      await freshen(sources, ['audit']);
      const wanted = confirmed === undefined ? null : confirmed === 'true' ? 1 : 0;
      const rows = sources.read('audit', (db) =>
        prepared<[{ at: string; id: string; wanted: number | null; most: number }], OneSidedRow>(
          db, 'select * from one_sided where (at, handover_id) > (@at, @id) and (@wanted is null or confirmed = @wanted) order by at, handover_id limit @most',
        ).all({ at, id, wanted, most: limit + 1 }),
      );
      const { shown, next } = pageOf(rows, limit, (last) => cursors.write([last.at, last.handover_id]));
      const hidden = await protectedCases(sources, shown.map(({ case_id }) => case_id));
      const masked = <T>(caseId: string, entry: T): T => (hidden.has(caseId) ? maskPlaces(entry, sources.register) : entry);
      return {
        body: {
          handovers: shown.map((row) => masked(row.case_id, {
            handoverId: row.handover_id, caseId: row.case_id, at: row.at, attestation: row.attestation, signedBy: row.signed_by ?? undefined, giver: row.giver, receiver: row.receiver, confirmed: row.confirmed === 1,
          })),
          ...next,
        },
      };
    },
  });
}
