import { child, idOf, impairedAdult, placed, Scenario, to, waiting } from './testing/index.js';
import type { CaseStory } from './testing/index.js';

describe('the eighteen walks of the protocol, from the ninth on', () => {
  test('walk 9: home hop by hop over two relay stations', () => {
    const walk = new Scenario().case(child);
    walk.does('S', 'found', {}, 'S/Sf');
    walk.does('S', 'eligibility-decided');
    walk.does('S', 'admitted', {}, 'S/S');
    const home = walk.refer('S', 'O', 'return');
    walk.escort('S', 'T1', walk.refer('S', 'T1', 'relay'), 'T1/T1');
    expect(waiting(walk)).toContain('S: exit-to-complete');
    walk.does('S', 'exit-completed', { code: '5.6' });
    expect(walk.refuses('T1', 'admitted')).toBe('already-admitted');
    walk.escort('T1', 'T2', walk.refer('T1', 'T2', 'relay'), 'T2/T2');
    walk.escort('T2', 'O', home, 'O/O');
    walk.does('O', 'returned');
    walk.does('O', 'case-closed', { code: 'exited' }, 'closed');
    expect(walk.state.admitted?.station).toBe(idOf('S'));
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 10: a hotline call, and a man who declines help', () => {
    const walk = new Scenario().case();
    walk.does('S', 'help-requested', { channel: 'station-hotline' }, 'not-met/Sf');
    walk.does('S', 'found', { disposition: 'left' }, 'self/Sf');
    walk.does('S', 'help-declined');
    walk.does('S', 'case-closed', { code: 'declined' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 11: refused with a notice that names the remedy', () => {
    const walk = new Scenario().case();
    walk.does('S', 'help-requested', {}, 'self/Sf');
    walk.does('S', 'eligibility-decided', { eligible: false, ground: 'does-not-meet-conditions' });
    walk.does('S', 'admission-refused');
    walk.does('S', 'case-closed', { code: 'refused' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 12: settled in place with the partner who cared for her', () => {
    const walk = new Scenario().case(impairedAdult);
    const placementId = placed(walk);
    walk.does('S', 'stay-extended');
    const applicationId = walk.does('S', 'settlement-applied');
    walk.does('C', 'settlement-decided', { applicationId });
    walk.does('S', 'settled', { residence: idOf('E') });
    walk.does('S', 'placement-ended', { placementId, code: 'settled' });
    walk.does('S', 'exit-completed', { code: '5.1' });
    walk.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 13: the family collects from the hospital before any admission', () => {
    const walk = new Scenario().case(impairedAdult);
    walk.does('H', 'found', { reportedBy: 'ambulance' }, 'H/Hf');
    const bedside = walk.does('H', 'referral-sent', { to: idOf('S'), purpose: 'bedside' });
    walk.does('H', 'kin-contacted', { result: 'will-collect' });
    walk.does('H', 'discharged', { destination: 'kin' });
    walk.does('H', 'collected', {}, 'kin/Hf');
    walk.does('H', 'referral-withdrawn', { referralId: bedside, code: 'kin-came' });
    walk.does('H', 'case-closed', { code: 'kin-took-over' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 13, admitted at the bedside: the station checks the kin before the hospital lets them collect', () => {
    const walk = new Scenario().case(impairedAdult);
    walk.does('H', 'found', { reportedBy: 'ambulance' }, 'H/Hf');
    walk.refer('H', 'S', 'bedside', {}, 'H/Sf');
    walk.does('S', 'eligibility-decided', { place: 'bedside' });
    walk.does('S', 'admitted', { place: 'bedside' }, 'H/S');
    walk.does('H', 'discharged', { destination: 'kin' });
    walk.does('H', 'kin-contacted', { result: 'will-collect' });
    expect(walk.refuses('H', 'collected')).toBe('kin-check-needed');
    walk.does('S', 'kin-contacted', { result: 'will-collect' });
    walk.does('H', 'collected', {}, 'kin/S');
    walk.does('S', 'exit-completed', { code: '5.3' });
    expect(walk.state.exit?.collector).toBe('kin');
    walk.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 14: while a woman is hidden, nothing goes to the origin or to kin', () => {
    const walk = new Scenario().case();
    walk.does('P', 'found', {}, 'P/Pf');
    walk.does('P', 'protection-set');
    walk.hand('P', 'S', 'S/Sf', walk.refer('P', 'S', 'admission'));
    walk.does('S', 'eligibility-decided');
    walk.does('S', 'admitted', {}, 'S/S');
    expect(walk.refuses('S', 'kin-contacted')).toBe('protected');
    expect(walk.refuses('S', 'tracing-notice-published')).toBe('protected');
    expect(walk.refuses('S', 'referral-sent', { to: idOf('O'), purpose: 'return' })).toBe('protected');
    walk.does('S', 'ticket-issued');
    walk.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    walk.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(Object.keys(walk.state.addressed)).toEqual([idOf('S')]);
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 15: eligible at the bedside, later in the station, home with a ticket', () => {
    const walk = new Scenario().case();
    walk.does('H', 'found', { reportedBy: 'public' }, 'H/Hf');
    walk.refer('H', 'S', 'bedside', {}, 'H/Sf');
    walk.does('S', 'eligibility-decided', { place: 'bedside' });
    walk.does('S', 'admitted', { place: 'bedside' }, 'H/S');
    walk.does('H', 'discharged');
    walk.hand('H', 'S', 'S/S');
    walk.does('S', 'sheltered');
    walk.does('S', 'ticket-issued');
    walk.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    walk.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 16: two reports of one man are two cases until the one that goes on says so', () => {
    const scenario = new Scenario();
    const a = scenario.case(impairedAdult);
    a.does('P', 'found', {}, 'P/Pf');
    const b = scenario.case(impairedAdult);
    b.does('P2', 'help-requested', { channel: '110' }, 'not-met/P2f');
    a.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    const second = b.does('P2', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    expect(b.refuses('S', 'duplicate-declared', { survivor: a.id })).toBe('duplicate-order');
    a.does('S', 'duplicate-accepted', { of: b.id });
    expect(a.refuses('S', 'duplicate-declared', { survivor: b.id })).toBe('is-survivor');
    b.does('S', 'duplicate-declared', { survivor: a.id });
    b.does('S', 'referral-lapsed', { referralId: second, code: 'duplicate' });
    b.does('P2', 'case-closed', { code: 'duplicate', survivor: a.id }, 'closed');
    expect(b.state.admitted).toBeUndefined();
    expect(waiting(b)).toEqual([]);
    expect(a.place).toBe('P/Pf');
  });

  test('walk 17: the wrong man was signed in, and each gets back to where he truly was', () => {
    const scenario = new Scenario();
    const right = scenario.case(impairedAdult);
    const wrong = scenario.case(impairedAdult);
    const ready = (story: CaseStory): string => {
      story.does('S', 'found', {}, 'S/Sf');
      story.does('S', 'eligibility-decided');
      story.does('S', 'admitted', {}, 'S/S');
      return story.refer('S', 'E', 'placement');
    };
    const meant = ready(right);
    const mistaken = ready(wrong);
    const handoverId = wrong.hand('S', 'E', 'E/S', mistaken);
    const trueTime = scenario.now;
    const target = wrong.events.at(-1)?.id ?? '';
    scenario.wait(2);
    wrong.does('E', 'void-proposed', { target });
    expect(waiting(wrong)).toContain('S: void-to-answer');
    wrong.does('S', 'voided', { target }, 'S/S');
    wrong.does('S', 'handover-withdrawn', { handoverId });
    right.does('E', 'handed-over', { to: to('E'), referralId: meant, attestation: 'receiver-only' }, 'E/S', { occurredAt: trueTime });
    right.does('S', 'handover-confirmed', { handoverId: right.events.at(-1)?.id });
    expect(right.state.custody?.since).toBe(trueTime);
  });

  test('walk 18: the contract ends with people placed; they stay until another partner signs', () => {
    const walk = new Scenario().case(impairedAdult);
    const placementId = placed(walk);
    walk.scenario.wait(310);
    expect(walk.place).toBe('E/S');
    const next = walk.refer('S', 'E2', 'placement');
    walk.does('C', 'placement-approved', { referralId: next });
    walk.hand('E', 'E2', 'E2/S', next);
    walk.does('S', 'placement-ended', { placementId, code: 'contract-ended' });
    walk.does('S', 'placement-started', { partner: idOf('E2'), contract: 'qinling-2013', from: '2014-01-05' });
    expect(waiting(walk)).toEqual([]);
  });
});
