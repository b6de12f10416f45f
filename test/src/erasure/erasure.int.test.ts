import { caseStream, decodeEvent } from '@guitu/contracts';
import { sampleSecret } from '@guitu/service-kit';
import { readLog } from '../support/afterwards.js';
import { startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { guitu } from '../support/guitu.js';
import { fetchToken } from '../support/token.js';
import { waitFor } from '../support/wait-for.js';
import { comesTwice, leaves, stays } from './episodes.js';
import { official, officials } from './officers.js';
import type { MatterSeen } from './officers.js';

const S = 'station-baoji';
/** The figures, without the place in the log that they speak from. */
const figures = async (): Promise<object> => {
  const { asOf: _asOf, ...rest } = (await officials(hub.hub.urls).auditor.get<{ asOf: unknown }>('audit', REPORT)).body;
  return rest;
};
const REPORT = '/reports/period?from=2013-01-01&to=2013-12-31&basis=admitted-in-period';
const [NAME, NUMBER] = ['张建国', '430703197104170015'] as const;

let hub: TestHub;
beforeAll(async () => (hub = await startTestHub()), 60_000);
afterAll(() => hub.close());

const everything = async (caseId: string, personId: string): Promise<string> => {
  const { auditor } = officials(hub.hub.urls);
  const audited = await Promise.all([auditor.get('audit', `/cases/${caseId}/history`), auditor.get('audit', `/cases/${caseId}`), auditor.get('audit', `/persons/${personId}/timeline`), auditor.search({ caseId })]);
  expect(audited.map(({ status }) => status)).toEqual([200, 200, 200, 200]);
  const seen = await Promise.all([hub.as(S).view(caseId), hub.as(S).page('for-me'), hub.as(S).page('custody'), hub.as(S).client.get('station', '/cases', {})]);
  return JSON.stringify([audited, seen]);
};

/** The case as the station reads it by plain HTTP. */
const viewOf = async (caseId: string, headers: Readonly<Record<string, string>> = {}): Promise<Response> =>
  fetch(`${hub.hub.urls.station}/cases/${caseId}`, { headers: { ...headers, authorization: `Bearer ${await fetchToken(hub.hub.urls.issuer, S)}` } });

describe('a person who is erased', () => {
  test('cannot be read anywhere any more, by any linked id, and counts and proofs are as they were', async () => {
    const { li, zhao, auditor } = officials(hub.hub.urls);
    const { first, second } = await comesTwice(hub, NAME, NUMBER);
    const other = await stays(hub, '王德明', '430703197104170031');
    await leaves(other);
    const personId = (await first.view()).personId ?? '';
    await hub.settled(second.caseId);
    const told = [...hub.secrets].filter((secret) => secret.includes(NAME) || secret.includes(NUMBER));
    expect(told.length).toBeGreaterThan(1);
    expect(await everything(first.caseId, personId)).toContain(NAME);
    expect((await auditor.search({ name: NAME })).body.cases.map(({ caseId }) => caseId).toSorted()).toEqual([first.caseId, second.caseId].toSorted());
    const before = await viewOf(first.caseId);
    expect([before.status, await before.text()]).toEqual([200, expect.stringContaining(NAME)]);
    const report = await figures();
    const log = (await readLog(hub.hub.store)).map(({ id }) => id);

    const proposed = await li.propose('erasures', { caseId: first.caseId, ground: 'person-asked' });
    expect([proposed.status, proposed.body.state, proposed.body.against, proposed.body.persons.length]).toEqual([201, 'proposed', [], 2]);
    expect(await everything(first.caseId, personId)).toContain(NAME);
    const approved = await zhao.approve('erasures', proposed.body.id);
    expect([approved.status, approved.body.state]).toEqual([200, 'done']);

    for (const { caseId } of [first, second]) {
      const shown = await everything(caseId, personId);
      for (const secret of [NAME, NUMBER, '1971-04-17', '被偷走', '情绪平稳', '人像比对']) expect(shown).not.toContain(secret);
      expect((await hub.as(S).view(caseId)).events?.some(({ withheld }) => Object.values(withheld).includes('erased'))).toBe(true);
    }
    // The revision of the case is that of before, and whoever keeps what it showed then is not told that this still holds.
    const after = await viewOf(first.caseId, { 'if-none-match': before.headers.get('etag') ?? '' });
    expect([after.status, after.headers.get('etag')]).toEqual([200, before.headers.get('etag')]);
    expect((await auditor.search({ name: NAME })).body.cases).toEqual([]);
    expect((await auditor.search({ idNumber: NUMBER })).body.cases).toEqual([]);
    const exported = await guitu(hub.directory, ['export', '--as', S, '--issuer', hub.hub.urls.issuer, '--url', hub.hub.urls.station], { GUITU_CLIENT_SECRET: sampleSecret(S) });
    expect([exported.exit, exported.said.includes(second.caseId), exported.said.includes(NAME), exported.said.includes('王德明')]).toEqual([0, true, false, true]);

    // What was counted stays counted, and what was recorded stays as it was: one event more.
    expect(await figures()).toEqual(report);
    const logged = await readLog(hub.hub.store);
    expect(logged.slice(0, log.length).map(({ id }) => id)).toEqual(log);
    expect(logged.slice(log.length)).toMatchObject([{ name: 'erased', subject: personId, actor: { organisation: 'data-protection', role: 'data-protection', user: '赵振华' }, data: { persons: proposed.body.persons, ground: 'person-asked' } }]);
    // Others are untouched.
    expect(JSON.stringify(await hub.as(S).view(other.caseId))).toContain('王德明');
    expect((await auditor.search({ name: '王德明' })).body.cases).toHaveLength(1);
  }, 60_000);

  test('gets nothing personal written any more, is told so, and a second erasure harms nothing', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const story = await stays(hub, '孙长贵', '430703196811230037');
    await leaves(story);
    const proposal = { caseId: story.caseId, ground: 'purpose-ended' };
    for (const round of [1, 2]) {
      const { body } = await li.propose('erasures', proposal);
      expect([round, (await zhao.approve('erasures', body.id)).body.state]).toEqual([round, 'done']);
      expect([round, (await zhao.approve('erasures', body.id)).status]).toEqual([round, 200]);
    }
    expect(await hub.as(S).refused('note-added', { caseId: story.caseId, body: { note: '又来电' } })).toMatchObject({ status: 409, code: 'person-erased' });
    const personId = (await story.view()).personId ?? '';
    const events = (await hub.hub.store.readStream(`person-${personId}`)).map(({ bytes }) => decodeEvent(bytes));
    expect(events.map(({ name }) => name)).toEqual(['erased', 'erased']);
    expect((await hub.hub.store.readStream(caseStream(story.caseId))).length).toBeGreaterThan(4);
  }, 60_000);

  test('who comes again is a new person, and a link to the erased one is noticed', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const before = await stays(hub, '马三元', '430703197104170058');
    await leaves(before);
    const { body } = await li.propose('erasures', { caseId: before.caseId, ground: 'person-asked' });
    await zhao.approve('erasures', body.id);
    const again = await stays(hub, '马三元', '430703197104170058', '2013-09-01T09:00:00+08:00');
    // Under the erased id nothing can be sealed; which of the two ids is the lesser one is chance.
    const link = { otherCase: before.caseId, method: 'face-comparison', evidence: '同一人' } as const;
    const linked = await again.step(S, 'linked', link).then(() => true, (error: { code?: string }) => error.code !== 'person-erased');
    const seen = (await zhao.view('erasures', body.id)).body;
    expect(seen.linkedSince).toEqual(linked ? [(await again.view()).personId] : []);
    expect(JSON.stringify(await again.view())).toContain('马三元');
    await leaves(again);
  }, 60_000);
});

test('that nobody knows the person, or the last of the page before, is an answer that the document has', async () => {
  const { li } = officials(hub.hub.urls);
  const unknown = crypto.randomUUID();
  const { paths } = (await (await fetch(`${hub.hub.urls['data-protection']}/openapi.json`)).json()) as { paths: Record<string, Record<'get' | 'post', { responses: Record<string, { description: string }> }>> };
  for (const kind of ['erasures', 'restrictions', 'liftings'] as const) {
    expect([(await li.propose(kind, { caseId: unknown, ground: 'person-asked' })).status, (await li.get('data-protection', `/${kind}?after=${unknown}`)).status]).toEqual([404, 404]);
    for (const method of ['get', 'post'] as const) expect(paths[`/${kind}`]?.[method].responses['404']?.description).toContain('not-found: ');
  }
});

test('whoever names both case and person, or neither, is told which to send', async () => {
  const { li } = officials(hub.hub.urls);
  const [caseId, personId] = [crypto.randomUUID(), crypto.randomUUID()];
  for (const body of [{ caseId, personId }, {}]) {
    expect(await li.propose('erasures', { ...body, ground: 'person-asked' })).toMatchObject({ status: 422, body: { errors: [{ rule: 'case-or-person', fix: 'Send exactly one of caseId and personId.' }] } });
  }
});

describe('four eyes', () => {
  let caseId: string;
  let open: string;
  beforeAll(async () => {
    const story = await stays(hub, '钱守礼', '430703197104170074');
    await leaves(story);
    caseId = story.caseId;
    open = (await stays(hub, '周望归', '430703197104170090')).caseId;
  });
  const by = (client: string, user?: string) => official(hub.hub.urls, client, user);
  const codeOf = ({ status, body }: { readonly status: number; readonly body: MatterSeen }) => [status, body.code];

  test.each([
    ['the same human', 'data-protection', '李秀兰', 'same-user'],
    ['the same human by another client', 'data-protection-second', ' 李秀兰', 'same-user'],
    ['another name that the same client asserts', 'data-protection', '赵振华', 'same-user'],
  ])('are not those of %s', async (_what, client, user, code) => {
    const { body } = await by('data-protection', '李秀兰').propose('erasures', { caseId, ground: 'person-asked' });
    expect(codeOf(await by(client, user).approve('erasures', body.id))).toEqual([409, code]);
    expect((await by('audit-shaanxi').view('erasures', body.id)).body.state).toBe('proposed');
  });

  test('belong to humans with names, of the data-protection office', async () => {
    expect((await by('data-protection').propose('erasures', { caseId, ground: 'person-asked' })).status).toBe(400);
    expect(codeOf(await by('station-baoji', '站长').propose('erasures', { caseId, ground: 'person-asked' }))).toEqual([401, 'token-wrong-audience']);
    expect(codeOf(await by('audit-shaanxi', '审计').propose('erasures', { caseId, ground: 'person-asked' }))).toEqual([403, 'role-not-allowed']);
  });

  test('can refuse, with a reason, and what is decided stays decided', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const { body } = await li.propose('erasures', { caseId, ground: 'person-asked' });
    expect((await zhao.refuse('erasures', body.id, 'identity-not-proven')).body).toMatchObject({ state: 'refused', refused: { reason: 'identity-not-proven', user: '赵振华' } });
    expect(codeOf(await zhao.approve('erasures', body.id))).toEqual([409, 'already-decided']);
    expect(JSON.stringify(await hub.as(S).view(caseId))).toContain('钱守礼');
  });

  test('do not erase whose case is open, and are told what stands against it', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const proposed = await li.propose('erasures', { caseId: open, ground: 'unlawful' });
    expect(proposed.body.against).toEqual([{ code: 'case-open', caseId: open }]);
    expect(codeOf(await zhao.approve('erasures', proposed.body.id))).toEqual([409, 'case-open']);
  });

  test('look at the same persons: who was linked after the proposal takes a new one', async () => {
    const { li, zhao } = officials(hub.hub.urls);
    const one = await stays(hub, '吴归远', '430703197104170112');
    await leaves(one);
    const proposed = await li.propose('erasures', { caseId: one.caseId, ground: 'person-asked' });
    const again = await stays(hub, '吴归远', '430703197104170112', '2013-08-01T09:00:00+08:00');
    await again.step(S, 'linked', { otherCase: one.caseId, method: 'face-comparison', evidence: '同一人' });
    await leaves(again);
    expect(codeOf(await zhao.approve('erasures', proposed.body.id))).toEqual([409, 'persons-changed']);
    const anew = await li.propose('erasures', { caseId: one.caseId, ground: 'person-asked' });
    expect((await zhao.approve('erasures', anew.body.id)).body).toMatchObject({ state: 'done', persons: { length: 2 } });
  }, 60_000);

  test('a proposal that is sent again is the same one; another body under its key is refused', async () => {
    const { li } = officials(hub.hub.urls);
    const key = crypto.randomUUID();
    const [one, same, other] = [await li.propose('erasures', { caseId, ground: 'person-asked' }, key), await li.propose('erasures', { caseId, ground: 'person-asked' }, key), await li.propose('erasures', { caseId, ground: 'unlawful' }, key)];
    expect([one.status, same.body.id, codeOf(other)]).toEqual([201, one.body.id, [422, 'idempotency-key-reused']]);
    await waitFor('the list', async () => (await li.get<{ items: readonly MatterSeen[] }>('data-protection', '/erasures?limit=200')).body.items.filter(({ id }) => id === one.body.id).length === 1);
  });
});
