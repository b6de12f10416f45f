import type { Client } from '@guitu/client';
import { foundBody, broughtToStation, place } from '../support/episodes.js';
import { startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { able, confused, manOf, unknownMan } from '../support/people.js';
import { idIn, tell } from '../support/story.js';
import type { Story } from '../support/story.js';
import { waitFor } from '../support/wait-for.js';
import { at, auditorAt } from './girl-of-nine.js';

const [P, P2, S, H, H2, E, C] = ['police-baoji', 'police-weibin', 'station-baoji', 'hospital-baoji', 'hospital-mind', 'care-taibai', 'office-baoji'] as const;
let hub: TestHub;
let auditor: Client;
beforeAll(async () => {
  hub = await startTestHub();
  auditor = auditorAt(hub);
}, 60_000);
afterAll(async () => {
  auditor.close();
  await hub.close();
});

const woman = { name: '曾玉兰', idNumber: '430703198802150028', sex: '2' as const, age: { birthDate: '1988-02-15' } };

/** Taken by the police to the station, which hides her; before that another police was asked who she is. */
async function hiddenWoman(from: string): Promise<Story> {
  const story = await tell(hub, from, P, 'found', foundBody(woman, able), `${P}~/${P} f`);
  const asked = await story.step(P, 'referral-sent', { to: H2, purpose: 'medical', reason: '外伤' });
  await story.step(H2, 'referral-received', { referralId: idIn(asked.ids, 'referralId'), signedBy: '值班员' });
  const referralId = await story.refer(P, S, { purpose: 'admission', reason: '需要庇护' });
  await story.handOver(P, S, referralId, `${S}/${S} f`);
  const check = await story.step(S, 'identity-check-requested', { to: P2, question: '请核查户籍' });
  await story.step(P2, 'identity-check-answered', { checkId: idIn(check.ids, 'checkId'), result: 'confirmed' });
  await story.step(S, 'protection-set', { ground: 'domestic-violence', details: '丈夫正在寻找' });
  return story;
}

describe('a refusal tells no more than the case view', () => {
  test('to whoever has only the own referral left: not what came after, nor that the person died', async () => {
    const story = await tell(hub, '2013-05-01T09:00:00+08:00', P, 'found', foundBody(unknownMan('左手六指'), confused), `${P}~/${P} f`);
    const { ids } = await story.step(P, 'referral-sent', { to: H, purpose: 'medical', reason: '请检查' });
    const declined = await story.step(H, 'referral-declined', { referralId: idIn(ids, 'referralId'), code: 'no-capacity' });
    const medical = await story.refer(P, H2, { purpose: 'medical', reason: '精神异常' });
    await story.handOver(P, H2, medical, `${H2}/${P} f`);
    const all = async () => {
      const refused = [
        await story.refused(H, 'voided', { target: declined.events[0]?.id ?? '', reason: '误点' }),
        await story.refused(H, 'handed-over', { to: { kind: 'organisation', organisation: H }, attestation: 'receiver-only', referralId: idIn(ids, 'referralId') }),
        await story.refused(H, 'case-closed', { code: 'exited' }),
      ];
      return refused.map(({ document: { code, facts } }) => [code, facts]);
    };
    const asItIs = await all();
    expect(asItIs).toEqual(asItIs.map(() => ['not-yours', undefined]));
    // Whoever takes part is told what stands in the way.
    expect((await story.refused(P, 'voided', { target: (await story.view()).events?.[1]?.id ?? '', reason: '误点' })).document.facts).not.toEqual([]);
    await story.step(H2, 'death-recorded', { diedAt: story.now(), place: '病房', cause: 'natural' }, `deceased/${P} f`);
    expect(await all()).toEqual(asItIs);
  });

  test('to whoever the person is hidden from', async () => {
    const story = await hiddenWoman('2013-05-02T09:00:00+08:00');
    const own = (await story.view(H2)).events?.find(({ name }) => name === 'referral-received')?.id ?? '';
    const { facts = [] } = (await story.refused(H2, 'voided', { target: own, reason: '误点' })).document;
    expect(facts.map(({ name }) => name)).toEqual([]);
  });
});

describe('where a hidden person is', () => {
  test('is not told by the name of whoever linked her with somebody else', async () => {
    const earlier = await tell(hub, '2013-05-03T09:00:00+08:00', P2, 'found', foundBody(woman, able), `${P2}~/${P2} f`);
    const story = await hiddenWoman('2013-05-04T09:00:00+08:00');
    await story.step(S, 'linked', { otherCase: earlier.caseId, method: 'face-comparison', evidence: '人像比对' });
    const listed = async (filters = {}) => (await hub.as(P2).all('for-me', { kind: 'person-linked', ...filters })).filter(({ caseId }) => caseId === earlier.caseId);
    await waitFor('the link on the list', async () => (await listed()).length === 1);
    expect(await listed()).toMatchObject([{ kind: 'person-linked', ref: story.caseId }]);
    expect(JSON.stringify(await listed())).not.toContain(S);
    expect(await listed({ counterpart: S })).toEqual([]);
  });

  test('is not told by asking station by station who broke the glass in her case', async () => {
    const story = await hiddenWoman('2013-05-06T09:00:00+08:00');
    const worker = at(S, '站员一', story.now());
    await hub.as(S).client.command('station', 'access-broken-glass', { caseId: story.caseId, body: { ground: 'treatment', reason: '须知既往用药' }, now: worker.now, user: '站员一' });
    const listed = async (client: Client, station?: string): Promise<readonly object[]> =>
      (await client.get<{ readonly brokenGlass: readonly object[] }>('audit', '/reports/period', { from: '2013-05-06', to: '2013-05-06', ...(station === undefined ? {} : { station }) })).brokenGlass;
    await waitFor('the access in the report', async () => (await listed(auditor)).length === 1);
    expect(JSON.stringify(await listed(auditor))).not.toContain(S);
    expect(await listed(auditor, S)).toEqual([]);
    expect(await listed(hub.as(C).client, S)).toEqual([]);
    // Whoever answers for her knows it anyway.
    expect(await listed(hub.as(S).client, S)).toHaveLength(1);
  });

  test('is not told to the office that judges why somebody broke the glass, and it has what it judges by', async () => {
    const story = await hiddenWoman('2013-05-08T09:00:00+08:00');
    const worker = at(S, '站员一', story.now());
    await hub.as(S).client.command('station', 'access-broken-glass', { caseId: story.caseId, body: { ground: 'treatment', reason: '在金台庇护所发病' }, now: worker.now, user: '站员一' });
    const view = await story.view(C);
    expect(view.events?.filter(({ name }) => name === 'access-broken-glass')).toMatchObject([
      { occurredAt: worker.now, actor: { organisation: 'safe-care', role: 'station' }, data: { ground: 'treatment' }, opened: {}, withheld: { circumstances: 'hidden' } },
    ]);
    for (const word of [S, '站员一', '庇护所']) expect(JSON.stringify(view)).not.toContain(word);
  });
});

test('where a person is now does not stand in the list of a partner whose access is over', async () => {
  const story = await broughtToStation(hub, '2013-03-10T09:00:00+08:00', manOf('季长明', '430703197304050017', '1973-04-05'), confused);
  const { placementId } = await place(story, S, E, C);
  story.later(86_400_000);
  const medical = await story.refer(E, H2, { purpose: 'medical', reason: '病情复发' });
  const offered = await story.step(E, 'handover-offered', { to: H2, referralId: medical, condition: '躁动' });
  await story.step(H2, 'handed-over', { handoverId: idIn(offered.ids, 'handoverId'), to: { kind: 'organisation', organisation: H2 }, referralId: medical, reservations: [{ kind: 'goods' }] }, `${H2}/${S}`);
  await story.step(S, 'placement-ended', { placementId, until: story.now().slice(0, 10), code: 'hospital' });
  await hub.settled(story.caseId);
  const listed = async (now: string) => (await hub.as(E).all('for-me', {}, now)).filter(({ caseId }) => caseId === story.caseId);
  story.later(60 * 86_400_000);
  expect((await story.view(E)).standing).toBe('own-referrals');
  const items = await listed(story.now());
  expect(items).toMatchObject([{ kind: 'difference-to-settle', counterpart: H2 }]);
  expect([items[0]?.custodian, items[0]?.responsible]).toEqual([undefined, undefined]);
});
