import { Problem, answerOf, cursorCodec, pageOf, queryRoute } from '@guitu/service-kit';
import type { FieldError, Route } from '@guitu/service-kit';
import { z } from 'zod';
import { linkedPersons } from '../cases/links.js';
import { shownLooks } from './shown-looks.js';
import { freshen } from '../sources.js';
import type { Sources } from '../sources.js';
import { id, instantParameter, nextSchema, organisationId, pageParameters, titled } from './parameters.js';

const query = z.strictObject({
  ...pageParameters,
  person: titled('被查阅人', 'Looks at this person; any of the linked ids', id().optional()),
  viewer: titled('查阅机构', 'Looks of this organisation', organisationId().optional()),
  user: titled('查阅人', 'Looks of this human of the organisation, as asserted', z.string().min(1).max(100).optional()),
  from: titled('起始时间（含）', 'Real time, inclusive', instantParameter().optional()),
  to: titled('截止时间（不含）', 'Real time, exclusive', instantParameter().optional()),
  access: titled('查阅依据', 'Only looks that took breaking the glass', z.literal('broken-glass').optional()),
});

const answer = z.object({
  looks: z.array(
    z.object({
      at: titled('时间', 'Real time at which it was recorded', z.string()),
      answer: titled('请求编号', 'The request that was answered (X-Request-Id); absent where the person is hidden', z.string().optional()),
      operation: titled('操作', 'Operation of the service', z.string()),
      organisation: titled('查阅机构', 'Who looked', z.string()),
      role: z.string(),
      user: titled('查阅人', 'The human, as asserted', z.string().optional()),
      purpose: titled('目的', 'Purpose', z.string()),
      seen: titled('查阅内容', 'Persons, cases and classes that were opened', z.array(z.object({
        personId: z.string(), caseId: z.string().optional(),
        classes: titled('数据类别与程度', 'Each class, and how far it was opened; empty where who looked was looked at', z.record(z.string(), z.enum(['full', 'summary', 'masked']))),
        access: titled('依据', 'What the organisation was to the case', z.array(z.string())),
      }))),
      counted: titled('统计条数', 'Statistics opened for counting, of nobody in particular', z.int().optional()),
    }),
  ),
  next: nextSchema,
});

/** The vault's place of the last look of a page. */
const cursors = cursorCodec(z.tuple([z.string().regex(/^\d{1,16}\.\d{1,16}$/u)]));

const userAlone = (): FieldError => ({ in: 'query', pointer: '/user', rule: 'needs-viewer', fix: { zh: '请同时给出 viewer。', en: 'Send viewer as well.' } });

/** The person by all ids that are linked now. */
async function linkedNow(sources: Sources, person: string): Promise<readonly string[]> {
  const head = await sources.store.head();
  return head === undefined ? [person] : sources.read('audit', (db) => linkedPersons(db, person, head).persons);
}

/** Who looked at whom: by person, by viewer, by time. An auditor's asking is itself a look, on record before the answer. */
export function looksRoute(sources: Sources): Route {
  return queryRoute({
    path: '/looks',
    operationId: 'audit-looks',
    tag: 'looks',
    summary: { zh: '查阅记录', en: 'Who looked' },
    description: {
      zh: '最新在前，可按人员、查阅机构与人、时间查询；查询本身亦留记录。受保护人员的查阅机构不显示；按查阅机构查询时，对受保护人员的查阅略去。',
      en: 'The newest first, by person, by viewer, by time; asking is itself on record. Who looked at a hidden person is not shown, and among the looks of one viewer those at hidden people are left out.',
    },
    roles: ['audit'],
    request: { query },
    responses: { 200: { description: { zh: '一页查阅记录', en: 'A page of looks' }, schema: answer } },
    handler: async (context) => {
      const { person, viewer, user, from, to, access, cursor, limit } = context.query;
      const { organisation, role, user: auditor } = context.caller;
      if (user !== undefined && viewer === undefined) throw Problem.invalid([userAlone()]);
      const after = cursor === undefined ? undefined : cursors.read(cursor)[0];
      // Who is hidden, and who is linked.
      await freshen(sources, ['audit']);
      const asked = {
        ...(person === undefined ? {} : { persons: await linkedNow(sources, person) }), ...(viewer === undefined ? {} : { organisation: viewer }), ...(user === undefined ? {} : { user }),
        ...(from === undefined ? {} : { from }), ...(to === undefined ? {} : { to }), ...(access === undefined ? {} : { brokenGlass: true }),
      };
      const found = await shownLooks(sources, asked, { limit, after }, { organisation, role, user: auditor, answer: answerOf(context), relations: [], purpose: 'audit' });
      const { shown, next } = pageOf(found, limit, ({ place }) => cursors.write([place]));
      return { body: { looks: shown.map(({ place: _place, ...look }) => look), ...next } };
    },
  });
}
