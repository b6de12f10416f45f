import { cursorCodec, maskPlaces, queryRoute } from '@guitu/service-kit';
import type { Route } from '@guitu/service-kit';
import { z } from 'zod';
import { overlapsAfter } from '../cases/overlap-scan.js';
import { freshen } from '../sources.js';
import { protectedCases } from '../protection.js';
import type { Sources } from '../sources.js';
import { custodianSchema } from './case-answers.js';
import { nextSchema, pageParameters, titled } from './parameters.js';

const stay = z.object({ caseId: z.string(), custodian: custodianSchema });
const parked = z.object({
  kind: z.enum(['forbidden-event', 'unreadable-stream']),
  projection: z.string(),
  stream: z.string(),
  revision: z.int(),
  eventId: z.string(),
  detail: titled('说明', 'Which rule, or why it cannot be read', z.string()),
  waiting: titled('等待中的记录', 'Events of the stream that wait behind it', z.int()),
});
const overlap = z.object({ kind: z.literal('custody-overlap'), persons: z.array(z.string()), from: z.string(), to: z.string().optional(), stays: z.tuple([stay, stay]) });
const answer = z.object({ findings: z.array(z.union([parked, overlap])), next: nextSchema });
type Finding = z.output<typeof answer>['findings'][number];

/** In which of the two lists a page ended, and behind which stream or person of it. */
const cursors = cursorCodec(z.tuple([z.enum(['parked', 'overlap']), z.string()]));

/** What stands still, in the order of streams: few, because each is an alarm that somebody must answer. */
async function parkedStreams({ projections }: Sources): Promise<readonly Finding[]> {
  const all = await projections.listParked('audit');
  return [...all].sort((one, other) => (one.stream < other.stream ? -1 : 1)).map(({ projection, stream, revision, eventId, reason, detail, waiting }) => ({
    kind: reason === 'refused' && detail.startsWith('ForbiddenEvent') ? 'forbidden-event' : 'unreadable-stream', projection, stream, revision, eventId, detail, waiting,
  }));
}

/** What audit found: first events that the rules forbid and streams that cannot be read, then persons whose cases contradict each other. */
export function findingsRoute(sources: Sources): Route {
  return queryRoute({
    path: '/findings',
    operationId: 'audit-findings',
    tag: 'findings',
    summary: { zh: '审计发现', en: 'Findings' },
    description: { zh: '一页可能少于 limit 条，甚至为空；next 存在即未完。', en: 'A page may hold fewer than limit, even none; there is more as long as there is a next.' },
    roles: ['audit'],
    request: { query: z.strictObject(pageParameters) },
    responses: { 200: { description: { zh: '发现', en: 'Findings' }, schema: answer } },
    handler: async ({ query: { cursor, limit } }) => {
      const [stage, after] = cursor === undefined ? (['parked', ''] as const) : cursors.read(cursor);
      await freshen(sources, ['audit']);
      if (stage === 'parked') {
        const rest = (await parkedStreams(sources)).filter((finding) => 'stream' in finding && finding.stream > after);
        const page = rest.slice(0, limit);
        const last = page.at(-1);
        const next = rest.length > limit && last !== undefined && 'stream' in last ? cursors.write(['parked', last.stream]) : cursors.write(['overlap', '']);
        if (page.length > 0) return { body: { findings: page, next } };
      }
      const { overlaps, next } = sources.read('audit', (db) => overlapsAfter(db, stage === 'overlap' ? after : '', limit));
      const hidden = await protectedCases(sources, overlaps.flatMap(({ stays }) => stays.map(({ caseId }) => caseId)));
      const shown = overlaps.map((overlap) => (overlap.stays.some(({ caseId }) => hidden.has(caseId)) ? maskPlaces(overlap, sources.register) : overlap));
      return { body: { findings: shown, ...(next === undefined ? {} : { next: cursors.write(['overlap', next]) }) } };
    },
  });
}
