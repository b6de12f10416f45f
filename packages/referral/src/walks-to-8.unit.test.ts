import { foldPerson } from './person.js';
import { admittedAtBedside, child, freeAdult, idOf, impairedAdult, placed, Scenario, to, waiting } from './testing/index.js';

describe('the eighteen walks of the protocol, to the eighth', () => {
  test('walk 1: a robbed adult walks in and goes home with a ticket', () => {
    const walk = new Scenario().case();
    walk.does('S', 'help-requested', { channel: 'walk-in' }, 'self/Sf');
    const listId = walk.does('S', 'belongings-registered');
    walk.does('S', 'eligibility-decided');
    walk.does('S', 'admitted', { shelter: { area: 'dormitory', bed: '12' } }, 'S/S');
    walk.does('S', 'ticket-issued');
    walk.does('S', 'belongings-settled', { listId });
    walk.does('S', 'exit-completed', { code: '5.2' }, 'self/S');
    walk.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(walk)).toEqual([]);
  });

  test('walk 2: an unconscious man stays unidentified for months, and his county must be directed to take him back', () => {
    const walk = new Scenario().case(impairedAdult);
    admittedAtBedside(walk);
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
    admittedAtBedside(a);
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
    admittedAtBedside(a);
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
});
