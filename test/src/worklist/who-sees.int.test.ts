import { broughtToStation, foundBody, place } from '../support/episodes.js';
import type { TestHub } from '../support/hub.js';
import { startTestHub } from '../support/hub.js';
import { able, confused, manOf, unknownMan } from '../support/people.js';
import { ACCESS_DAYS } from '../support/register.js';
import { DAY, idIn, tell } from '../support/story.js';
import type { Story } from '../support/story.js';

const [P, P2, S, S2, H, E, E2, C, O, wrong] = [
  'police-baoji', 'police-weibin', 'station-baoji', 'station-changde', 'hospital-baoji', 'care-taibai', 'care-weihe', 'office-baoji', 'office-dingcheng', 'office-wuling',
] as const;
let hub: TestHub;
beforeAll(async () => {
  hub = await startTestHub();
});
afterAll(() => hub.close());

const known = manOf('季长明', '430703197304050017', '1973-04-05');

describe('who sees a case', () => {
  test('nobody who takes no part in it: the answer is that of a case that does not exist', async () => {
    const story = await tell(hub, '2013-05-01T09:00:00+08:00', P, 'found', foundBody(known, able), `${P}~/${P} f`);
    for (const stranger of [P2, H, S, S2, E, O, wrong] as const) {
      expect(await hub.as(stranger).viewStatus(story.caseId)).toBe(404);
      expect(await hub.as(stranger).refused('death-recorded', { caseId: story.caseId, body: {} })).toMatchObject({ status: 404, code: 'case-not-found' });
    }
    expect(await hub.as(P).viewStatus(story.caseId)).toBe(200);
    // The offices above the responsible organisation supervise it.
    for (const above of [C, 'office-shaanxi'] as const) expect((await hub.as(above).view(story.caseId)).standing).toBe('full');
    for (const beside of ['office-weibin', 'office-changde', 'office-hunan'] as const) expect(await hub.as(beside).viewStatus(story.caseId)).toBe(404);
  });

  const endings: readonly [string, (story: Story, referralId: string) => Promise<unknown>][] = [
    ['declined', (story, referralId) => story.step(S, 'referral-declined', { referralId, code: 'no-capacity' })],
    ['redirected', (story, referralId) => story.step(S, 'referral-redirected', { referralId, to: S2 })],
    ['withdrawn', (story, referralId) => story.step(P, 'referral-withdrawn', { referralId, code: 'no-longer-needed' })],
  ];
  test.each(endings)('a station whose referral was %s keeps its own referral and nothing of the person', async (status, end) => {
    const story = await tell(hub, '2013-05-02T09:00:00+08:00', P, 'found', foundBody(known, able), `${P}~/${P} f`);
    const { ids } = await story.step(P, 'referral-sent', { to: S, purpose: 'admission', reason: '请接收' });
    expect((await story.view(S)).standing).toBe('full');
    await end(story, idIn(ids, 'referralId'));
    const left = await story.view(S);
    expect(left).toMatchObject({ standing: 'own-referrals', referrals: [{ id: idIn(ids, 'referralId'), status, receiver: S }] });
    for (const lost of ['personId', 'custodian', 'responsible', 'events', 'handovers', 'assessment']) expect(left).not.toHaveProperty(lost);
    expect(JSON.stringify(left)).not.toContain('季长明');
    expect(await story.refused(S, 'eligibility-decided', { eligible: true, ground: 'other', place: 'station' })).toMatchObject({ status: 409 });
  });

  test('the wrong county loses the case to the right one', async () => {
    const story = await broughtToStation(hub, '2013-05-03T09:00:00+08:00', known, confused);
    const { ids } = await story.step(S, 'return-requested', { to: wrong, reason: '请接收' });
    expect((await story.view(wrong)).standing).toBe('full');
    const redirected = await story.step(wrong, 'referral-redirected', { referralId: idIn(ids, 'referralId'), to: O, note: '属鼎城区' });
    expect(await story.view(wrong)).toMatchObject({ standing: 'own-referrals', referrals: [{ status: 'redirected' }] });
    expect((await story.view(O)).standing).toBe('full');
    expect((await story.work('for-me', wrong)).length).toBe(0);
    expect(await story.work('for-me', O)).toMatchObject([{ kind: 'referral-to-answer', ref: idIn(redirected.ids, 'newId'), counterpart: S }]);
    expect(await story.refused(wrong, 'referral-accepted', { referralId: idIn(redirected.ids, 'newId'), mode: 'will-collect' })).toMatchObject({ status: 409, code: 'not-yours' });
  });
});

interface Presence {
  readonly days: number;
  readonly afterContractEnd: number;
  readonly cases: readonly { readonly caseId: string; readonly days: number; readonly afterContractEnd: number; readonly stays: readonly object[] }[];
}
const presence = (partner: typeof E | typeof E2, from: string, to: string, now: string): Promise<Presence> => hub.as(partner).client.get<Presence>('elder-care', '/presence', { from, to }, { now });

describe('a care partner', () => {
  test('is shown days of presence by custody alone: two stays with the hospital between them, no night twice, days without a contract apart', async () => {
    const story = await broughtToStation(hub, '2013-06-10T09:00:00+08:00', unknownMan('爱下象棋'), confused, false);
    const { placementId } = await place(story, S, E, C);
    story.later(5 * DAY);
    const medical = await story.refer(E, H, { purpose: 'medical', reason: '发热' });
    await story.handOver(E, H, medical, `${H}/${S}`);
    story.later(3 * DAY);
    await story.step(H, 'discharged', { certificate: '出院证-2013-0618', destination: 'elder-care' });
    const again = await story.refer(S, E, { purpose: 'placement', reason: '出院后继续照料' });
    await story.step(C, 'placement-approved', { referralId: again, approval: '宝民托〔2013〕20号' });
    await story.handOver(H, E, again, `${E}/${S}`);
    await hub.settled(story.caseId);
    const of = async (from: string, to: string, now = story.now()) => (await presence(E, from, to, now)).cases.find(({ caseId }) => caseId === story.caseId);
    // 10 June to 14 June, then from 18 June on: the day of arrival counts, that of leaving does not.
    expect(await of('2013-06-01', '2013-06-30')).toMatchObject({ days: 6, afterContractEnd: 0, stays: [{}, {}] });
    expect(await of('2013-06-16', '2013-06-17')).toBeUndefined();
    story.later(14 * DAY);
    // The contract ended on 30 June; 1 and 2 July are counted, and flagged. A day to come is not counted.
    expect(await of('2013-06-18', '2013-07-31')).toMatchObject({ days: 15, afterContractEnd: 2 });
    await expect(presence(E, '2013-07-02', '2013-07-01', story.now())).rejects.toMatchObject({ status: 422 });
    await expect(presence(E, '2012-01-01', '2013-07-01', story.now())).rejects.toMatchObject({ status: 422 });
    expect((await presence(E2, '2013-06-01', '2013-07-31', story.now())).days).toBe(0);
    expect(placementId).toMatch(/^[0-9a-f-]{36}$/u);
  });

  test(`sees the person while in its care and ${ACCESS_DAYS} days after, then its own referral only`, async () => {
    const story = await broughtToStation(hub, '2013-03-01T09:00:00+08:00', known, confused);
    const { placementId } = await place(story, S, E, C);
    story.later(20 * DAY);
    await story.step(E, 'care-recorded', { placementId, day: '2013-03-21', services: '洗浴、理发' });
    await story.handOver(E, S, undefined, `${S}/${S}`);
    await story.step(S, 'placement-ended', { placementId, until: '2013-03-21', code: 'other' });
    const handedBack = Date.parse((await story.view()).custodianSince ?? '');
    const at = (days: number): Promise<string> => hub.as(E).view(story.caseId, new Date(handedBack + days * DAY).toISOString()).then(({ standing }) => standing);
    expect(await at(0)).toBe('full');
    expect(await at(ACCESS_DAYS)).toBe('full');
    expect(await at(ACCESS_DAYS + 1)).toBe('own-referrals');
    const after = await hub.as(E).view(story.caseId, new Date(handedBack + (ACCESS_DAYS + 1) * DAY).toISOString());
    expect(after).not.toHaveProperty('events');
    expect(after.referrals).toMatchObject([{ purpose: 'placement', status: 'fulfilled' }]);
  });
});
