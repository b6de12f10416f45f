import { localDateOf } from '@guitu/contracts';
import { startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { leaves, stays } from './episodes.js';
import { officials } from './officers.js';

const S = 'station-baoji';
const NAME = '郑守义';
const DAY = 86_400_000;

let hub: TestHub;
beforeAll(async () => (hub = await startTestHub()), 60_000);
afterAll(() => hub.close());

const later = (days: number): string => new Date(Date.now() + days * DAY).toISOString();

test('a restricted case stays, and nobody reads or goes on with it until its last day is over', async () => {
  const { li, zhao, auditor } = officials(hub.hub.urls);
  const story = await stays(hub, NAME, '430703197104170015');
  const proposal = { caseId: story.caseId, ground: 'dispute', until: later(10).slice(0, 10) };
  const early = await li.propose('restrictions', proposal);
  expect(early.body.against).toEqual([{ code: 'case-open', caseId: story.caseId }]);
  expect((await zhao.approve('restrictions', early.body.id)).body.code).toBe('case-open');
  await leaves(story);
  const { body } = await li.propose('restrictions', proposal);
  expect((await zhao.approve('restrictions', body.id)).body.state).toBe('done');

  const view = await hub.as(S).view(story.caseId);
  expect(JSON.stringify(view)).not.toContain(NAME);
  expect(view.closed?.code).toBe('exited');
  expect(new Set(view.events?.flatMap(({ withheld }) => Object.values(withheld)))).toContain('restricted');
  expect(JSON.stringify(await auditor.get('audit', `/cases/${story.caseId}/history`))).not.toContain('被偷走');
  expect(await hub.as(S).refused('note-added', { caseId: story.caseId, body: { note: '再次来电' } })).toMatchObject({ status: 409, code: 'restricted' });
  expect(await hub.as(S).refused('case-closed', { caseId: story.caseId, body: { code: 'exited' } })).toMatchObject({ status: 409 });
  expect((await auditor.get<{ total: number }>('audit', '/reports/period?from=2013-01-01&to=2013-12-31&basis=admitted-in-period')).status).toBe(200);

  // The business clock of the request says that the day is over.
  expect(JSON.stringify(await hub.as(S).view(story.caseId, later(12)))).toContain(NAME);
  await hub.as(S).send('note-added', { caseId: story.caseId, body: { note: '再次来电' }, now: later(12) });
}, 60_000);

test('a last day that is over is refused, because nothing would be restricted until then; today is not over', async () => {
  const { li, zhao } = officials(hub.hub.urls);
  const story = await stays(hub, '钟望平', '430703197104170074');
  await leaves(story);
  const key = crypto.randomUUID();
  const proposed = async (until: string) => li.propose('restrictions', { caseId: story.caseId, ground: 'dispute', until }, key);
  expect(await proposed(later(-2).slice(0, 10))).toMatchObject({ status: 422, body: { errors: [{ pointer: '/until', rule: 'not-in-past' }] } });
  const { status, body } = await proposed(localDateOf(later(0)));
  expect([status, (await zhao.approve('restrictions', body.id, later(2))).body.code]).toEqual([201, 'until-over']);
  expect((await zhao.approve('restrictions', body.id)).body.state).toBe('done');
  expect(JSON.stringify(await hub.as(S).view(story.caseId))).not.toContain('钟望平');
});

test('what is restricted for one human takes another to approve, as an erasure does', async () => {
  const { li, zhao } = officials(hub.hub.urls);
  const story = await stays(hub, '冯志高', '430703197104170031');
  await leaves(story);
  const { body } = await li.propose('restrictions', { caseId: story.caseId, ground: 'purpose-ended' });
  expect((await li.approve('restrictions', body.id)).body.code).toBe('same-user');
  expect((await zhao.approve('erasures', body.id)).status).toBe(404);
  expect((await zhao.approve('restrictions', body.id)).body.state).toBe('done');
});

test('a later restriction that ends later goes on after the last day of the first, and one lifting ends both', async () => {
  const { li, zhao } = officials(hub.hub.urls);
  const story = await stays(hub, '贺长林', '430703197104170058');
  await leaves(story);
  const decided = async (kind: 'restrictions' | 'liftings', proposal: object) => (await zhao.approve(kind, (await li.propose(kind, { caseId: story.caseId, ...proposal })).body.id)).body.state;
  expect(await decided('restrictions', { ground: 'dispute', until: later(10).slice(0, 10) })).toBe('done');
  expect(await decided('restrictions', { ground: 'purpose-ended' })).toBe('done');
  expect(await decided('restrictions', { ground: 'dispute', until: later(5).slice(0, 10) })).toBe('done');
  const seen = async (now?: string) => JSON.stringify(await hub.as(S).view(story.caseId, now)).includes('贺长林');
  expect([await seen(), await seen(later(12))]).toEqual([false, false]);
  expect(await decided('liftings', { ground: 'dispute-settled' })).toBe('done');
  expect(await seen()).toBe(true);
}, 60_000);
