import type { SearchBody, ServiceProblem } from '@guitu/client';
import type { SearchAnswer } from '@guitu/contracts';
import { leaves, stays } from '../erasure/episodes.js';
import { erase, officials } from '../erasure/officers.js';
import { admitAtStation, broughtToStation, foundBody, place } from '../support/episodes.js';
import { startTestHub } from '../support/hub.js';
import type { TestHub } from '../support/hub.js';
import { listLooks } from '../support/looks.js';
import { able, confused, manOf, unknownMan } from '../support/people.js';
import { roleOf } from '../support/register.js';
import type { OrganisationId } from '../support/register.js';
import { tell } from '../support/story.js';

const [P, P2, H, S, S2, E, C, O] = ['police-baoji', 'police-changde', 'hospital-baoji', 'station-baoji', 'station-changde', 'care-taibai', 'office-baoji', 'office-dingcheng'] as const;

let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

const asked = (by: OrganisationId, body: SearchBody): Promise<SearchAnswer> => hub.as(by).client.findCases(roleOf(by), body);
/** Once the worklist has seen that case. */
async function found(by: OrganisationId, body: SearchBody, settled: string): Promise<readonly string[]> {
  await hub.settled(settled);
  return (await asked(by, body)).cases.map(({ caseId }) => caseId);
}

describe('an agency that searches', () => {
  test('finds its own cases by name, by a part of it, by pinyin and by number, whoever recorded them, and that is on record', async () => {
    const story = await broughtToStation(hub, '2013-03-04T09:00:00+08:00', manOf('单小山', '430703197104170015'));
    for (const by of [P, S, C] as const) {
      for (const name of ['单小山', '单', '小山', 'shan xiaoshan', 'Dàn Xiǎoshān', 'XIAOSHAN']) expect([by, name, await found(by, { name }, story.caseId)]).toEqual([by, name, [story.caseId]]);
      expect(await found(by, { idNumber: '430703 19710417 0015' }, story.caseId)).toEqual([story.caseId]);
    }
    expect((await asked(S, { name: '单小山' })).cases[0]).toMatchObject({ caseId: story.caseId, status: 'open', openedAt: '2013-03-04T01:00:00.000Z' });
    const { personId = '' } = await story.view();
    const [last] = (await listLooks(hub.hub.vault, { persons: [personId] })).filter(({ operation }) => operation === 'search');
    expect(last).toMatchObject({ organisation: S, purpose: 'case-work', seen: [{ personId, caseId: story.caseId, classes: { identity: 'full' } }] });
  });

  test('is told nothing of the cases of others: the answer is the same to the byte as for somebody whom nobody knows', async () => {
    const { caseId } = await broughtToStation(hub, '2013-03-05T09:00:00+08:00', manOf('仇大海', '430703197204170015'));
    expect(await found(S, { name: '仇大海' }, caseId)).toEqual([caseId]);
    const nobody = JSON.stringify(await asked(S2, { name: '无人认识' }));
    for (const by of [S2, P2, O, H, E] as const) {
      for (const body of [{ name: '仇大海' }, { name: 'qiu' }, { idNumber: '430703197204170015' }]) expect(JSON.stringify(await asked(by, body))).toBe(nobody);
    }
  });

  test('finds no longer what it declined, and a care partner finds by name alone while its access lasts', async () => {
    const person = manOf('查向阳', '430703197304170015');
    const story = await broughtToStation(hub, '2013-03-06T09:00:00+08:00', person, confused);
    const { ids } = await story.step(S, 'referral-sent', { to: H, purpose: 'medical', reason: '请检查' });
    await hub.settled(story.caseId);
    await story.step(H, 'referral-received', { referralId: ids['referralId'] ?? '', signedBy: '值班员李秀英' });
    expect(await found(H, { name: '查向阳' }, story.caseId)).toEqual([story.caseId]);
    await story.step(H, 'referral-declined', { referralId: ids['referralId'] ?? '', code: 'no-capacity' });
    expect(await found(H, { name: '查向阳' }, story.caseId)).toEqual([]);
    await place(story, S, E, C);
    expect(await found(E, { name: 'zha xiangyang' }, story.caseId)).toEqual([story.caseId]);
    expect(await found(E, { idNumber: '430703197304170015' }, story.caseId)).toEqual([]);
    expect(await found(S, { idNumber: '430703197304170015' }, story.caseId)).toEqual([story.caseId]);
  });

  test('does not find whoever is hidden from it', async () => {
    const hidden = { name: '曾玉兰', idNumber: '430703198802150028', sex: '2' as const, age: { birthDate: '1988-02-15' } };
    const story = await tell(hub, '2013-03-07T22:00:00+08:00', P, 'found', foundBody(hidden, able), `${P}~/${P} f`);
    const referralId = await story.refer(P, S, { purpose: 'admission', reason: '需要庇护' });
    await story.handOver(P, S, referralId, `${S}/${S} f`);
    await admitAtStation(story, S, hidden, able, { decided: `${S}/${S} f` });
    expect(await found(C, { name: '曾玉兰' }, story.caseId)).toEqual([story.caseId]);
    await story.step(S, 'protection-set', { ground: 'domestic-violence', details: '丈夫正在寻找' });
    expect(await found(C, { name: '曾玉兰' }, story.caseId)).toEqual([]);
    for (const by of [P, S] as const) expect(await found(by, { name: 'zeng yulan' }, story.caseId)).toEqual([story.caseId]);
  });

  test('finds a child only for the worker whose looking is approved', async () => {
    const child = { name: '任小童', sex: '1' as const, age: { birthDate: '2005-06-01' } };
    const { caseId } = await hub.as(P).client.command('police', 'found', { body: foundBody(child, able), now: '2013-03-10T09:00:00+08:00', user: '民警甲' });
    await hub.settled(caseId);
    const by = async (user?: string): Promise<readonly string[]> => (await hub.as(P).client.findCases('police', { name: 'ren xiaotong' }, user === undefined ? {} : { user })).cases.map((one) => one.caseId);
    expect([await by('民警甲'), await by('民警乙'), await by()]).toEqual([[caseId], [], []]);
    const { auditor } = officials(hub.hub.urls);
    expect((await auditor.search({ name: '任小童' })).body.cases).toEqual([]);
  });

  test('finds nobody whose processing is restricted', async () => {
    const story = await stays(hub, '解冻人', '430703197604170015');
    await leaves(story);
    expect(await found(S, { name: 'xie dongren' }, story.caseId)).toEqual([story.caseId]);
    const { li, zhao, auditor } = officials(hub.hub.urls);
    const { body } = await li.propose('restrictions', { caseId: story.caseId, ground: 'purpose-ended' });
    expect((await zhao.approve('restrictions', body.id)).body.state).toBe('done');
    expect(await found(S, { name: 'xie dongren' }, story.caseId)).toEqual([]);
    expect((await auditor.search({ name: 'xie dongren' })).body.cases).toEqual([]);
  });

  test('finds nobody who was erased, under no part of the name', async () => {
    const story = await stays(hub, '尉迟远', '430703197504170015');
    await leaves(story);
    expect(await found(S, { name: 'yuchi' }, story.caseId)).toEqual([story.caseId]);
    await erase(hub.hub.urls, story.caseId);
    for (const body of [{ name: '尉迟远' }, { name: '尉迟' }, { name: 'weichi' }, { name: '远' }, { idNumber: '430703197504170015' }]) expect((await asked(S, body)).cases).toEqual([]);
  });

  test('gets the newest fifty and is told that there are more', async () => {
    const opened: string[] = [];
    for (let number = 0; number < 52; number += 1) {
      const { caseId } = await hub.as(P2).send('found', { body: foundBody({ ...unknownMan('灰布上衣'), name: '王同名' }, able), now: new Date(Date.UTC(2013, 3, 1, 0, number)).toISOString() });
      opened.push(caseId);
    }
    for (const caseId of opened) await hub.settled(caseId);
    const { cases, more } = await asked(P2, { name: 'wang tongming' });
    expect([cases.length, more]).toEqual([50, true]);
    expect(cases.map(({ openedAt }) => openedAt)).toEqual(cases.map(({ openedAt }) => openedAt).toSorted().toReversed());
  });

  test.each([{}, { name: '王', idNumber: '1' }, { name: '' }, { name: 'a\u0000' }, { surname: '王' }])('asks by exactly one of name and number: %j', async (body) => {
    const problem = (await asked(S, body).catch((error: unknown) => error)) as ServiceProblem;
    expect([problem.status, problem.code]).toEqual([422, 'invalid-request']);
  });
});
