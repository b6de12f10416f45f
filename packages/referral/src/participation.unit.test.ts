import type { AnyEvent } from '@guitu/contracts';
import { foldCase } from './fold.js';
import { forbidden } from './forbidden.js';
import { standing } from './participation.js';
import type { Standing } from './participation.js';
import { admittedAtStation, everybody, freeAdult, idOf, impairedAdult, placed, sampleRegister, Scenario } from './testing/index.js';
import type { CaseStory, Who } from './testing/index.js';

const begun = (begin: (story: CaseStory) => unknown): CaseStory => {
  const story = new Scenario().case(impairedAdult);
  begin(story);
  return story;
};
const standingOf = (story: CaseStory, who: Who): Standing => standing(story.state, idOf(who), sampleRegister, story.scenario.now);

describe('who takes part in a case', () => {
  test('those who opened, held, are responsible, were addressed, and the offices above; nobody else sees that there is a case', () => {
    const story = begun(placed);
    const full = everybody.filter((who) => standingOf(story, who) === 'full');
    expect(full).toEqual(['P', 'S', 'E', 'C', 'CP']);
    expect(everybody.filter((who) => standingOf(story, who) === 'own-referrals')).toEqual([]);
  });

  test.each([
    ['a decline', (story: CaseStory, referralId: string) => story.does('S', 'referral-declined', { referralId })],
    ['a redirection', (story: CaseStory, referralId: string) => story.does('S', 'referral-redirected', { referralId, to: idOf('S2') })],
    ['a withdrawal', (story: CaseStory, referralId: string) => story.does('P', 'referral-withdrawn', { referralId })],
  ] as const)('after %s only the own referral is left', (_what, end) => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'));
    const referralId = story.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    expect(standingOf(story, 'S')).toBe('full');
    end(story, referralId);
    expect(standingOf(story, 'S')).toBe('own-referrals');
  });

  test('the county that a free adult did not want to be brought to does not learn how he went', () => {
    const story = new Scenario().case(freeAdult);
    admittedAtStation(story);
    const referralId = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    story.does('O', 'referral-accepted', { referralId, mode: 'escort-to-us' });
    story.does('S', 'ticket-issued');
    story.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    expect(standingOf(story, 'O')).toBe('full');
    story.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(story.state.referrals[referralId]).toMatchObject({ status: 'lapsed', code: 'closed' });
    expect([standingOf(story, 'O'), standingOf(story, 'S'), standingOf(story, 'P')]).toEqual(['own-referrals', 'full', 'full']);
  });

  test('a station that waited in vain has only its own referral left, and may still say that it found him', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'));
    const referralId = story.refer('P', 'S', 'admission');
    story.does('P', 'left-without-formalities', {}, 'unlocated/Pf');
    story.does('S', 'referral-lapsed', { referralId, code: 'left' });
    expect(standingOf(story, 'S')).toBe('own-referrals');
    story.does('S', 'found', {}, 'S/Pf');
    expect(standingOf(story, 'S')).toBe('full');
    // What it says as one that takes part stands in logs.
    const [last, ...before] = story.events.toReversed();
    if (last === undefined) throw new Error('nothing was recorded');
    expect(forbidden(foldCase(before.toReversed()), last, [], sampleRegister)).toBeUndefined();
  });

  test('whoever was asked in a case that proves a duplicate keeps it: the person is in the other', () => {
    const scenario = new Scenario();
    const [a, b] = [scenario.case(impairedAdult), scenario.case(impairedAdult)];
    a.does('P', 'found', {}, 'P/Pf');
    b.does('P2', 'help-requested', { channel: '110' }, 'not-met/P2f');
    a.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    const referralId = b.does('P2', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    a.does('S', 'duplicate-accepted', { of: b.id });
    const target = b.does('S', 'duplicate-declared', { survivor: a.id });
    b.does('S', 'referral-lapsed', { referralId, code: 'duplicate' });
    expect(standingOf(b, 'S')).toBe('full');
    expect(b.refuses('P2', 'voided', { target })).toBe('not-yours');
  });

  test('the wrong county loses the case when it redirects, the right one has it', () => {
    const story = begun(admittedAtStation);
    const referralId = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    story.does('O', 'referral-redirected', { referralId, to: idOf('O2') });
    expect([standingOf(story, 'O'), standingOf(story, 'O2')]).toEqual(['own-referrals', 'full']);
    expect(story.refuses('O', 'duplicate-accepted', { of: story.id })).toBe('not-yours');
  });

  test.each([
    ['declines', (story: CaseStory, referralId: string) => story.does('O', 'referral-declined', { referralId, code: 'O2' })],
    ['passes it on', (story: CaseStory, referralId: string) => story.does('O', 'referral-redirected', { referralId, to: idOf('O2') })],
    ['is not asked any more', (story: CaseStory, referralId: string) => story.does('S', 'referral-withdrawn', { referralId, code: 'W1' })],
  ] as const)('a county that %s speaks to nobody of the case any more: not to kin, and to no office', (_what, end) => {
    const story = begun(admittedAtStation);
    const referralId = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    story.does('O', 'kin-contacted', { referralId, result: 'K3' });
    story.does('O', 'escalation-raised', { to: idOf('OC'), issue: 'kin-refuse', referralId });
    const said = story.events.slice(-2);
    end(story, referralId);
    expect(story.refuses('O', 'kin-contacted', { referralId, result: 'informed' })).toBe('not-yours');
    expect(story.refuses('O', 'escalation-raised', { to: idOf('O3'), issue: 'other', referralId })).toBe('not-yours');
    // What stands in a log from before this was refused is no forbidden event.
    for (const event of said) expect(forbidden(story.state, event, story.events, sampleRegister)).toBeUndefined();
  });

  test('kin are spoken to under a return: whoever is asked to treat or to take in has no say with them yet', () => {
    const story = begun(admittedAtStation);
    const referralId = story.does('S', 'referral-sent', { to: idOf('H'), purpose: 'medical' });
    expect(story.refuses('H', 'kin-contacted', { referralId, result: 'will-collect' })).toBe('not-yours');
  });

  test('a station that handed on keeps read access', () => {
    const story = begun(admittedAtStation);
    story.escort('S', 'T1', story.refer('S', 'T1', 'relay'), 'T1/T1');
    expect(standingOf(story, 'S')).toBe('full');
  });

  test('a partner keeps access for the days of its contract after it has handed the person on, and no longer', () => {
    const story = begun(placed);
    story.hand('E', 'S', 'S/S');
    story.scenario.wait(29);
    expect(standingOf(story, 'E')).toBe('full');
    story.scenario.wait(2);
    expect(standingOf(story, 'E')).toBe('own-referrals');
  });

  test('a partner that never had the person sees the case only while something is asked of it', () => {
    const story = begun(admittedAtStation);
    const referralId = story.does('S', 'referral-sent', { to: idOf('E'), purpose: 'placement' });
    story.does('E', 'referral-accepted', { referralId });
    expect(standingOf(story, 'E')).toBe('full');
    story.does('S', 'death-recorded', {}, 'deceased/S');
    story.does('S', 'referral-lapsed', { referralId, code: 'died' });
    expect(standingOf(story, 'E')).toBe('own-referrals');
  });

  test('a partner that is asked again, long after it handed the person on, sees whom it is asked to take', () => {
    const story = begun(placed);
    story.hand('E', 'S', 'S/S');
    story.scenario.wait(40);
    expect(standingOf(story, 'E')).toBe('own-referrals');
    const referralId = story.does('S', 'referral-sent', { to: idOf('E'), purpose: 'placement' });
    expect(standingOf(story, 'E')).toBe('full');
    story.does('E', 'referral-declined', { referralId });
    expect(standingOf(story, 'E')).toBe('own-referrals');
  });

  test('the days are those of the contract under which the person was there', () => {
    const story = begun(admittedAtStation);
    story.hand('S', 'E2', 'E2/S', story.refer('S', 'E2', 'placement'));
    story.does('S', 'placement-started', { partner: idOf('E2'), contract: 'qinling-2013' });
    story.hand('E2', 'S', 'S/S');
    story.scenario.wait(11);
    expect(standingOf(story, 'E2')).toBe('own-referrals');
  });

  test('`found` is for those who take part; anybody else opens a case of his own', () => {
    const story = begun(admittedAtStation);
    story.does('S', 'left-without-formalities', {}, 'unlocated/S');
    expect(story.refuses('P2', 'found')).toBe('not-yours');
    expect(story.refuses('H', 'found')).toBe('not-yours');
    story.does('P', 'found', {}, 'P/S');
  });
});

describe('what the office above decides', () => {
  test.each([
    ['a settlement', 'settlement-applied', 'to'],
    ['a longer stay', 'stay-extended', 'filedWith'],
  ] as const)('%s is brought before an office above the station, and before no other', (_what, name, office) => {
    const story = begun(admittedAtStation);
    for (const elsewhere of ['O', 'OP', 'CJ'] as const) expect(story.refuses('S', name, { [office]: idOf(elsewhere) })).toBe('receiver-cannot');
    expect(story.refuses('S', name, { [office]: idOf('P') })).toBe('receiver-cannot');
    story.does('S', name, { [office]: idOf('CP') });
    const [last, ...before] = story.events.toReversed();
    if (last === undefined) throw new Error('nothing was recorded');
    // One that stands in a log from before this was refused is no forbidden event.
    const stored = { ...last, data: { ...last.data, [office]: idOf('O') } } as AnyEvent;
    expect(forbidden(foldCase(before.toReversed()), stored, [], sampleRegister)).toBeUndefined();
  });

  test.each(['accept-ordered', 'escort-anyway'])('%s binds those below the office, and nobody else; another county is named wherever it lies', (outcome) => {
    const story = begun(admittedAtStation);
    const escalationId = story.does('S', 'escalation-raised', { to: idOf('OC') });
    for (const elsewhere of ['O2', 'S', 'OC'] as const) expect(story.refuses('OC', 'escalation-resolved', { escalationId, outcome, directs: idOf(elsewhere) })).toBe('not-directed');
    const before = [...story.events];
    story.does('OC', 'escalation-resolved', { escalationId, outcome, directs: idOf('O') });
    const last = story.events.at(-1);
    if (last?.name !== 'escalation-resolved') throw new Error('nothing was recorded');
    const stored = { ...last, data: { ...last.data, directs: idOf('O2') } } as AnyEvent;
    expect(forbidden(foldCase(before), stored, [], sampleRegister)).toBeUndefined();
    const other = story.does('S', 'escalation-raised', { to: idOf('OC') });
    story.does('OC', 'escalation-resolved', { escalationId: other, outcome: 'other-county', directs: idOf('O2') });
  });
});
