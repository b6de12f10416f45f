import { admittedAtBedside, admittedAtStation, atRelay, broughtToOrigin, child, freeAdult, idOf, impairedAdult, onTheWayHome, placed, Scenario, to, waiting, wheelchair, youth } from './testing/index.js';
import type { CaseStory, Whom } from './testing/index.js';

const begun = (begin: (story: CaseStory) => unknown, whom: Whom = impairedAdult): CaseStory => {
  const story = new Scenario().case(whom);
  begin(story);
  return story;
};
const kin = { kind: 'kin' };
const external = { kind: 'external', externalKind: 'child-welfare' };

describe('the way home', () => {
  test('an escort to kin: the return is fulfilled at their door, the exit is an escort, and the origin confirms what it never held', () => {
    const story = begun(admittedAtStation);
    const referralId = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    story.does('O', 'referral-accepted', { referralId, mode: 'escort-to-kin' });
    story.does('O', 'kin-contacted', { result: 'will-receive', referralId });
    const escortId = story.does('S', 'escort-departed', { referralId }, 'S~/S');
    expect(story.refuses('O', 'returned', { referralId })).toBe('not-brought-home');
    story.does('S', 'handed-over', { to: kin, referralId, attestation: 'giver-only' }, 'kin/S');
    story.does('S', 'escort-ended', { escortId, result: 'delivered' });
    expect(story.refuses('S', 'exit-completed', { code: '5.3' })).toBe('exit-ground-missing');
    story.does('S', 'exit-completed', { code: '5.6' });
    expect(story.refuses('O2', 'returned', { referralId })).toBe('not-yours');
    story.does('O', 'returned', { referralId });
    story.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(story)).toEqual([]);
  });

  test('a station of origin receives, its civil affairs office confirms, the station closes', () => {
    const story = begun((each) => broughtToOrigin(each, 'S2'));
    story.does('S', 'exit-completed', { code: '5.6' });
    expect(story.refuses('S2', 'returned')).toBe('not-yours');
    expect(story.refuses('S2', 'case-closed', { code: 'exited' })).toBe('returned-needed');
    story.does('OC', 'returned');
    story.does('S2', 'case-closed', { code: 'exited' }, 'closed');
  });

  test('once the return is confirmed whoever answers for the person closes: not while a hospital there has them, and also after the office handed on to its station', () => {
    const story = begun(broughtToOrigin);
    story.does('S', 'exit-completed', { code: '5.6' });
    story.does('O', 'returned');
    story.hand('O', 'H', 'H/O', story.refer('O', 'H', 'medical'));
    expect([story.refuses('O', 'case-closed', { code: 'exited' }), ...waiting(story)]).toEqual(['still-held']);
    story.does('H', 'discharged');
    story.hand('H', 'O', 'O/O');
    story.hand('O', 'S2', 'S2/S2', story.refer('O', 'S2', 'jurisdiction'));
    expect(waiting(story)).toEqual(['S2: case-to-close']);
    story.does('S2', 'case-closed', { code: 'exited' }, 'closed');
  });

  test('the origin collects: the exit is a collection by the origin, whoever gave the person', () => {
    const story = begun(admittedAtBedside);
    story.does('S', 'identity-established');
    const home = story.refer('S', 'O', 'return');
    story.does('H', 'discharged');
    story.hand('H', 'O', 'O/O', home);
    story.does('S', 'exit-completed', { code: '5.7' });
    expect(story.state.exit?.collector).toBe('origin');
  });

  test('a free adult agrees to an escort, and may leave it on the way', () => {
    const story = begun(onTheWayHome, freeAdult);
    const escortId = Object.keys(story.state.escorts)[0];
    story.does('S', 'self-leave-declared');
    story.does('S', 'exit-completed', { code: '5.3' }, 'self/S');
    story.does('S', 'escort-ended', { escortId, result: 'left-en-route' });
    story.does('S', 'case-closed', { code: 'exited' }, 'closed');
    expect(waiting(story)).toEqual([]);
  });

  test('a free adult walks out of a relay station at once; how the first station gave him on stays its exit', () => {
    const story = begun(atRelay, freeAdult);
    story.does('T1', 'self-leave-declared', {}, 'self/T1');
    expect(story.refuses('S', 'exit-completed', { code: '5.3' })).toBe('exit-ground-missing');
    story.does('S', 'exit-completed', { code: '5.6' });
    story.does('T1', 'case-closed', { code: 'exited' }, 'closed');
  });

  test('a hospital on the way is no delivery: the escort was aborted, and the charge comes back', () => {
    const story = begun(onTheWayHome);
    const escortId = Object.keys(story.state.escorts)[0];
    const medical = story.does('S', 'referral-sent', { to: idOf('H2'), purpose: 'medical', urgency: 'emergency' });
    story.does('H2', 'handed-over', { to: to('H2'), referralId: medical, attestation: 'receiver-only' }, 'H2/S');
    expect(story.refuses('S', 'exit-completed', { code: '5.6' })).toBe('exit-ground-missing');
    expect(story.refuses('S', 'escort-ended', { escortId, result: 'delivered' })).toBe('result-wrong');
    story.does('S', 'escort-ended', { escortId, result: 'aborted' });
    story.does('H2', 'discharged');
    story.hand('H2', 'S', 'S/S');
  });

  test('from a hospital stay during a placement the person goes back to the partner under that placement, and no longer once it has ended', () => {
    const story = begun(placed);
    const visit = (): void => {
      const medical = story.refer('S', 'H', 'medical');
      story.hand('E', 'H', 'H/S', medical);
      story.does('H', 'discharged', { destination: 'elder-care' });
    };
    visit();
    story.hand('H', 'E', 'E/S');
    visit();
    story.does('S', 'placement-ended', { placementId: Object.keys(story.state.placements)[0] ?? '' });
    expect(story.refuses('H', 'handover-offered', { to: idOf('E') })).toBe('needs-referral');
  });

  test('an escort that ends in a death is aborted', () => {
    const story = begun(onTheWayHome);
    const escortId = Object.keys(story.state.escorts)[0];
    story.does('S', 'death-recorded', {}, 'deceased/S');
    story.does('S', 'escort-ended', { escortId, result: 'aborted' });
  });

  test('a missing child who is found again by those who held her gets back to her station, and must be reported anew if she goes again', () => {
    const story = begun(admittedAtStation, child);
    story.does('S', 'left-without-formalities', {}, 'unlocated/S');
    story.does('S', 'police-reported');
    expect(story.refuses('P2', 'found')).toBe('not-yours');
    story.does('P', 'found', {}, 'P/S');
    story.hand('P', 'S', 'S/S');
    story.does('S', 'left-without-formalities', {}, 'unlocated/S');
    expect(waiting(story)).toContain('S: missing-to-report');
    expect(story.refuses('S', 'exit-completed', { code: '5.5' })).toBe('police-report-needed');
  });

  test('a free adult who left without a word, and whom the police then met and let go his way, has left: the exit says so', () => {
    const story = begun(admittedAtStation, freeAdult);
    story.does('S', 'left-without-formalities', {}, 'unlocated/S');
    story.does('P', 'found', { disposition: 'left' }, 'self/S');
    expect(waiting(story)).toEqual(['S: exit-to-complete']);
    story.does('S', 'exit-completed', { code: '5.5' });
    expect(waiting(story)).toEqual(['S: case-to-close']);
    story.does('S', 'case-closed', { code: 'exited' }, 'closed');
  });

  test('who left, was met, and comes back to the station has not left', () => {
    const story = begun(admittedAtStation, freeAdult);
    story.does('S', 'left-without-formalities', {}, 'unlocated/S');
    story.does('P', 'found', { disposition: 'goes-alone' }, 'self/S');
    story.does('S', 'handed-over', { to: to('S'), attestation: 'receiver-only' }, 'S/S');
    expect(story.state.leftAt).toBeUndefined();
    expect(story.refuses('S', 'exit-completed', { code: '5.5' })).toBe('exit-ground-missing');
  });

  test('somebody who goes missing from a relay station is found in the same case: the journey goes on', () => {
    const story = begun(atRelay);
    story.does('S', 'exit-completed', { code: '5.6' });
    story.does('T1', 'left-without-formalities', {}, 'unlocated/T1');
    story.does('T1', 'found', {}, 'T1/T1');
  });
});

describe('outside the hub, and before any admission', () => {
  test('the police bring a lost child to her kin, who cannot sign here', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'), child);
    story.does('P', 'handed-over', { to: kin, attestation: 'giver-only' }, 'kin/Pf');
    story.does('P', 'case-closed', { code: 'kin-took-over' }, 'closed');
  });

  test('a partner gives nobody to kin whom the station has not spoken to', () => {
    const story = begun(admittedAtStation);
    story.hand('S', 'E', 'E/S', story.refer('S', 'E', 'placement'));
    expect(story.refuses('E', 'handed-over', { to: kin, attestation: 'giver-only' })).toBe('kin-check-needed');
    story.does('S', 'kin-contacted', { result: 'will-collect' });
    story.does('E', 'kin-contacted', { result: 'informed' });
    story.does('E', 'handed-over', { to: kin, attestation: 'giver-only' }, 'kin/S');
    story.does('S', 'exit-completed', { code: '5.3' });
  });

  test('the police hand a child to a welfare institution outside the hub, and the case closes as that', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'), child);
    story.does('P', 'handed-over', { to: external, attestation: 'giver-only' }, 'external/Pf');
    expect(story.refuses('P', 'case-closed', { code: 'kin-took-over' })).toBe('close-ground-missing');
    story.does('P', 'case-closed', { code: 'handed-outside' }, 'closed');
  });

  test('a giver alone fulfils no referral of somebody else', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'), child);
    const referralId = story.refer('P', 'S', 'admission');
    expect(story.refuses('P', 'handed-over', { to: external, referralId, attestation: 'giver-only' })).toBe('code-not-for-purpose');
  });

  test('an emergency overtakes an offer: the hospital signs, and the offer to the station ends with the custody it rested on', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'));
    const handoverId = story.does('P', 'handover-offered', { to: idOf('S'), referralId: story.refer('P', 'S', 'admission') });
    const medical = story.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical', urgency: 'emergency' });
    story.does('H', 'handed-over', { to: to('H'), referralId: medical, attestation: 'receiver-only' }, 'H/Pf');
    expect(story.state.handovers[handoverId]?.status).toBe('withdrawn');
    expect(waiting(story)).toContain('P: handover-to-confirm');
  });

  test('a free adult says no in the police car and is free; what was offered of him ends', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'), freeAdult);
    story.does('P', 'handover-offered', { to: idOf('S'), referralId: story.refer('P', 'S', 'admission') });
    story.does('P', 'help-declined', {}, 'self/Pf');
    expect(story.state.openHandover).toBeUndefined();
    story.does('P', 'case-closed', { code: 'declined' }, 'closed');
  });

  test('a free adult whom the station holds and refuses goes; a person who may not stays until handed on', () => {
    const refuse = (story: CaseStory, place: string): void => {
      story.does('P', 'found', {}, 'P/Pf');
      story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
      story.does('S', 'eligibility-decided', { eligible: false, ground: 'does-not-meet-conditions' });
      story.does('S', 'admission-refused', {}, place);
    };
    const free = begun((story) => refuse(story, 'self/Sf'), freeAdult);
    free.does('S', 'case-closed', { code: 'refused' }, 'closed');
    const special = begun((story) => refuse(story, 'S/Sf'));
    expect(special.refuses('S', 'case-closed', { code: 'refused' })).toBe('still-held');
    // Another station may see it otherwise.
    special.hand('S', 'S2', 'S2/S2f', special.refer('S', 'S2', 'admission'));
    special.does('S2', 'eligibility-decided');
    special.does('S2', 'admitted', {}, 'S2/S2');
  });

  test('guidance: a free adult goes alone, and the decision at the station makes it responsible', () => {
    const story = begun((each) => each.does('P', 'found', { disposition: 'goes-alone' }, 'self/Pf'), freeAdult);
    const referralId = story.refer('P', 'S', 'guidance');
    expect(story.refuses('S', 'eligibility-decided')).toBe('not-yours');
    story.does('S', 'eligibility-decided', { referralId }, 'self/Sf');
    expect(story.state.referrals[referralId]?.status).toBe('fulfilled');
    story.does('S', 'admitted', {}, 'S/S');
  });

  test('guidance, and he never arrives', () => {
    const story = begun((each) => each.does('P', 'found', { disposition: 'goes-alone' }, 'self/Pf'), freeAdult);
    const referralId = story.refer('P', 'S', 'guidance');
    story.does('S', 'referral-lapsed', { referralId });
    story.does('P', 'case-closed', { code: 'not-arrived' }, 'closed');
    expect(waiting(story)).toEqual([]);
  });
});

describe('who may leave alone', () => {
  test.each([['a youth of 16', youth, true], ['a lucid man in a wheelchair', wheelchair, true], ['a child of nine', child, false], ['a man with a sign of impairment', impairedAdult, false]] as const)('%s', (_who, whom, may) => {
    const story = begun(admittedAtStation, whom);
    if (may) story.does('S', 'self-leave-declared');
    else expect(story.refuses('S', 'self-leave-declared')).toBe('may-not-self-leave');
  });

  test('an estimate that reaches below 16 is below it', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'), { ...freeAdult, person: { sex: '1', age: { from: 15, to: 20 } } });
    expect(story.refuses('P', 'help-declined')).toBe('special-not-declinable');
  });

  test('a later assessment reverses the sign', () => {
    const story = begun(admittedAtBedside);
    expect(story.refuses('H', 'self-leave-declared')).toBe('may-not-self-leave');
    story.does('H', 'condition-assessed', { ...freeAdult });
    story.does('H', 'self-leave-declared');
    expect(story.refuses('S', 'exit-completed', { code: '5.3' })).toBe('discharge-needed');
    story.does('H', 'discharged', { destination: 'self' });
    story.does('S', 'exit-completed', { code: '5.3' }, 'self/S');
  });

  test('nobody is found unfit while out alone: he would have nobody', () => {
    const story = begun((each) => each.does('S', 'help-requested', {}, 'self/Sf'), freeAdult);
    expect(story.refuses('S', 'condition-assessed', { ...impairedAdult })).toBe('special-person-not-alone');
  });
});

describe('the contract of a placement', () => {
  test.each(['2012-12-31', '2014-01-01'])('a placement does not begin on a day that it does not cover (%s)', (from) => {
    const story = begun((each) => {
      admittedAtStation(each);
      const referral = each.refer('S', 'E', 'placement');
      each.does('C', 'placement-approved', { referralId: referral });
      each.hand('S', 'E', 'E/S', referral);
    });
    expect(story.refuses('S', 'placement-started', { from })).toBe('no-contract');
    story.does('S', 'placement-started', { from: '2013-12-31' });
  });
});

describe('hidden', () => {
  test('a return that was agreed before protection is not carried out under it, and one that she agrees to is', () => {
    const story = begun(admittedAtStation);
    const referralId = story.refer('S', 'O', 'return');
    story.does('S', 'protection-set');
    expect(story.refuses('S', 'escort-departed', { referralId })).toBe('protected');
    expect(story.refuses('S', 'handover-offered', { to: idOf('O'), referralId })).toBe('protected');
    story.does('S', 'referral-withdrawn', { referralId, code: 'W1' });
    const agreed = story.refer('S', 'O', 'return', { personAgrees: true });
    story.escort('S', 'O', agreed, 'O/O');
  });

  test('the kin of the dead are told even of one who was hidden from them', () => {
    const story = begun(admittedAtStation);
    story.does('S', 'protection-set');
    story.does('S', 'death-recorded', {}, 'deceased/S');
    story.does('S', 'kin-contacted');
  });

  test('only the station lifts it, the person agreeing', () => {
    const story = begun((each) => each.does('P', 'found', {}, 'P/Pf'));
    story.does('P', 'protection-set');
    expect(story.refuses('P', 'protection-lifted')).toBe('not-yours');
  });
});
