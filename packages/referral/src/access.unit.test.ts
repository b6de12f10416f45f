import { foldCase, voidedEvents } from './fold.js';
import { child, freeAdult, idOf, Scenario, waiting, whoIs } from './testing/index.js';
import type { CaseStory, Who } from './testing/index.js';
import { admittedAtStation } from './testing/beginnings.js';
import { approvalsOf, isUnder14, relationsToCase, safeguardsOf, safeguardsOfEvent } from './viewer.js';
import { roleOf, sampleRegister } from './testing/organisations.js';
import { workOf } from './worklist.js';

/** A girl of nine, found by the police, in the station. */
function told(whom = child): CaseStory {
  const story = new Scenario().case(whom);
  admittedAtStation(story);
  return story;
}
const viewer = (who: Who, user?: string) => ({ organisation: idOf(who), role: roleOf(who), user });
const approvals = (story: CaseStory, who: Who, user?: string, now = story.scenario.now) => approvalsOf(story.state, viewer(who, user), now);

describe('who may look at the record of a person under 14', () => {
  test('is the worker who opened the case, and nobody else of that organisation', () => {
    const story = told();
    expect([approvals(story, 'P', 'clerk-1'), approvals(story, 'P', 'clerk-2'), approvals(story, 'P'), approvals(story, 'S', 'clerk-1')]).toEqual([['opening-worker'], [], [], []]);
  });

  test('is everybody of the organisation that opened it where the opening names nobody', () => {
    const story = new Scenario().case(child);
    story.does('P', 'found', {}, 'P/Pf', { user: null });
    expect([approvals(story, 'P', 'clerk-1'), approvals(story, 'P'), approvals(story, 'P2')]).toEqual([['opening-worker'], ['opening-worker'], []]);
  });

  test('is the assigned worker, until another one is assigned', () => {
    const story = told();
    story.does('S', 'worker-assigned', { user: 'clerk-2' });
    expect([approvals(story, 'S', 'clerk-2'), approvals(story, 'S', 'clerk-1'), approvals(story, 'P', 'clerk-2')]).toEqual([['assigned-worker'], [], []]);
    story.does('S', 'worker-assigned', { user: 'clerk-3' });
    expect([approvals(story, 'S', 'clerk-2'), approvals(story, 'S', 'clerk-3')]).toEqual([[], ['assigned-worker']]);
  });

  test('is whom a second person approved, until the approval ends or is taken back', () => {
    const story = told();
    const until = '2013-03-03T00:00:00.000Z';
    const approval = story.does('S', 'access-approved', { organisation: idOf('S'), user: 'clerk-2', until });
    expect(approvals(story, 'S', 'clerk-2', '2013-03-02T23:59:59.999Z')).toEqual(['approved']);
    expect(approvals(story, 'S', 'clerk-2', until)).toEqual([]);
    story.does('S', 'sheltered');
    story.does('S', 'voided', { target: approval });
    expect(approvals(story, 'S', 'clerk-2')).toEqual([]);
  });

  test('is another organisation as a whole, or one of its workers, if whoever answers for the person says so', () => {
    const story = told();
    story.does('S', 'identity-check-requested', { to: idOf('P2') });
    story.does('S', 'access-approved', { organisation: idOf('P2'), user: 'officer' });
    expect([approvals(story, 'P2', 'officer'), approvals(story, 'P2', 'else')]).toEqual([['approved'], []]);
    story.does('C', 'access-approved', { organisation: idOf('P2'), user: undefined });
    expect([approvals(story, 'P2', 'else'), approvals(story, 'P2')]).toEqual([['approved'], ['approved']]);
  });

  test('is whoever broke the glass, alone, for 24 hours by the business clock', () => {
    const story = told();
    story.does('P', 'access-broken-glass', {}, undefined, { user: 'night-shift', occurredAt: '2013-03-01T00:30:00.000Z' });
    const from = Date.parse(story.scenario.now);
    const after = (milliseconds: number, user = 'night-shift') => approvals(story, 'P', user, new Date(from + milliseconds).toISOString());
    expect([after(0), after(86_399_999), after(86_400_000), after(0, 'clerk-2')]).toEqual([['broken-glass'], ['broken-glass'], [], []]);
  });

  test('is nobody by an approval alone: who takes no part sees nothing', () => {
    const story = told();
    expect(relationsToCase(story.state, viewer('S2', 'clerk-1'), sampleRegister, story.scenario.now)).toEqual([]);
    expect(relationsToCase(story.state, viewer('P', 'clerk-1'), sampleRegister, story.scenario.now)).toEqual(expect.arrayContaining(['opener', 'asker', 'participant', 'opening-worker']));
  });

  test('is an auditor whom the office above approved', () => {
    const story = told();
    expect(relationsToCase(story.state, viewer('A', 'auditor'), sampleRegister, story.scenario.now)).toEqual([]);
    story.does('C', 'access-approved', { organisation: idOf('A'), user: 'auditor' });
    expect(relationsToCase(story.state, viewer('A', 'auditor'), sampleRegister, story.scenario.now)).toEqual(['approved']);
  });
});

describe('whoever says that somebody may look', () => {
  test('is somebody else, and both have names', () => {
    const story = told();
    expect(story.refuses('S', 'worker-assigned', { user: 'clerk-1' })).toBe('second-person-needed');
    expect(story.refuses('S', 'worker-assigned', { user: 'clerk-2' }, { user: null })).toBe('user-needed');
    expect(story.refuses('S', 'access-approved', { organisation: idOf('S'), user: 'clerk-1' })).toBe('second-person-needed');
    expect(story.refuses('S', 'access-approved', { organisation: idOf('S'), user: 'clerk-2' }, { user: null })).toBe('user-needed');
    expect(story.refuses('S', 'access-approved', { organisation: idOf('S'), user: undefined })).toBe('worker-to-name');
    expect(story.refuses('P', 'access-broken-glass', {}, { user: null })).toBe('user-needed');
  });

  test('approves others only when it has the person, answers for them, opened the case or stands above', () => {
    const story = told();
    story.does('S', 'identity-check-requested', { to: idOf('P2') });
    expect(story.refuses('P2', 'access-approved', { organisation: idOf('S') })).toBe('not-yours');
    story.does('P', 'access-approved', { organisation: idOf('P2') });
    expect(story.refuses('S', 'access-approved', { organisation: idOf('S2') })).toBe('not-taking-part');
    expect(story.refuses('S', 'access-approved', { organisation: 'nobody' })).toBe('unknown-organisation');
    expect(story.refuses('S2', 'access-broken-glass')).toBe('not-yours');
  });
});

describe('breaking the glass', () => {
  test('needs nothing but taking part, a name and a reason, at any time, also when the case is closed', () => {
    const story = told(freeAdult);
    story.does('S', 'access-broken-glass');
    story.does('C', 'access-broken-glass');
    story.does('S', 'ticket-issued', {});
    story.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    story.does('S', 'case-closed', { code: 'exited' }, 'closed');
    story.does('P', 'access-broken-glass');
    expect(Object.keys(story.state.brokenGlass)).toHaveLength(3);
  });

  test('is told to the office above until it has judged; an office that did it itself is judged by the next one', () => {
    const story = told();
    const alerts = () => workOf(story.state, sampleRegister).filter(({ kind }) => kind === 'broken-glass-to-review').map(({ organisation, counterpart }) => `${whoIs(organisation)} of ${whoIs(counterpart ?? '')}`);
    const accessId = story.does('P', 'access-broken-glass');
    expect(alerts()).toEqual(['C of P']);
    const own = story.does('C', 'access-broken-glass');
    expect(alerts()).toEqual(['C of P', 'CP of C']);
    for (const user of ['clerk-1', 'somebody else']) expect(story.refuses('C', 'access-reviewed', { accessId: own }, { user })).toBe('second-person-needed');
    expect(story.refuses('S', 'access-reviewed', { accessId })).toBe('not-yours');
    story.does('C', 'access-reviewed', { accessId });
    expect(story.refuses('C', 'access-reviewed', { accessId })).toBe('already-done');
    story.does('CP', 'access-reviewed', { accessId: own, outcome: 'not-justified' });
    expect(alerts()).toEqual([]);
    expect(Object.values(story.state.brokenGlass).map(({ review }) => review?.outcome)).toEqual(['justified', 'not-justified']);
    expect(waiting(story)).toEqual([]);
  });

  test('cannot be taken back, and stands in the way of no void', () => {
    const story = told();
    const accessId = story.does('S', 'access-broken-glass');
    story.does('C', 'access-reviewed', { accessId });
    expect(story.refuses('S', 'voided', { target: accessId })).toBe('not-voidable');
    const admitted = story.events.find(({ name }) => name === 'admitted')?.id;
    story.does('S', 'voided', { target: admitted }, 'S/Sf');
    expect(Object.keys(story.state.brokenGlass)).toEqual([accessId]);
    expect(foldCase(story.events, voidedEvents(story.events))).toEqual(story.state);
  });
});

test('a hospital that the person never came to is no receiver any more', () => {
  const story = new Scenario().case(freeAdult);
  story.does('P', 'found', {}, 'P/Pf');
  story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical' });
  const referralId = Object.keys(story.state.referrals)[0];
  const isReceiver = () => relationsToCase(story.state, viewer('H'), sampleRegister, story.scenario.now).includes('receiver');
  story.does('H', 'referral-received', { referralId });
  expect(isReceiver()).toBe(true);
  story.does('P', 'left-without-formalities', {}, 'unlocated/Pf');
  story.does('H', 'referral-lapsed', { referralId, code: 'left' });
  expect(isReceiver()).toBe(false);
});

describe('what protects a person', () => {
  test('is that an assessment says under 14; whose age nobody has stated is not locked away', () => {
    const story = new Scenario().case(child);
    story.does('P2', 'help-requested', { channel: '110' }, 'not-met/P2f');
    expect(isUnder14(story.state)).toBe(false);
    story.does('P2', 'found', {}, 'P2/P2f');
    expect(safeguardsOf(story.state, viewer('P2'), story.scenario.now)).toEqual(['under-14']);
    story.does('P2', 'condition-assessed', { person: { sex: '2', age: { from: 14, to: 15 } }, signs: child.signs });
    expect(isUnder14(story.state)).toBe(false);
    story.does('P2', 'condition-assessed', { person: { sex: '2', age: { from: 13, to: 16 } }, signs: child.signs });
    expect(isUnder14(story.state)).toBe(true);
  });

  test('stands until somebody who may look says otherwise: nobody opens the record of a child by a word about the age', () => {
    const story = told();
    const grown = { person: { sex: '2', age: { from: 15, to: 16 } }, signs: child.signs };
    for (const user of ['clerk-2', null]) {
      story.does('S', 'condition-assessed', grown, undefined, { user });
      expect([story.state.assessment?.ageCut, isUnder14(story.state), approvals(story, 'S', 'clerk-2')]).toEqual(['14-15', true, []]);
    }
    story.does('S', 'access-broken-glass', {}, undefined, { user: 'clerk-2' });
    story.does('S', 'condition-assessed', grown, undefined, { user: 'clerk-2' });
    expect(isUnder14(story.state)).toBe(false);
  });

  test('hides the place from whoever neither has nor answers for nor opened it, but not what they wrote themselves', () => {
    const story = told();
    story.does('S', 'referral-sent', { to: idOf('T1'), purpose: 'relay' });
    story.does('T1', 'referral-received', { referralId: Object.keys(story.state.referrals).at(-1) });
    story.does('S', 'protection-set');
    const [sent, received] = ['referral-sent', 'referral-received'].map((name) => story.events.findLast((event) => event.name === name));
    const of = (who: Who, event: typeof sent) => (event === undefined ? undefined : safeguardsOfEvent(story.state, viewer(who), sampleRegister, event, story.scenario.now));
    expect([of('T1', sent), of('T1', received), of('S', sent), of('P', sent)]).toEqual([['under-14', 'hidden'], ['under-14'], ['under-14'], ['under-14']]);
  });

  test('hides nothing from the last who answered for the person, also when the case is closed', () => {
    const story = new Scenario().case(freeAdult);
    admittedAtStation(story);
    story.does('S', 'protection-set');
    story.does('S', 'ticket-issued');
    story.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    story.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect([safeguardsOf(story.state, viewer('S'), story.scenario.now), safeguardsOf(story.state, viewer('P'), story.scenario.now), safeguardsOf(story.state, viewer('C'), story.scenario.now)]).toEqual([[], [], ['hidden']]);
  });

  test('does not keep from the office above why somebody broke the glass', () => {
    const story = told();
    story.does('S', 'access-broken-glass');
    const last = story.events.at(-1);
    const of = (who: Who) => (last === undefined ? undefined : safeguardsOfEvent(story.state, viewer(who), sampleRegister, last, story.scenario.now));
    expect([of('C'), of('CP'), of('S'), of('P')]).toEqual([[], [], ['under-14'], ['under-14']]);
  });
});

describe('restricted processing', () => {
  /** Of the closed case of an adult, what the officer says one after the other; a word is a refusal. */
  const after = (...said: readonly (string | null)[]): readonly unknown[] => {
    const story = new Scenario().case(freeAdult);
    admittedAtStation(story);
    story.does('S', 'ticket-issued');
    story.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    story.does('S', 'case-closed', { code: 'exited' }, 'closed');
    const answers = said.map((until) => {
      const asked = story.tries('D', 'restricted', { ground: 'dispute', ...(until === null ? {} : { until }) });
      if (asked?.decision.ok !== true) return asked?.decision.refusal.code;
      story.records(asked);
      return 'recorded';
    });
    const on = (now: string) => safeguardsOf(story.state, viewer('S'), now).includes('restricted');
    return [...answers.slice(1), on('2013-03-20T15:59:59.999Z'), on('2013-03-20T16:00:00.000Z'), on('2014-01-01T00:00:00.000Z')];
  };

  test('goes on for as long as the longest of what was decided, in whatever order', () => {
    expect(after('2013-03-20', null)).toEqual(['recorded', true, true, true]);
    expect(after('2013-03-20', '2013-04-20')).toEqual(['recorded', true, true, false]);
    expect(after('2013-03-20', '2013-03-20')).toEqual(['already-done', true, false, false]);
    expect(after('2013-03-20', '2013-03-10')).toEqual(['already-done', true, false, false]);
    expect(after(null, '2013-03-20')).toEqual(['already-done', true, true, true]);
    expect(after(null, null)).toEqual(['already-done', true, true, true]);
  });
});
