import { admitAtBedside, admitAtStation, bedside, escortHome, foundBody } from '../support/episodes.js';
import { confused, manOf, unconscious, unknownMan } from '../support/people.js';
import { DAY, idIn, tell } from '../support/story.js';
import type { Story, StoryHub } from '../support/story.js';

const [P, P2, H, H2, S, E, C, O] = ['police-baoji', 'police-weibin', 'hospital-baoji', 'hospital-mind', 'station-baoji', 'care-taibai', 'office-baoji', 'office-dingcheng'] as const;
const province = 'office-hunan';

/** The station asks its office, which passes the question to the province of the county that refuses; the province orders. */
async function orderedByProvince(story: Story, referralId: string): Promise<void> {
  const first = await story.step(S, 'escalation-raised', { to: C, issue: 'return-refused', referralId, details: '流出地拒绝接收，请协调' });
  const second = await story.step(C, 'escalation-raised', { to: province, issue: 'return-refused', referralId, previous: idIn(first.ids, 'escalationId'), details: '请省厅责成接收' });
  expect((await story.work('for-me', province)).map(({ kind }) => kind)).toContain('escalation-to-resolve');
  await story.step(province, 'escalation-resolved', { escalationId: idIn(second.ids, 'escalationId'), outcome: 'accept-ordered', directs: O, reason: '户籍地在鼎城区，应予接收' });
}

async function directedReturn(story: Story): Promise<string> {
  const referralId = await story.refer(S, O, { purpose: 'return', directedBy: province, reason: '按省厅决定接收' }, { mode: 'escort-to-us' });
  expect(await story.refused(O, 'referral-declined', { referralId, code: 'O3' })).toMatchObject({ code: 'directed' });
  return referralId;
}

/** @param afterwards further tests, of what stands there when these have been played */
export function theWayHome(hub: StoryHub, afterwards?: () => void): void {
  describe('people who are brought home', () => {
    test('walk 2: an unconscious man stays unidentified for months, is placed, matched, refused by his county and ordered home', async () => {
      const unknown = unknownMan('左臂有船锚纹身，缺门牙两颗');
      const story = await tell(hub, '2013-01-10T23:00:00+08:00', P, 'found', foundBody(unknown, unconscious, { condition: '昏迷，体温过低' }), `${P}~/${P} f`);
      const medical = await story.step(P, 'referral-sent', { to: H, purpose: 'medical', urgency: 'emergency', reason: '昏迷送医' });
      const receipt = await story.step(H, 'handed-over', { to: { kind: 'organisation', organisation: H }, referralId: idIn(medical.ids, 'referralId'), attestation: 'receiver-only', signedBy: '急诊科何医生', condition: '昏迷' }, `${H}/${P} f`);
      expect((await story.work('for-me', P)).map(({ kind }) => kind)).toEqual(['handover-to-confirm']);
      await story.step(P, 'handover-confirmed', { handoverId: receipt.events[0]?.id ?? '', signedBy: '民警宋志刚' });
      await story.step(H, 'medically-screened', { result: 'inpatient', categories: ['critical'], findings: '重度低温合并脱水', careAdvice: '流质饮食' });
      await story.step(H, 'hospital-admitted', { signedBy: 'sending-department', ward: 'emergency', ground: 'medical-necessity', diagnosis: '低温症' });
      await bedside(story, H, S);
      await admitAtBedside(story, H, S, unknown, unconscious);
      expect((await story.work('for-me', S)).map(({ ref }) => ref).toSorted()).toEqual(['T05', 'T06', 'T10', 'T12']);
      await story.step(S, 'quick-query-run', { systems: ['national-rescue-system', 'face-comparison'], hit: false });
      const notice = await story.step(S, 'tracing-notice-published', { channels: ['national-tracing-site'], published: { description: '男，五十岁左右，左臂有纹身', photo: '照片-2013-0031' } });
      const dna = await story.step(S, 'dna-requested', { to: P, note: '请采集血样' });
      const requestId = idIn(dna.ids, 'requestId');
      await story.step(P, 'dna-collected', { requestId, sample: '检材-610300-0091' });
      await story.step(P, 'dna-result-returned', { requestId, result: 'no-match' });
      story.later(9 * DAY);
      await story.step(S, 'stay-extended', { until: '2013-06-10T00:00:00+08:00', filedWith: C, reason: '身份仍未查明' });

      const placement = await story.refer(S, E, { purpose: 'placement', reason: '需长期照料' });
      await story.step(C, 'placement-approved', { referralId: placement, approval: '宝民托〔2013〕2号' });
      await story.step(H, 'discharged', { certificate: '出院证-2013-0417', destination: 'elder-care', summary: '生命体征平稳', medication: '钙片每日一次' });
      await story.handOver(H, E, placement, `${E}/${S}`);
      const started = await story.step(S, 'placement-started', { partner: E, contract: 'care-2013-taibai', from: '2013-01-20', careLevel: 'full' });
      const placementId = idIn(started.ids, 'placementId');
      await story.step(E, 'care-recorded', { placementId, day: '2013-01-21', services: '协助进食、翻身', observation: '偶说湖南方言' });
      story.later(60 * DAY);
      const applied = await story.step(S, 'settlement-applied', { to: C, kind: 'household', bundle: '公告期满材料一套' });
      await story.step(P, 'dna-result-returned', { requestId, result: 'match', comparison: '比对-7720013', matched: '与鼎城区报失人员父系相符' });
      const known = manOf('马长河', '430703196208080011', '1962-08-08');
      await story.step(S, 'identity-established', { method: 'dna', confidence: 'confirmed', evidence: [requestId], person: known });
      await story.step(C, 'settlement-decided', { applicationId: idIn(applied.ids, 'applicationId'), decision: 'refused', reason: '身份已查明，应返乡' });
      await story.step(S, 'tracing-notice-withdrawn', { noticeId: idIn(notice.ids, 'noticeId'), code: 'identified' });

      const asked = await story.step(S, 'return-requested', { to: O, reason: '已查明户籍，请接收' });
      const declinedId = idIn(asked.ids, 'referralId');
      await story.step(O, 'referral-received', { referralId: declinedId, signedBy: '鼎城民政蔡科长' });
      await story.step(O, 'return-declined', { referralId: declinedId, code: 'O1', note: '暂无人手' });
      expect((await story.work('for-me', S)).map(({ kind }) => kind)).toContain('referral-to-replace');
      expect((await story.view(O)).standing).toBe('own-referrals');
      await orderedByProvince(story, declinedId);
      const home = await directedReturn(story);
      await story.handOver(E, S, undefined, `${S}/${S}`);
      await story.step(S, 'placement-ended', { placementId, until: story.now().slice(0, 10), code: 'returned' });
      await escortHome(story, S, O, home, false);
      await story.step(S, 'exit-completed', { code: '5.6', belongingsReturned: true });
      expect(await story.refused(O, 'case-closed', { code: 'exited' })).toMatchObject({ code: 'returned-needed' });
      await story.step(O, 'returned', { outcome: 'family', details: '与其兄同住' });
      await story.step(O, 'case-closed', { code: 'exited' }, 'closed');
      await story.step(O, 'follow-up-visited', { leftAgain: false, aidGiven: true, situation: '已纳入低保' });
      await story.ends();
    });

    test('walk 3: a boy of nine goes from a grid manager to his grandparents under temporary guardianship', async () => {
      const boy = { name: '赵小虎', sex: '1' as const, age: { birthDate: '2003-09-09' }, origin: { division: '430703', estimated: true } };
      const signs = { impairment: false, mobilityImpaired: false };
      const story = await tell(hub, '2013-02-01T16:00:00+08:00', P, 'found', foundBody(boy, signs, { reportedBy: 'grid' }), `${P}~/${P} f`);
      expect(await story.refused(P, 'help-declined', { cardGiven: true })).toMatchObject({ code: 'special-not-declinable' });
      const admission = await story.refer(P, S, { purpose: 'admission', reason: '未成年人无人照管' });
      await story.handOver(P, S, admission, `${S}/${S} f`);
      await admitAtStation(story, S, boy, signs, { decided: `${S}/${S} f` }, false);
      await story.step(C, 'guardianship-started', { kind: 'temporary', ground: '92.1', mode: 'minors-centre' });
      expect((await story.view()).guardian).toBe(C);
      const check = await story.step(S, 'identity-check-requested', { to: P2, question: '请核实该儿童户籍' });
      expect((await story.work('for-me', P2)).map(({ kind }) => kind)).toEqual(['identity-check-to-answer']);
      await story.step(P2, 'identity-check-answered', { checkId: idIn(check.ids, 'checkId'), result: 'confirmed', answer: '户籍在鼎城区石板滩镇' });
      await story.step(S, 'identity-established', { method: 'police-check', confidence: 'confirmed', evidence: [check.events[0]?.id ?? ''], person: { ...boy, idNumber: '430703200309090016' } });
      await story.step(S, 'kin-contacted', { result: 'will-receive', kin: '祖母廖桂花', relation: '祖母', said: '盼望孙儿早日回家' });
      const home = await story.refer(S, O, { purpose: 'return', needsEscort: true, reason: '送返祖父母处' }, { mode: 'escort-to-us' });
      expect(await story.refused(S, 'ticket-issued', { carrier: 'rail', direct: true, costFen: 100 })).toMatchObject({ code: 'may-not-self-leave' });
      await escortHome(story, S, O, home, false);
      expect((await story.work('for-me', C)).map(({ kind }) => kind)).toEqual([]);
      await story.step(C, 'guardianship-ended', { code: 'guardian-found' });
      expect((await story.view()).guardian).toBeUndefined();
      await story.step(S, 'exit-completed', { code: '5.6', belongingsReturned: true });
      await story.step(O, 'returned', { outcome: 'family', details: '祖父母接收' });
      await story.step(O, 'case-closed', { code: 'exited' }, 'closed');
      await story.ends();
    });

    test('walk 4: kin refuse a mentally ill man, the office refuses him at the door, and the province has him taken in', async () => {
      const ill = manOf('冯大海', '430703197506060013', '1975-06-06');
      const story = await tell(hub, '2013-02-20T11:00:00+08:00', P, 'found', foundBody(ill, confused, { reportedBy: '110' }), `${P}~/${P} f`);
      const sent = await story.step(P, 'referral-sent', { to: S, purpose: 'admission', reason: '街头情绪失控' });
      const first = idIn(sent.ids, 'referralId');
      await story.step(S, 'referral-received', { referralId: first, signedBy: '值班员李秀英' });
      const redirected = await story.step(S, 'referral-redirected', { referralId: first, to: H2, note: '须先送精神专科' });
      const child = idIn(redirected.ids, 'newId');
      expect((await story.view()).referrals.find(({ id }) => id === child)).toMatchObject({ purpose: 'medical', asker: P, receiver: H2, parent: first });
      await story.step(H2, 'referral-received', { referralId: child, signedBy: '门诊程护士' });
      await story.step(H2, 'referral-accepted', { referralId: child });
      await story.handOver(P, H2, child, `${H2}/${P} f`);
      await story.step(H2, 'hospital-admitted', { signedBy: 'sending-department', ward: 'psychiatric', ground: 'danger-to-self', diagnosis: '精神分裂症急性期' });
      await bedside(story, H2, S);
      await admitAtBedside(story, H2, S, ill, confused, true);
      await story.step(S, 'kin-contacted', { result: 'K3', kin: '胞兄冯大江', said: '多年无来往，拒绝接回' });
      const home = await story.refer(S, O, { purpose: 'return', reason: '户籍地鼎城' }, { mode: 'escort-to-us' });
      expect(await story.refused(H2, 'handover-offered', { to: O, referralId: first })).toMatchObject({ status: 409 });
      await story.step(H2, 'discharged', { certificate: '出院证-2013-0522', destination: 'station', summary: '症状缓解', medication: '按医嘱服药' });
      await story.handOver(H2, S, undefined, `${S}/${S}`);

      const escort = await story.step(S, 'escort-departed', { referralId: home, escorts: 2, route: '铁路至常德' }, `${S}~/${S}`);
      const offer = await story.step(S, 'handover-offered', { to: O, referralId: home, condition: '服药中，平稳' });
      const handoverId = idIn(offer.ids, 'handoverId');
      await story.step(O, 'handover-disputed', { handoverId, code: 'not-agreed', details: '当地无安置条件' });
      expect((await story.work('for-me', S)).map(({ kind }) => kind)).toContain('handover-disputed');
      await story.step(S, 'handover-withdrawn', { handoverId, note: '返回本站' });
      await story.step(O, 'return-declined', { referralId: home, code: 'O3', note: '无精神病人安置机构' });
      await story.step(S, 'escort-ended', { escortId: idIn(escort.ids, 'escortId'), result: 'refused', details: '对方拒收，原路返回' }, `${S}/${S}`);
      await orderedByProvince(story, home);
      await escortHome(story, S, O, await directedReturn(story), false);
      await story.step(S, 'exit-completed', { code: '5.6', belongingsReturned: true });
      await story.step(O, 'returned', { outcome: 'institution', details: '入住区精神卫生福利院' });
      await story.step(O, 'case-closed', { code: 'exited' }, 'closed');
      await story.ends();
    });

    test('walk 9: a man goes home hop by hop over two relay stations, each responsible while it holds him', async () => {
      const [T1, T2] = ['station-xian', 'station-changsha'] as const;
      const old = manOf('黎德胜', '430703194001010017', '1940-01-01');
      const story = await tell(hub, '2013-03-11T08:00:00+08:00', S, 'found', foundBody(old, confused), `${S}~/${S} f`);
      await admitAtStation(story, S, old, confused, { decided: `${S}~/${S} f` });
      const home = await story.refer(S, O, { purpose: 'return', reason: '分段护送返乡' }, { mode: 'escort-to-us' });
      await escortHome(story, S, T1, await story.refer(S, T1, { purpose: 'relay', reason: '请接力护送' }), false);
      await story.step(S, 'exit-completed', { code: '5.6', belongingsReturned: true });
      expect((await story.view(S)).standing).toBe('full');
      expect(await story.refused(T1, 'admitted', { place: 'station', identified: true, person: old, signs: confused })).toMatchObject({ code: 'already-admitted' });
      await escortHome(story, T1, T2, await story.refer(T1, T2, { purpose: 'relay', reason: '请接力护送至终点' }), false);
      expect(await story.refused(T1, 'exit-completed', { code: '5.6', belongingsReturned: true })).toMatchObject({ status: 409 });
      await escortHome(story, T2, O, home, false);
      await story.step(O, 'returned', { outcome: 'own-home', details: '村委会协助安顿' });
      await story.step(O, 'case-closed', { code: 'exited' }, 'closed');
      await story.ends();
      expect((await story.view()).exit).toMatchObject({ code: '5.6' });
    });

    afterwards?.();
  });
}
