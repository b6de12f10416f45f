import { admittedAtStation, freeAdult, idOf, impairedAdult, Scenario } from './testing/index.js';
import type { CaseStory, Whom } from './testing/index.js';

const referred = (whom: Whom = impairedAdult): { readonly story: CaseStory; readonly referralId: string } => {
  const story = new Scenario().case(whom);
  story.does('P', 'found', {}, 'P/Pf');
  return { story, referralId: story.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' }) };
};

describe('a redirection obeys what a sending obeys', () => {
  test('an admission does not become a return, a relay, guidance, a bedside takeover, a placement or a transfer', () => {
    const { story, referralId } = referred();
    const turned = (to: string, purpose: string): string => story.refuses('S', 'referral-redirected', { referralId, to, purpose });
    expect([turned(idOf('O'), 'return'), turned(idOf('T1'), 'relay'), turned(idOf('S2'), 'guidance'), turned(idOf('S2'), 'bedside'), turned(idOf('E'), 'placement'), turned(idOf('O'), 'jurisdiction')]).toEqual(Array.from({ length: 6 }, () => 'code-not-for-purpose'));
    expect(story.state.addressed[idOf('O')]).toBeUndefined();
  });

  test('it may become medical care or an admission, and goes on as it was', () => {
    const { story, referralId } = referred();
    const toHospital = story.does('S', 'referral-redirected', { referralId, to: idOf('H') });
    expect(story.state.referrals[toHospital]?.purpose).toBe('medical');
    const back = story.does('H', 'referral-redirected', { referralId: toHospital, to: idOf('S2'), purpose: 'admission' });
    expect(story.state.referrals[back]).toMatchObject({ purpose: 'admission', asker: idOf('P'), hop: 2 });
  });

  test('a return is not passed on to another county once the person is hidden without having agreed', () => {
    const story = new Scenario().case(freeAdult);
    admittedAtStation(story);
    const referralId = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    story.does('S', 'protection-set');
    expect(story.refuses('O', 'referral-redirected', { referralId, to: idOf('O2') })).toBe('protected');
  });

  test('the third hop escalates, once, although who passed it on has lost the case', () => {
    const story = new Scenario().case(freeAdult);
    admittedAtStation(story);
    let referralId = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    for (const [from, to] of [['O', 'O2'], ['O2', 'O3'], ['O3', 'OZ']] as const) referralId = story.does(from, 'referral-redirected', { referralId, to: idOf(to) });
    const passedOn = story.state.referrals[referralId]?.parent;
    expect(Object.values(story.state.escalations)).toMatchObject([{ asker: idOf('O3'), addressee: idOf('C'), issue: 'third-redirect', referralId: passedOn }]);
    expect(story.refuses('O3', 'escalation-raised', { to: idOf('OP'), issue: 'third-redirect', referralId: passedOn })).toBe('not-yours');
  });

  test('a second referral for one purpose does not come in by a redirection', () => {
    const { story, referralId } = referred();
    story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical' });
    expect(story.refuses('S', 'referral-redirected', { referralId, to: idOf('H2') })).toBe('referral-already-open');
  });

  test('what has been offered is not passed on: whoever was offered the person could sign for what another is asked', () => {
    const story = new Scenario().case(impairedAdult);
    story.does('P', 'found', {}, 'P/Pf');
    const referralId = story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical', urgency: 'emergency' });
    const handoverId = story.does('P', 'handover-offered', { to: idOf('H'), referralId });
    expect(story.refuses('H', 'referral-redirected', { referralId, to: idOf('H2') })).toBe('offer-pending');
    story.does('P', 'handover-withdrawn', { handoverId });
    story.does('H', 'referral-redirected', { referralId, to: idOf('H2') });
  });
});
