import { admitAtStation, foundBody } from '../support/episodes.js';
import { able, manOf } from '../support/people.js';
import { tell } from '../support/story.js';
import type { StoryHub } from '../support/story.js';

const [P, P2, S, C, O] = ['police-baoji', 'police-changde', 'station-baoji', 'office-baoji', 'office-dingcheng'] as const;

/** @param afterwards further tests, of what stands there when these have been played */
export function atTheCounter(hub: StoryHub, afterwards?: () => void): void {
  describe('people who come to the station, call it, or are hidden by it', () => {
    test('walk 1: a robbed adult walks in, is admitted, gets a ticket and goes alone', async () => {
      const robbed = manOf('张建国', '430703197104170015');
      const story = await tell(hub, '2013-03-04T09:00:00+08:00', S, 'help-requested', { channel: 'walk-in', person: robbed, signs: able, helpReason: 'theft-victim', summary: '在车站被偷走全部现金' }, `self/${S} f`);
      const { ids } = await story.step(S, 'belongings-registered', { items: [{ description: '旧手机一部', quantity: 1 }], storage: '柜-0017号' });
      await admitAtStation(story, S, robbed, able, { decided: `self/${S} f` });
      expect((await story.work('for-me', S)).map(({ ref }) => ref)).toEqual(['T03']);
      await story.step(S, 'ticket-issued', { carrier: 'rail', direct: true, costFen: 12_350, route: '宝鸡至常德硬座', number: 'K819-0231456' });
      await story.step(S, 'belongings-settled', { listId: ids['listId'] ?? '', outcome: 'returned' });
      await story.step(S, 'exit-completed', { code: '5.2', belongingsReturned: true }, `self/${S}`);
      await story.step(S, 'case-closed', { code: 'exited' }, 'closed');
      await story.ends();
      expect(await story.view()).toMatchObject({ exit: { code: '5.2' }, closed: { code: 'exited' } });
    });

    test('walk 10: a caller reports somebody; a station worker speaks to him, and he declines', async () => {
      const story = await tell(hub, '2013-03-05T21:00:00+08:00', S, 'help-requested', { channel: 'station-hotline', caller: '路人冯女士', summary: '桥洞下有人露宿' }, `not-met/${S} f`);
      expect(await story.refused(S, 'help-declined', { cardGiven: false })).toMatchObject({ status: 409, code: 'not-met-yet' });
      await story.step(S, 'found', foundBody(manOf('刘铁柱', '430703196511020037', '1965-11-02'), able, { disposition: 'left', reportedBy: 'public', toldAboutHelp: true, wish: '不愿离开，自有去处' }), `self/${S} f`);
      await story.step(S, 'help-declined', { cardGiven: true, statement: '表示有亲友接济', witness: '同行社工孙丽' });
      await story.step(S, 'case-closed', { code: 'declined' }, 'closed');
      await story.ends();
    });

    test('walk 11: a person who is not eligible is refused with a written notice that names the remedy', async () => {
      const story = await tell(hub, '2013-03-06T10:00:00+08:00', S, 'help-requested', { channel: 'walk-in', person: manOf('吴有财', '430703198003120012', '1980-03-12'), signs: able, summary: '要求现金资助' }, `self/${S} f`);
      await story.step(S, 'eligibility-decided', { eligible: false, ground: 'does-not-meet-conditions', place: 'station', evidence: '有固定住所和收入证明' });
      expect(await story.refused(S, 'admitted', { place: 'station', identified: true, person: manOf('吴有财', '430703198003120012', '1980-03-12'), signs: able })).toMatchObject({ code: 'eligibility-needed' });
      await story.step(S, 'admission-refused', { notice: '宝救不予〔2013〕3号', code: 'not-eligible', deliveredAt: story.now(), remedyStated: true, reason: '不符合流浪乞讨人员条件' });
      await story.step(S, 'case-closed', { code: 'refused' }, 'closed');
      await story.ends();
    });

    test('walk 14: a hidden person goes through police and station, and nobody else learns where', async () => {
      const hidden = { name: '陈玉兰', idNumber: '430703198802150028', sex: '2' as const, age: { birthDate: '1988-02-15' }, origin: { division: '430703', estimated: false } };
      const story = await tell(hub, '2013-03-07T22:00:00+08:00', P, 'found', foundBody(hidden, able, { course: '遭丈夫殴打后逃出' }), `${P}~/${P} f`);
      await story.step(P, 'protection-set', { ground: 'domestic-violence', details: '丈夫正在寻找' });
      const referralId = await story.refer(P, S, { purpose: 'admission', reason: '需要庇护' });
      await story.handOver(P, S, referralId, `${S}/${S} f`);
      expect(await story.view(C)).toMatchObject({ custodian: { kind: 'safe-care' }, protected: true });
      await admitAtStation(story, S, hidden, able, { decided: `${S}/${S} f` });

      expect(await story.refused(S, 'kin-contacted', { result: 'informed', kin: '丈夫' })).toMatchObject({ code: 'protected' });
      expect(await story.refused(S, 'referral-sent', { to: O, purpose: 'return' })).toMatchObject({ code: 'protected' });
      expect(await story.refused(S, 'tracing-notice-published', { channels: ['station-site'], published: { description: '寻找家属' } })).toMatchObject({ code: 'protected' });
      const outside = JSON.stringify(await story.view(C));
      for (const told of [S, P, '610302', '陈玉兰', 'domestic']) expect(outside).not.toContain(told);
      expect(await hub.as(O).viewStatus(story.caseId)).toBe(404);

      // Whoever is asked something can do it, and still does not learn where.
      await story.step(S, 'identity-check-requested', { to: P2, question: '核对户籍登记' });
      const asked = await story.view(P2);
      expect(asked.events).toMatchObject([{ name: 'identity-check-requested', opened: { identity: { value: { question: '核对户籍登记' } } } }]);
      for (const told of [S, P, '宝鸡市救助']) expect(JSON.stringify(asked)).not.toContain(told);
      await story.step(P2, 'identity-check-answered', { checkId: String(asked.events?.[0]?.data['checkId']), result: 'confirmed' });

      await story.step(S, 'ticket-issued', { carrier: 'coach', direct: true, costFen: 8_800, route: '前往姐姐家' });
      await story.step(S, 'exit-completed', { code: '5.2', belongingsReturned: true }, `self/${S}`);
      await story.step(S, 'case-closed', { code: 'exited' }, 'closed');
      await story.ends();
      expect(JSON.stringify(await story.view(C))).not.toContain(S);
    });

    afterwards?.();
  });
}
