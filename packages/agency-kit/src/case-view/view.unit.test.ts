import { caseView } from '@guitu/contracts';
import type { CaseView } from '@guitu/contracts';
import { approvalsOf, emptyCase, relationsToCase, safeguardsOf } from '@guitu/referral';
import { maskPlaces } from '@guitu/service-kit';
import type { CaseStory, Who } from '@guitu/referral/testing';
import { Scenario, idOf, impairedAdult, roleOf, sampleRegister } from '@guitu/referral/testing';
import { fullView, ownReferralsView } from './view.js';

/** Found by the police, asked of the hospital in vain, admitted at the station, and asked of another station. */
function told(): CaseStory {
  const story = new Scenario().case(impairedAdult);
  story.does('P', 'found', {}, 'P/Pf');
  const inVain = story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical' });
  story.does('H', 'referral-declined', { referralId: inVain });
  story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
  story.does('S', 'eligibility-decided');
  story.does('S', 'admitted', {}, 'S/S');
  story.does('S', 'referral-sent', { to: idOf('T1'), purpose: 'relay' });
  return story;
}
const viewer = (who: Who) => ({ organisation: idOf(who), role: roleOf(who) });
const relations = (story: CaseStory, who: Who): readonly string[] => relationsToCase(story.state, viewer(who), sampleRegister, story.scenario.now);
const view = (story: CaseStory, who: Who): CaseView => fullView(story.state, [], [], { ...viewer(who), safeguards: safeguardsOf(story.state, viewer(who), story.scenario.now), approvals: approvalsOf(story.state, viewer(who), story.scenario.now) });
const masked = (shown: CaseView, who: Who): CaseView => maskPlaces(shown, sampleRegister, idOf(who));
const names = (shown: unknown): readonly string[] => [...new Set(JSON.stringify(shown).match(/(?:police|hospital|station|civil)-[a-z]+/gu) ?? [])].toSorted();

describe('what an organisation is to a case', () => {
  test('holds for whoever was asked until they say no', () => {
    const story = told();
    expect(relations(story, 'T1')).toContain('receiver');
    expect(relations(story, 'H')).not.toContain('receiver');
    expect(relations(story, 'P')).toContain('asker');
    expect(relations(story, 'S')).toEqual(expect.arrayContaining(['custodian', 'responsible', 'asker', 'receiver']));
    expect(relations(story, 'S2')).toEqual([]);
  });

  test('is nothing to one that nobody has opened', () => {
    expect(relationsToCase(emptyCase('01890000-0000-8000-8000-000000000001'), viewer('P'), sampleRegister, '2013-03-01T00:00:00.000Z')).toEqual([]);
  });
});

describe('the view of a case', () => {
  test('names who has the person and who answers for them, as long as nobody has to be hidden', () => {
    const shown = view(told(), 'T1');
    expect(shown).toMatchObject({ standing: 'full', status: 'open', custodian: { kind: 'organisation', organisation: idOf('S') }, responsible: { organisation: idOf('S') } });
    expect(shown.referrals).toHaveLength(3);
    expect(caseView.safeParse(shown).success).toBe(true);
  });

  test('has no member beside those of the OpenAPI document, and tells whoever is to take somebody home that they agree', () => {
    const story = told();
    story.does('S', 'identity-established');
    story.refer('S', 'O', 'return', { personAgrees: true });
    for (const each of [view(story, 'O'), ownReferralsView(story.state, idOf('O'))]) {
      expect(caseView.parse(each)).toStrictEqual(each);
      expect(each.referrals.find(({ purpose }) => purpose === 'return')).toMatchObject({ receiver: idOf('O'), personAgrees: true });
    }
  });

  test('of a hidden person names nobody but the caller, and no person', () => {
    const story = told();
    story.does('S', 'protection-set');
    const shown = masked(view(story, 'T1'), 'T1');
    expect(shown).toMatchObject({ protected: true, safeguards: ['hidden'], custodian: { kind: 'safe-care' }, referrals: [{ purpose: 'relay', receiver: idOf('T1') }] });
    expect(names(shown)).toEqual([idOf('T1')]);
    for (const gone of ['personId', 'responsible', 'guardian', 'assessment', 'handovers', 'exit']) expect(shown).not.toHaveProperty(gone);
    expect(caseView.safeParse(shown).success).toBe(true);
    expect(view(story, 'S')).toMatchObject({ custodian: { organisation: idOf('S') }, personId: story.state.personId });
  });

  test('after a decline is the own referral and nothing of the person; while they are hidden not even who asked', () => {
    const story = told();
    const own = (hidden: boolean) => (hidden ? masked(ownReferralsView(story.state, idOf('H')), 'H') : ownReferralsView(story.state, idOf('H')));
    expect(Object.keys(own(false)).toSorted()).toEqual(['caseId', 'caseNumber', 'referrals', 'revision', 'standing']);
    expect(own(false).referrals).toMatchObject([{ status: 'declined', asker: idOf('P'), receiver: idOf('H') }]);
    expect(names(own(false))).toEqual([idOf('H'), idOf('P')].toSorted());
    expect(names(own(true))).toEqual([idOf('H')]);
  });
});
