import { admittedAtStation, freeAdult, idOf, impairedAdult, Scenario, to, waiting } from './testing/index.js';
import type { CaseStory } from './testing/index.js';

const found = (whom = impairedAdult): CaseStory => {
  const told = new Scenario().case(whom);
  told.does('P', 'found', {}, 'P/Pf');
  return told;
};
const inStation = (): CaseStory => {
  const told = new Scenario().case(impairedAdult);
  admittedAtStation(told);
  return told;
};
/** Brought to the station, which signed; answers that signature too. */
const signedIn = (whom = impairedAdult): readonly [CaseStory, string] => {
  const told = found(whom);
  told.hand('P', 'S', 'S/Sf', told.refer('P', 'S', 'admission'));
  return [told, told.events.at(-1)?.id ?? ''];
};

describe('work waits for those who can still do it', () => {
  test('a declined referral is replaced by those who may still send one, and while the case is at that stage', () => {
    const told = found();
    told.does('S', 'referral-declined', { referralId: told.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' }) });
    told.hand('P', 'H', 'H/Pf', told.refer('P', 'H', 'medical'));
    expect(waiting(told)).toEqual(['P: referral-to-replace']);
    told.does('S2', 'referral-declined', { referralId: told.does('H', 'referral-sent', { to: idOf('S2'), purpose: 'bedside' }) });
    expect(waiting(told)).toEqual(['P: referral-to-replace', 'H: referral-to-replace']);
    told.refer('P', 'S', 'bedside', {}, 'H/Sf');
    expect(told.refuses('P', 'referral-sent', { to: idOf('S2'), purpose: 'admission' })).toBe('not-yours');
    expect(waiting(told)).toEqual(['S: referral-to-fulfil']);
    told.does('H2', 'referral-declined', { referralId: told.does('H', 'referral-sent', { to: idOf('H2'), purpose: 'medical' }) });
    expect(waiting(told)).toContain('H: referral-to-replace');
    told.does('H', 'death-recorded', {}, 'deceased/Sf');
    expect(waiting(told)).not.toContain('H: referral-to-replace');
  });

  test('what leads home is for whoever answers for the person to ask again', () => {
    const told = inStation();
    told.does('O', 'referral-declined', { referralId: told.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' }), code: 'O1' });
    expect(waiting(told)).toEqual(['S: referral-to-replace']);
    const relay = told.refer('S', 'T1', 'relay');
    const handoverId = told.does('S', 'handover-offered', { to: idOf('T1'), referralId: relay });
    told.does('T1', 'handed-over', { handoverId, to: to('T1') }, 'T1/T1');
    expect(told.refuses('S', 'referral-sent', { to: idOf('O'), purpose: 'return' })).toBe('not-yours');
    expect(waiting(told)).toEqual(['S: exit-to-complete']);
  });

  test('what was accepted and has nobody left to be handed over is its asker\'s to withdraw', () => {
    const admitted = found();
    const admission = admitted.refer('P', 'S2', 'admission');
    const medical = admitted.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical', urgency: 'emergency' });
    admitted.hand('P', 'H', 'H/Pf', medical);
    admitted.refer('H', 'S', 'bedside', {}, 'H/Sf');
    admitted.does('S', 'eligibility-decided', { place: 'bedside' });
    expect(waiting(admitted)).toEqual(['H: referral-to-fulfil']);
    admitted.does('S', 'admitted', { place: 'bedside' }, 'H/S');
    expect(admitted.refuses('H', 'handover-offered', { to: idOf('S2'), referralId: admission })).toBe('already-admitted');
    expect(waiting(admitted)).toEqual(['P: referral-to-withdraw']);
    admitted.does('P', 'referral-withdrawn', { referralId: admission });
    expect(waiting(admitted)).toEqual([]);

    const dead = found();
    dead.refer('P', 'S', 'admission');
    dead.does('P', 'death-recorded', {}, 'deceased/Pf');
    expect(waiting(dead)).toEqual(['P: referral-to-withdraw', 'P: case-to-close']);

    const collected = inStation();
    collected.refer('S', 'O', 'return');
    collected.does('S', 'collected', {}, 'kin/S');
    expect(waiting(collected)).toEqual(['S: referral-to-withdraw', 'S: exit-to-complete']);
  });

  test('a case has one admission: what led to it is not asked again', () => {
    const told = found();
    told.does('S', 'referral-declined', { referralId: told.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' }) });
    told.hand('P', 'S', 'S/Sf', told.refer('P', 'S', 'jurisdiction'));
    told.does('S2', 'referral-declined', { referralId: told.does('S', 'referral-sent', { to: idOf('S2'), purpose: 'admission' }) });
    expect(waiting(told)).toEqual(['S: referral-to-replace']);
    told.does('S', 'eligibility-decided');
    told.does('S', 'admitted', {}, 'S/S');
    expect(told.refuses('S', 'referral-sent', { to: idOf('S2'), purpose: 'admission' })).toBe('already-admitted');
    expect(waiting(told)).toEqual([]);
  });

  test.each([['named', { directs: idOf('O2') }], ['not named', {}]])('an office that finds another county (%s) directs nobody there: that county is asked like any other', (_which, directs) => {
    const told = inStation();
    const referralId = told.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    told.does('O', 'referral-declined', { referralId, code: 'O2' });
    const escalationId = told.does('S', 'escalation-raised', { referralId });
    told.does('C', 'escalation-resolved', { escalationId, outcome: 'other-county', ...directs });
    expect(told.refuses('S', 'referral-sent', { to: idOf('O2'), purpose: 'return', directedBy: idOf('C') })).toBe('not-directed');
    expect(waiting(told)).toEqual(['S: referral-to-replace', 'S: decision-to-carry-out']);
    told.does('S', 'referral-sent', { to: idOf('O2'), purpose: 'return' });
    expect(waiting(told)).toEqual(['O2: referral-to-answer']);
  });

  test('a county that was asked before the office named it is not to be asked again', () => {
    const told = inStation();
    told.does('S', 'referral-sent', { to: idOf('O2'), purpose: 'return' });
    const escalationId = told.does('S', 'escalation-raised');
    told.does('C', 'escalation-resolved', { escalationId, outcome: 'other-county', directs: idOf('O2') });
    expect(waiting(told)).toEqual(['O2: referral-to-answer']);
  });

  test('who proposes a void and then decides on the person has dropped it, until that decision is taken back', () => {
    const [told, target] = signedIn();
    told.does('S', 'void-proposed', { target });
    expect(waiting(told)).toEqual(['P: void-to-answer']);
    const decided = told.does('S', 'eligibility-decided');
    expect(told.refuses('P', 'voided', { target })).toBe('void-later-first');
    expect(waiting(told)).toEqual([]);
    const admitted = told.does('S', 'admitted', {}, 'S/S');
    expect(waiting(told)).toEqual([]);
    told.does('S', 'voided', { target: admitted }, 'S/Sf');
    told.does('S', 'voided', { target: decided });
    expect(waiting(told)).toEqual(['P: void-to-answer']);
    told.does('P', 'voided', { target }, 'P/Pf');
  });

  test('who is asked to void what their own admission rests on can take that back first, and is asked until the case closes', () => {
    const [told, target] = signedIn(freeAdult);
    told.does('P', 'void-proposed', { target });
    told.does('S', 'eligibility-decided');
    told.does('S', 'admitted', {}, 'S/S');
    expect(waiting(told)).toContain('S: void-to-answer');
    told.does('S', 'ticket-issued');
    told.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    const closing = told.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(told)).toEqual([]);
    told.does('S', 'voided', { target: closing }, 'self/S');
    expect(waiting(told)).toContain('S: void-to-answer');
  });

  test('what is proposed of a closed case is for the other to answer, who may reopen it', () => {
    const [told, target] = signedIn(freeAdult);
    told.does('S', 'eligibility-decided');
    told.does('S', 'admitted', {}, 'S/S');
    told.does('S', 'ticket-issued');
    told.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    told.does('S', 'case-closed', { code: 'exited' }, 'closed');
    told.does('P', 'void-proposed', { target });
    expect(waiting(told)).toEqual(['S: void-to-answer']);
  });
});
