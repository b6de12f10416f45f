import { admitAtBedside, admitAtStation, bedside, foundBody } from '../support/episodes.js';
import { able, confused, manOf, unconscious, unknownMan } from '../support/people.js';
import { DAY, idIn, tell } from '../support/story.js';
import type { Story, StoryHub } from '../support/story.js';
import { waitFor } from '../support/wait-for.js';

const [P, H, H2, S, S2, O] = ['police-baoji', 'hospital-baoji', 'hospital-mind', 'station-baoji', 'station-changde', 'office-dingcheng'] as const;

/** Walk 5 up to the exit: admitted at the bedside, able again, gone without a word. */
async function leftTheHospital(hub: StoryHub, from: string): Promise<Story> {
  const man = unknownMan('右眉有疤，自称老周');
  const story = await tell(hub, from, P, 'found', foundBody(man, unconscious), `${P}~/${P} f`);
  const medical = await story.refer(P, H, { purpose: 'medical', reason: '昏迷送医' });
  await story.handOver(P, H, medical, `${H}/${P} f`);
  await bedside(story, H, S);
  await admitAtBedside(story, H, S, man, unconscious);
  story.later(3 * DAY);
  await story.step(H, 'condition-assessed', { person: man, signs: able });
  await story.step(H, 'left-without-formalities', { account: '夜间查房时发现已离开' }, `unlocated/${S}`);
  await story.step(S, 'exit-completed', { code: '5.5', belongingsReturned: false });
  return story;
}

/** The same man under another name, months later, at a station of another province. */
async function turnsUpElsewhere(hub: StoryHub, name: string): Promise<Story> {
  const person = manOf(name, '430703196812120019', '1968-12-12');
  const story = await tell(hub, '2013-05-02T09:00:00+08:00', S2, 'help-requested', { channel: 'walk-in', person, signs: able, summary: '请求返乡' }, `self/${S2} f`);
  await admitAtStation(story, S2, person, able, { decided: `self/${S2} f` }, false);
  return story;
}

const link = { method: 'face-comparison', evidence: '人像比对相似度高' } as const;

/** @param afterwards further tests, of what stands there when these have been played */
export function inHospital(hub: StoryHub, afterwards?: () => void): void {
  describe('people in hospital', () => {
    test('walk 5: a man who left the hospital is found elsewhere under another name; the link was wrong and is undone', async () => {
      const a = await leftTheHospital(hub, '2013-01-15T20:00:00+08:00');
      await a.step(S, 'case-closed', { code: 'exited' }, 'closed');
      await a.ends();

      const b = await turnsUpElsewhere(hub, '周福贵');
      const linked = await b.step(S2, 'linked', { otherCase: a.caseId, ...link });
      const claimed = manOf('周德福', '430703196812120019', '1968-12-12');
      await b.step(S2, 'identity-established', { method: 'earlier-case', confidence: 'probable', evidence: [idIn(linked.ids, 'linkId')], person: claimed });
      const asked = await b.step(S2, 'return-requested', { to: O, reason: '核实后接收' });
      await b.step(S2, 'unlinked', { linkId: idIn(linked.ids, 'linkId'), otherCase: a.caseId, reason: '指纹不符，系另一人' });
      const withdrawn = await b.step(S2, 'identity-withdrawn', { code: 'unlinked', reason: '关联有误' });
      expect(withdrawn.events.map(({ type }) => type)).toEqual(['guitu.case.identity-withdrawn.v1', 'guitu.case.referral-withdrawn.v1']);
      expect((await b.view()).referrals).toMatchObject([{ id: idIn(asked.ids, 'referralId'), status: 'withdrawn', code: 'wrong-person' }]);
      expect((await b.view(O)).standing).toBe('own-referrals');
      await a.expect('closed');
      // Nobody knows again who he is: the tracing clocks go on beside the limit of the stay.
      await b.ends(Array.from({ length: 5 }, () => `${S2}: duty`));
    });

    test('walk 5, the first case still open: the link raises a duty, the case closes into the later one, and an unlink asks to void that', async () => {
      const a = await leftTheHospital(hub, '2013-01-16T20:00:00+08:00');
      const b = await turnsUpElsewhere(hub, '周富贵');
      const linked = await b.step(S2, 'linked', { otherCase: a.caseId, ...link });
      // A link stands in a person's stream, which no revision of the case tells of.
      const has = (kind: string) => async (): Promise<boolean> => (await a.work('for-me', S)).some((item) => item.kind === kind);
      await waitFor('the link in the worklist', has('person-linked'));
      expect(await a.work('for-me', S)).toMatchObject([{ kind: 'case-to-close' }, { kind: 'person-linked', ref: b.caseId, counterpart: S2 }]);
      a.later(110 * DAY);
      const closed = await a.step(S, 'case-closed', { code: 'continued-in', continuedIn: b.caseId }, 'closed');
      await a.ends();

      b.later(5 * DAY);
      await b.step(S2, 'unlinked', { linkId: idIn(linked.ids, 'linkId'), otherCase: a.caseId, reason: '家属否认' });
      await waitFor('the unlink in the worklist', has('closing-to-void'));
      await a.ends([`${S}: closing-to-void`]);
      a.later(5 * DAY);
      await a.step(S, 'voided', { target: closed.events.at(-1)?.id ?? '', reason: '关联已解除' }, `unlocated/${S}`);
      await a.ends([`${S}: case-to-close`]);
      await a.step(S, 'case-closed', { code: 'exited' }, 'closed');
      await a.ends();
      await b.ends(Array.from({ length: 5 }, () => `${S2}: duty`));
    });

    test('walk 7: a hospital sends the police on to the psychiatric hospital, which takes him and must call the station', async () => {
      const story = await tell(hub, '2013-02-02T14:00:00+08:00', P, 'found', foundBody(unknownMan('衣着单薄，自言自语'), confused), `${P}~/${P} f`);
      const sent = await story.step(P, 'referral-sent', { to: H, purpose: 'medical', reason: '行为异常' });
      const referralId = idIn(sent.ids, 'referralId');
      await story.step(H, 'referral-received', { referralId, signedBy: '预检分诊台' });
      const child = idIn((await story.step(H, 'referral-redirected', { referralId, to: H2, note: '本院无精神科' })).ids, 'newId');
      await story.step(H2, 'referral-accepted', { referralId: child, note: '床位已备' });
      expect((await story.view(H)).standing).toBe('own-referrals');
      await story.handOver(P, H2, child, `${H2}/${P} f`);
      await bedside(story, H2, S);
      expect((await story.work('for-me', S)).map(({ kind }) => kind)).toEqual(['referral-to-fulfil']);
      await story.step(S, 'eligibility-decided', { eligible: true, ground: 'cannot-tell-helped-first', place: 'bedside' });
      await story.ends();
    });

    test('walk 13: the family collects a woman from the hospital before any station had to act', async () => {
      const woman = { name: '唐秋菊', sex: '2' as const, age: { birthDate: '1957-10-10' } };
      const story = await tell(hub, '2013-02-10T18:00:00+08:00', H, 'found', foundBody(woman, confused, { reportedBy: 'ambulance' }), `${H}/${H} f`);
      const sent = await story.step(H, 'bedside-requested', { to: S, reason: '无人陪护' });
      await story.step(H, 'kin-contacted', { result: 'will-collect', kin: '儿子唐小军', relation: '母子', said: '立即来接' });
      const papers = { collector: 'kin', identityChecked: true, relationChecked: true, name: '唐小军', relation: '儿子', papers: '户口簿-2011-0099' } as const;
      expect(await story.refused(H, 'collected', papers)).toMatchObject({ code: 'discharge-needed' });
      await story.step(H, 'discharged', { certificate: '出院证-2013-0203', destination: 'kin' });
      await story.step(H, 'collected', papers, `kin/${H} f`);
      await story.step(H, 'referral-withdrawn', { referralId: idIn(sent.ids, 'referralId'), code: 'kin-came' });
      await story.step(H, 'case-closed', { code: 'kin-took-over' }, 'closed');
      await story.ends();
      expect((await story.view(S)).standing).toBe('own-referrals');
    });

    test('walk 13, admitted at the bedside: the station speaks to the kin first, and exit and close are the station’s', async () => {
      const woman = { name: '沈月娥', sex: '2' as const, age: { birthDate: '1949-12-30' } };
      const story = await tell(hub, '2013-02-11T18:00:00+08:00', H, 'found', foundBody(woman, confused, { reportedBy: 'ambulance' }), `${H}/${H} f`);
      await bedside(story, H, S);
      await admitAtBedside(story, H, S, woman, confused, true);
      await story.step(H, 'kin-contacted', { result: 'will-collect', kin: '女儿沈红', relation: '母女' });
      await story.step(H, 'discharged', { certificate: '出院证-2013-0204', destination: 'kin' });
      const papers = { collector: 'kin', identityChecked: true, relationChecked: true, name: '沈红红', relation: '女儿' } as const;
      expect(await story.refused(H, 'collected', papers)).toMatchObject({ code: 'kin-check-needed' });
      await story.step(S, 'kin-contacted', { result: 'will-collect', kin: '女儿沈红', relation: '母女', said: '已核对户口簿' });
      await story.step(H, 'collected', papers, `kin/${S}`);
      expect((await story.work('for-me', S)).map(({ kind }) => kind)).toContain('exit-to-complete');
      expect(await story.refused(H, 'case-closed', { code: 'kin-took-over' })).toMatchObject({ code: 'not-yours' });
      await story.step(S, 'exit-completed', { code: '5.3', belongingsReturned: true });
      await story.step(S, 'case-closed', { code: 'exited' }, 'closed');
      await story.ends();
      expect((await story.view()).exit).toMatchObject({ code: '5.3', collector: 'kin' });
    });

    test('walk 15: found eligible and admitted at the bedside, then discharged to the station, from where a free adult goes', async () => {
      const man = manOf('龙建军', '430703198105050014', '1981-05-05');
      const story = await tell(hub, '2013-02-15T07:00:00+08:00', H, 'found', foundBody(man, able, { reportedBy: 'ambulance', condition: '小腿骨折' }), `${H}/${H} f`);
      await bedside(story, H, S);
      await admitAtBedside(story, H, S, man, able, true);
      expect(await story.work('for-me', S)).toEqual([]);
      await story.step(H, 'discharged', { certificate: '出院证-2013-0310', destination: 'station', summary: '可拄拐行走', followUp: '一月后复查' });
      await story.handOver(H, S, undefined, `${S}/${S}`);
      await story.step(S, 'ticket-issued', { carrier: 'rail', direct: false, costFen: 20_050, route: '宝鸡经西安至常德' });
      await story.step(S, 'exit-completed', { code: '5.2', belongingsReturned: true }, `self/${S}`);
      await story.step(S, 'case-closed', { code: 'exited' }, 'closed');
      await story.ends();
    });

    afterwards?.();
  });
}
