import { foldPerson } from './person.js';
import { workOf } from './worklist.js';
import { child, freeAdult, idOf, impairedAdult, Scenario, to, whoIs } from './testing/index.js';
import type { CaseStory, Who } from './testing/index.js';

/** What still waits for somebody: `S: duty`. Nothing of it may be left when a walk has ended, but what is truly open. */
const waiting = (story: CaseStory): string[] =>
  workOf(story.state, story.scenario.register)
    .filter(({ list }) => list === 'for-me')
    .map(({ organisation, kind }) => `${whoIs(organisation)}: ${kind}`);

/** Found by the police, in a hospital by emergency, taken over at the bedside: how walks 2 and 5 begin. */
function emergencyToBedside(story: CaseStory): void {
  story.does('P', 'found', { reportedBy: 'ambulance' }, 'P/Pf');
  const medical = story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical', urgency: 'emergency' });
  story.does('H', 'handed-over', { to: to('H'), referralId: medical, attestation: 'receiver-only' }, 'H/Pf');
  story.does('P', 'handover-confirmed', { handoverId: story.events.at(-1)?.id });
  story.refer('H', 'S', 'bedside', {}, 'H/Sf');
  story.does('S', 'eligibility-decided', { place: 'bedside' });
  story.does('S', 'admitted', { place: 'bedside', identified: false }, 'H/S');
}

/** In the care of a partner under a contract: how walks 8, 12, 17 and 18 begin. */
function placed(story: CaseStory, partner: Who = 'E'): string {
  story.does('P', 'found', {}, 'P/Pf');
  story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
  story.does('S', 'eligibility-decided');
  story.does('S', 'admitted', {}, 'S/S');
  const referral = story.refer('S', partner, 'placement');
  story.does('C', 'placement-approved', { referralId: referral });
  story.hand('S', partner, `${partner}/S`, referral);
  return story.does('S', 'placement-started', {});
}

describe('the eighteen walks of the protocol', () => {
  test('walk 1: a robbed adult walks in and goes home with a ticket', () => {
    const walk = new Scenario().case();
    walk.does('S', 'help-requested', { channel: 'walk-in' }, 'self/Sf');
    const listId = walk.does('S', 'belongings-registered');
    walk.does('S', 'eligibility-decided');
    walk.does('S', 'admitted', { shelter: { area: 'male', bed: '12' } }, 'S/S');
    walk.does('S', 'ticket-issued');
    walk.does('S', 'belongings-settled', { listId });
    walk.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    walk.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 2: an unconscious man stays unidentified for months, and his county must be directed to take him back', () => {
    const walk = new Scenario().case(impairedAdult);
    emergencyToBedside(walk);
    walk.does('S', 'quick-query-run');
    const noticeId = walk.does('S', 'tracing-notice-published');
    const requestId = walk.does('S', 'dna-requested');
    walk.does('P', 'dna-collected', { requestId });
    walk.does('P', 'dna-result-returned', { requestId, result: 'no-match' });
    walk.does('S', 'stay-extended');
    const placement = walk.refer('S', 'E', 'placement');
    walk.does('C', 'placement-approved', { referralId: placement });
    walk.does('H', 'discharged', { destination: 'elder-care' });
    walk.hand('H', 'E', 'E/S', placement);
    const placementId = walk.does('S', 'placement-started');
    walk.scenario.wait(100);
    const applicationId = walk.does('S', 'settlement-applied');
    walk.does('P', 'dna-result-returned', { requestId, result: 'match' });
    walk.does('S', 'identity-established', { method: 'dna' });
    walk.does('C', 'settlement-decided', { applicationId, decision: 'refused' });
    walk.does('S', 'tracing-notice-withdrawn', { noticeId });
    const first = walk.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    walk.does('O', 'referral-received', { referralId: first });
    walk.does('O', 'referral-declined', { referralId: first, code: 'O1' });
    const escalation = walk.does('S', 'escalation-raised', { to: idOf('C'), issue: 'return-refused', referralId: first });
    const above = walk.does('C', 'escalation-raised', { to: idOf('OP'), issue: 'return-refused', previous: escalation });
    walk.does('OP', 'escalation-resolved', { escalationId: above, outcome: 'accept-ordered', directs: idOf('O') });
    const directed = walk.refer('S', 'O', 'return', { directedBy: idOf('OP') });
    walk.hand('E', 'S', 'S/S');
    walk.does('S', 'placement-ended', { placementId });
    const escortId = walk.does('S', 'escort-departed', { referralId: directed }, 'S~/S');
    walk.hand('S', 'O', 'O/O', directed);
    walk.does('S', 'escort-ended', { escortId, result: 'delivered' });
    walk.does('S', 'exit-completed', { code: '5.6' });
    walk.does('O', 'returned');
    walk.does('O', 'case-closed', { code: 'exited' }, 'closed');
    walk.does('O', 'follow-up-visited');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 3: a nine-year-old whom a grid manager reported goes home under temporary guardianship', () => {
    const walk = new Scenario().case(child);
    walk.does('P', 'found', { reportedBy: 'grid' }, 'P/Pf');
    walk.hand('P', 'S', 'S/Sf', walk.refer('P', 'S', 'admission'));
    walk.does('S', 'eligibility-decided', { ground: 'minor-without-care' });
    walk.does('S', 'admitted', { identified: false }, 'S/S');
    walk.does('C', 'guardianship-started');
    const checkId = walk.does('S', 'identity-check-requested');
    walk.does('P', 'identity-check-answered', { checkId });
    walk.does('S', 'identity-established');
    walk.does('S', 'kin-contacted', { result: 'K1' });
    const home = walk.refer('S', 'O', 'return');
    const escortId = walk.does('S', 'escort-departed', { referralId: home }, 'S~/S');
    walk.hand('S', 'O', 'O/O', home);
    walk.does('S', 'escort-ended', { escortId, result: 'delivered' });
    walk.does('C', 'guardianship-ended');
    walk.does('S', 'exit-completed', { code: '5.6' });
    walk.does('O', 'returned');
    walk.does('O', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 4: a man with a mental illness whom his kin refuse is turned away at the door and then taken by direction', () => {
    const walk = new Scenario().case(impairedAdult);
    walk.does('P', 'found', {}, 'P/Pf');
    const asked = walk.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    const medical = walk.does('S', 'referral-redirected', { referralId: asked, to: idOf('H2') });
    walk.does('H2', 'referral-accepted', { referralId: medical });
    walk.hand('P', 'H2', 'H2/Pf', medical);
    walk.does('H2', 'hospital-admitted', { signedBy: 'sending-department', ward: 'psychiatric', ground: 'danger-to-self' });
    walk.refer('H2', 'S', 'bedside', {}, 'H2/Sf');
    walk.does('S', 'eligibility-decided', { place: 'bedside' });
    walk.does('S', 'admitted', { place: 'bedside' }, 'H2/S');
    walk.does('S', 'kin-contacted', { result: 'K3' });
    const home = walk.refer('S', 'O', 'return');
    walk.does('H2', 'discharged');
    walk.hand('H2', 'S', 'S/S');
    const escortId = walk.does('S', 'escort-departed', { referralId: home }, 'S~/S');
    const handoverId = walk.does('S', 'handover-offered', { to: idOf('O'), referralId: home });
    walk.does('O', 'handover-disputed', { handoverId, code: 'not-agreed' });
    walk.does('S', 'handover-withdrawn', { handoverId });
    walk.does('O', 'referral-declined', { referralId: home, code: 'O3' });
    walk.does('S', 'escort-ended', { escortId, result: 'refused' }, 'S/S');
    const escalationId = walk.does('S', 'escalation-raised', { to: idOf('OC'), issue: 'return-refused', referralId: home });
    walk.does('OC', 'escalation-resolved', { escalationId, outcome: 'escort-anyway' });
    const directed = walk.refer('S', 'O', 'return', { directedBy: idOf('OC') });
    walk.escort('S', 'O', directed, 'O/O');
    walk.does('S', 'exit-completed', { code: '5.6' });
    walk.does('O', 'returned', { outcome: 'institution' });
    walk.does('O', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 5: a man who left the hospital is thought to be one found elsewhere, and is not', () => {
    const scenario = new Scenario();
    const a = scenario.case(impairedAdult);
    emergencyToBedside(a);
    a.does('H', 'condition-stabilised', { ...freeAdult });
    a.does('H', 'left-without-formalities', {}, 'unlocated/S');
    a.does('S', 'exit-completed', { code: '5.5' });
    a.does('S', 'case-closed', { code: 'exited' }, 'closed');

    const b = scenario.case();
    b.does('S2', 'help-requested', {}, 'self/S2f');
    b.does('S2', 'eligibility-decided');
    b.does('S2', 'admitted', { identified: false }, 'S2/S2');
    const linkId = b.does('S2', 'linked', { otherCase: a.id });
    b.does('S2', 'identity-established', { method: 'earlier-case' });
    const home = b.does('S2', 'referral-sent', { to: idOf('O3'), purpose: 'return' });
    b.does('S2', 'unlinked', { linkId, otherCase: a.id });
    b.does('S2', 'identity-withdrawn', { code: 'unlinked' });
    expect(b.state.referrals[home]?.status).toBe('withdrawn');
    expect(b.state.identified).toBe(false);
    const [lesser] = [a.state.personId, b.state.personId].toSorted();
    expect(foldPerson(scenario.stream(`person-${String(lesser)}`)).links).toEqual([]);
    expect(waiting(a)).toEqual([]);
  });

  test('walk 5, A still open: its station closes it as continued in B, and voids that close when the link was wrong', () => {
    const scenario = new Scenario();
    const a = scenario.case(impairedAdult);
    emergencyToBedside(a);
    a.does('H', 'left-without-formalities', {}, 'unlocated/S');
    a.does('S', 'police-reported', { ground: 'missing' });
    const b = scenario.case(impairedAdult);
    b.does('S2', 'found', {}, 'S2/S2f');
    const linkId = b.does('S2', 'linked', { otherCase: a.id });
    const exit = a.does('S', 'exit-completed', { code: '5.5' });
    const closing = a.does('S', 'case-closed', { code: 'continued-in', continuedIn: b.id }, 'closed');
    b.does('S2', 'unlinked', { linkId, otherCase: a.id });
    a.does('S', 'voided', { target: closing }, 'unlocated/S');
    // Found again by those who once held him: the exit has to be taken back first, because somebody who is back has not left.
    expect(a.refuses('P', 'found')).toBe('exit-done');
    a.does('S', 'voided', { target: exit });
    a.does('P', 'found', {}, 'P/S');
    a.hand('P', 'S', 'S/S');
  });

  test('walk 6: missing cash is a reservation that is settled later, and refuses nobody', () => {
    const walk = new Scenario().case(impairedAdult);
    walk.does('P', 'found', {}, 'P/Pf');
    const referralId = walk.refer('P', 'S', 'admission');
    const handoverId = walk.does('P', 'handover-offered', { to: idOf('S'), referralId, items: [{ description: '现金', cashFen: 30_000 }] });
    walk.does('S', 'handed-over', { handoverId, to: to('S'), referralId, reservations: [{ kind: 'cash' }], reservationDetails: ['少一百元'] }, 'S/Sf');
    expect(waiting(walk)).toContain('P: difference-to-settle');
    walk.does('P', 'difference-settled', { handoverId, reservation: 0, outcome: 'delivered' });
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 7: a hospital redirects to the psychiatric hospital, which must then ask the station', () => {
    const walk = new Scenario().case(impairedAdult);
    walk.does('P', 'found', {}, 'P/Pf');
    const referralId = walk.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical' });
    walk.does('H', 'referral-received', { referralId });
    const childId = walk.does('H', 'referral-redirected', { referralId, to: idOf('H2') });
    walk.does('H2', 'referral-accepted', { referralId: childId });
    walk.hand('P', 'H2', 'H2/Pf', childId);
    walk.refer('H2', 'S', 'bedside', {}, 'H2/Sf');
  });

  test('walk 8: a death in elder-care', () => {
    const walk = new Scenario().case(impairedAdult);
    const placementId = placed(walk);
    const listId = walk.does('E', 'belongings-registered');
    walk.does('E', 'death-recorded', {}, 'deceased/S');
    walk.does('E', 'police-reported', { ground: 'death' });
    walk.does('P', 'death-certified');
    walk.does('S', 'kin-contacted', { result: 'informed' });
    walk.does('S', 'belongings-settled', { listId, outcome: 'to-kin' });
    walk.does('S', 'placement-ended', { placementId, code: 'died' });
    walk.does('S', 'exit-completed', { code: '5.8' });
    walk.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

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
