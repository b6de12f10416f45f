import { foundBody } from '../support/episodes.js';
import { able, confused, manOf, unknownMan } from '../support/people.js';
import { idIn, tell } from '../support/story.js';
import type { StoryHub } from '../support/story.js';

const [P, P2, S, C] = ['police-baoji', 'police-weibin', 'station-baoji', 'office-baoji'] as const;

/** @param afterwards further tests, of what stands there when these have been played */
export function betweenAgencies(hub: StoryHub, afterwards?: () => void): void {
  describe('what goes wrong between two agencies', () => {
    test('walk 6: cash is missing at the handover; the person is taken all the same, and the difference is settled', async () => {
      const story = await tell(hub, '2013-03-20T13:00:00+08:00', P, 'found', foundBody(manOf('温良友', '430703195901010012', '1959-01-01'), able), `${P}~/${P} f`);
      const referralId = await story.refer(P, S, { purpose: 'admission', reason: '请救助' });
      const offered = await story.step(P, 'handover-offered', { to: S, referralId, items: [{ description: '现金', cashFen: 32_000 }, { description: '蓝色编织袋', quantity: 1 }], documents: ['接处警登记表'] });
      const handoverId = idIn(offered.ids, 'handoverId');
      await story.step(
        S, 'handed-over',
        { handoverId, to: { kind: 'organisation', organisation: S }, referralId, reservations: [{ kind: 'cash' }], reservationDetails: ['清点仅二百七十元'], signedBy: '接收员贺敏' },
        `${S}/${S} f`,
      );
      await story.ends([`${P}: difference-to-settle`]);
      await story.step(P, 'difference-settled', { handoverId, reservation: 0, outcome: 'delivered', details: '余款在警车座椅下找到' });
      await story.ends();
      expect((await story.view()).handovers).toMatchObject([{ status: 'done', reservations: [{ kind: 'cash', outcome: 'delivered' }] }]);
    });

    test('walk 16: two reports of one man become one case; the duplicate closes and counts nothing', async () => {
      const a = await tell(hub, '2013-03-21T22:00:00+08:00', P, 'found', foundBody(unknownMan('赤脚，穿军大衣'), confused), `${P}~/${P} f`);
      const b = await tell(hub, '2013-03-21T22:05:00+08:00', P2, 'help-requested', { channel: '110', caller: '出租车司机', summary: '有人赤脚在路上走' }, `not-met/${P2} f`);
      const first = await a.refer(P, S, { purpose: 'admission', reason: '请接收' });
      const second = idIn((await b.step(P2, 'referral-sent', { to: S, purpose: 'admission', reason: '请派人查看' })).ids, 'referralId');
      b.later(3_600_000);
      expect(await b.refused(S, 'duplicate-declared', { survivor: a.caseId, evidence: '衣着描述一致' })).toMatchObject({ code: 'duplicate-order' });
      a.later(3_600_000);
      await a.step(S, 'duplicate-accepted', { of: b.caseId, evidence: '时间地点衣着一致' });
      expect(await a.refused(S, 'duplicate-declared', { survivor: b.caseId })).toMatchObject({ code: 'is-survivor' });
      await b.step(S, 'duplicate-declared', { survivor: a.caseId, evidence: '衣着描述一致' });
      await b.step(S, 'referral-lapsed', { referralId: second, code: 'duplicate', note: '与另案重复' });
      await b.ends([`${P2}: case-to-close`]);
      await b.step(P2, 'case-closed', { code: 'duplicate', survivor: a.caseId }, 'closed');
      await b.ends();
      expect(await b.view()).toMatchObject({ closed: { code: 'duplicate', survivor: a.caseId } });
      expect((await b.view()).admittedAt).toBeUndefined();
      await a.handOver(P, S, first, `${S}/${S} f`);
      await a.ends();
    });

    test('a third redirection of one referral escalates by itself to the office above', async () => {
      const story = await tell(hub, '2013-03-22T10:00:00+08:00', P, 'found', foundBody(unknownMan('随身带铺盖卷'), confused), `${P}~/${P} f`);
      let referralId = idIn((await story.step(P, 'referral-sent', { to: S, purpose: 'admission' })).ids, 'referralId');
      const hops = [[S, 'station-xian'], ['station-xian', 'station-zhuzhou'], ['station-zhuzhou', 'station-changsha']] as const;
      for (const [by, to] of hops) {
        const answer = await story.step(by, 'referral-redirected', { referralId, to, note: '不属本站辖区' });
        referralId = idIn(answer.ids, 'newId');
        expect(answer.events).toHaveLength(to === 'station-changsha' ? 2 : 1);
      }
      expect((await story.work('for-me', C)).map(({ kind }) => kind)).toEqual(['escalation-to-resolve']);
      expect((await story.view()).referrals.filter(({ status }) => status === 'requested')).toMatchObject([{ receiver: 'station-changsha', asker: P }]);
    });

    afterwards?.();
  });
}
