import { broughtToStation, place } from '../support/episodes.js';
import { confused, manOf, unknownMan } from '../support/people.js';
import { DAY, idIn } from '../support/story.js';
import type { StoryHub } from '../support/story.js';

const [P, S, E, E2, C] = ['police-baoji', 'station-baoji', 'care-taibai', 'care-weihe', 'office-baoji'] as const;

interface Presence {
  readonly days: number;
  readonly afterContractEnd: number;
  readonly cases: readonly { readonly caseId: string; readonly days: number; readonly afterContractEnd: number }[];
}

/** @param afterwards further tests, of what stands there when these have been played */
export function inCare(hub: StoryHub, afterwards?: () => void): void {
  const presence = (partner: typeof E | typeof E2, from: string, to: string, now: string): Promise<Presence> => hub.as(partner).client.get<Presence>('elder-care', '/presence', { from, to }, { now });

  describe('people in the care of a partner', () => {
    test('walk 8: a man dies in care; police and kin are told, his things settled, and the station closes', async () => {
      const story = await broughtToStation(hub, '2013-01-08T09:00:00+08:00', manOf('钟守义', '430703193302020011', '1933-02-02'), confused);
      const list = await story.step(S, 'belongings-registered', { items: [{ description: '存折一本' }, { description: '旧照片三张', quantity: 3 }] });
      const { placementId } = await place(story, S, E, C);
      story.later(40 * DAY);
      await story.step(E, 'death-recorded', { diedAt: story.now(), place: '三楼护理间', cause: 'natural', details: '凌晨巡房发现' }, `deceased/${S}`);
      await story.step(E, 'police-reported', { ground: 'death', receiptNumber: '接警-20130217-08', reportedTo: '太白派出所江警官' });
      await story.step(P, 'death-certified', { certificate: '死亡证-2013-0056', cause: 'natural' });
      expect(await story.refused(S, 'exit-completed', { code: '5.2', belongingsReturned: true })).toMatchObject({ status: 409 });
      await story.step(S, 'placement-ended', { placementId, until: story.now().slice(0, 10), code: 'died' });
      await story.step(S, 'exit-completed', { code: '5.8', belongingsReturned: true });
      expect(await story.refused(S, 'case-closed', { code: 'exited' })).toMatchObject({ code: 'death-formalities' });
      await story.step(S, 'kin-contacted', { result: 'informed', kin: '侄子钟小明', relation: '侄子', said: '将来办理后事' });
      await story.step(S, 'belongings-settled', { listId: idIn(list.ids, 'listId'), outcome: 'to-kin', details: '侄子签收' });
      await story.step(S, 'case-closed', { code: 'exited' }, 'closed');
      await story.ends();
    });

    test('walk 12: a man whom nobody could identify is settled where he lives, and tracing goes on', async () => {
      const story = await broughtToStation(hub, '2013-01-09T09:00:00+08:00', unknownMan('听力差，会编竹筐'), confused, false);
      const dna = idIn((await story.step(S, 'dna-requested', { to: P })).ids, 'requestId');
      await story.step(P, 'dna-collected', { requestId: dna, sample: '检材-610300-0102' });
      const notice = await story.step(S, 'tracing-notice-published', { channels: ['national-tracing-site', 'newspaper'], published: { description: '男，五十岁左右，听力差' } });
      const { placementId } = await place(story, S, E, C);
      story.later(95 * DAY);
      await story.step(S, 'stay-extended', { until: '2013-12-31T00:00:00+08:00', filedWith: C, reason: '公告期满无人认领' });
      const applied = await story.step(S, 'settlement-applied', { to: C, kind: 'in-place', bundle: '公告、比对、走访材料' });
      expect(await story.refused(S, 'settled', { kind: 'in-place', residence: E, division: '610300' })).toMatchObject({ code: 'settlement-needed' });
      await story.step(C, 'settlement-decided', { applicationId: idIn(applied.ids, 'applicationId'), decision: 'approved', approval: '宝民安〔2013〕1号' });
      await story.step(S, 'settled', { kind: 'in-place', residence: E, division: '610300', registration: '登记姓名：渭生' });
      await story.step(S, 'placement-ended', { placementId, until: story.now().slice(0, 10), code: 'settled' });
      await story.step(S, 'exit-completed', { code: '5.1', belongingsReturned: true });
      await story.step(S, 'case-closed', { code: 'exited' }, 'closed');
      await story.ends([`${P}: dna-to-compare`]);
      await story.step(P, 'dna-result-returned', { requestId: dna, result: 'no-match' });
      await story.step(S, 'tracing-notice-withdrawn', { noticeId: idIn(notice.ids, 'noticeId'), code: 'expired' });
      await story.ends();
    });

    test('walk 17: the partner signed for the wrong man; both parties void it, and the right case gets the handover with its true time', async () => {
      const wrong = await broughtToStation(hub, '2013-02-01T09:00:00+08:00', unknownMan('跛行，沉默'), confused, false);
      const right = await broughtToStation(hub, '2013-02-01T09:10:00+08:00', unknownMan('跛行，爱笑'), confused, false);
      const under = await wrong.refer(S, E, { purpose: 'placement', reason: '长期照料' });
      await wrong.step(C, 'placement-approved', { referralId: under, approval: '宝民托〔2013〕4号' });
      const handoverId = await wrong.handOver(S, E, under, `${E}/${S}`);
      const trueTime = wrong.now();
      const signed = (await wrong.view()).events?.at(-1)?.id ?? '';

      expect(await wrong.refused(S, 'voided', { target: signed, reason: '单方撤销' })).toMatchObject({ code: 'void-needs-proposal' });
      await wrong.step(E, 'void-proposed', { target: signed, reason: '送来的是另一位老人' });
      expect((await wrong.work('for-me', S)).map(({ kind }) => kind)).toContain('void-to-answer');
      expect(await wrong.refused(E, 'voided', { target: signed, reason: '自行撤销' })).toMatchObject({ code: 'void-needs-proposal' });
      await wrong.step(S, 'voided', { target: signed, reason: '核对无误，同意撤销' }, `${S}/${S}`);
      await wrong.step(S, 'handover-withdrawn', { handoverId, note: '误提' });
      await wrong.step(S, 'referral-withdrawn', { referralId: under, code: 'wrong-person' });
      expect((await wrong.work('for-me', S)).map(({ kind }) => kind)).toEqual(['duty', 'duty', 'duty', 'duty']);

      const rightReferral = await right.refer(S, E, { purpose: 'placement', reason: '长期照料' });
      await right.step(C, 'placement-approved', { referralId: rightReferral, approval: '宝民托〔2013〕5号' });
      right.later(DAY);
      const offered = await right.step(S, 'handover-offered', { to: E, referralId: rightReferral, occurredAt: trueTime });
      await right.step(E, 'handed-over', { handoverId: idIn(offered.ids, 'handoverId'), to: { kind: 'organisation', organisation: E }, referralId: rightReferral, signedBy: '护理员柳芳', occurredAt: trueTime }, `${E}/${S}`);
      expect((await right.view()).custodianSince).toBe(trueTime);
      await hub.settled(right.caseId);
      expect((await presence(E, '2013-02-01', '2013-02-01', right.now())).cases.map(({ caseId }) => caseId)).toContain(right.caseId);
      const duties = Array.from({ length: 4 }, () => `${S}: duty`);
      await wrong.ends(duties);
      await right.ends(duties);
    });

    test('walk 18: the contract ends with a person in care; he is held until moved, and the days after the end are flagged', async () => {
      const story = await broughtToStation(hub, '2013-06-20T09:00:00+08:00', manOf('尹长贵', '430703194506070018', '1945-06-07'), confused);
      const { placementId } = await place(story, S, E, C);
      story.later(14 * DAY);
      await story.expect(`${E}/${S}`);
      expect(await story.refused(S, 'placement-requested', { to: E })).toMatchObject({ code: 'no-contract' });
      const next = await story.refer(S, E2, { purpose: 'placement', reason: '原合同到期' });
      await story.step(C, 'placement-approved', { referralId: next, approval: '宝民托〔2013〕19号' });
      await story.handOver(E, E2, next, `${E2}/${S}`);
      await story.step(S, 'placement-ended', { placementId, until: '2013-07-04', code: 'contract-ended' });
      await story.step(S, 'placement-started', { partner: E2, contract: 'care-2013-weihe', from: '2013-07-04' });

      await story.ends();
      const billed = await presence(E, '2013-06-01', '2013-07-31', story.now());
      expect(billed.cases.find(({ caseId }) => caseId === story.caseId)).toMatchObject({ days: 14, afterContractEnd: 3 });
      expect((await presence(E2, '2013-06-01', '2013-07-31', story.now())).cases).toMatchObject([{ caseId: story.caseId, days: 1, afterContractEnd: 0 }]);
    });

    afterwards?.();
  });
}
