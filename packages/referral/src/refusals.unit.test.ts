import { refusals } from './refusal.js';
import type { RefusalCode } from './refusal.js';
import { admittedAtBedside, admittedAtStation, atRelay, broughtToOrigin, child, declaredDuplicate, freeAdult, idOf, impairedAdult, onTheWayHome, Scenario, to } from './testing/index.js';
import type { CaseStory, Whom } from './testing/index.js';

const special = (): CaseStory => new Scenario().case(impairedAdult);
const free = (whom: Whom = freeAdult): CaseStory => new Scenario().case(whom);
const told = (story: CaseStory, tell: (story: CaseStory) => unknown): CaseStory => {
  tell(story);
  return story;
};
const inStation = (whom: Whom = impairedAdult): CaseStory => told(free(whom), admittedAtStation);
const inHospital = (whom: Whom = impairedAdult): CaseStory => told(free(whom), admittedAtBedside);
/** Held by the police, first contact. */
const withPolice = (whom: Whom = impairedAdult): CaseStory => told(free(whom), (story) => story.does('P', 'found', {}, 'P/Pf'));
const walkedIn = (): CaseStory => told(free(), (story) => story.does('S', 'help-requested', {}, 'self/Sf'));
const dead = (): CaseStory => told(inStation(), (story) => story.does('S', 'death-recorded', {}, 'deceased/S'));
const gone = (whom: Whom = impairedAdult): CaseStory => told(inStation(whom), (story) => story.does('S', 'left-without-formalities', {}, 'unlocated/S'));
const closed = (): CaseStory =>
  told(walkedIn(), (story) => {
    story.does('S', 'help-declined');
    story.does('S', 'case-closed', { code: 'declined' }, 'closed');
  });
const takesBackTheLast = (story: CaseStory): RefusalCode => story.refuses('S', 'voided', { target: story.events.at(-1)?.id });
const nothing = '00000000-0000-4000-8000-000000000000';

type Scene = readonly [sentence: string, tell: () => RefusalCode];

/** For every reason that a rule can give, one story that ends in it. The compiler says when one is missing. */
const scenes: Readonly<Record<RefusalCode, Scene>> = {
  'no-such-case': ['nothing can be recorded in a case that nobody opened', () => special().refuses('S', 'admitted')],
  'case-exists': ['a case is opened once', () => walkedIn().refuses('S', 'help-requested')],
  'case-closed': ['a closed case takes no new referral', () => closed().refuses('S', 'referral-sent', { to: idOf('H'), purpose: 'medical' })],
  'case-open': ['an open case is not restricted, because what happens to the person must stay recordable', () => walkedIn().refuses('D', 'restricted', { ground: 'purpose-ended' })],
  'not-yours': ['a hospital does not admit to the station', () => walkedIn().refuses('H', 'admitted')],
  'assessment-needed': ['who walks in is looked at: age and signs', () => special().refuses('S', 'help-requested', { person: undefined, signs: undefined })],
  'special-person-not-alone': ['the police do not leave a child where they found her', () => free(child).refuses('P', 'found', { disposition: 'left' })],
  'special-not-declinable': ['a confused man cannot decline help', () => withPolice().refuses('P', 'help-declined')],
  'already-met': ['who is with the police is not found again', () => withPolice().refuses('P', 'found')],
  'not-met-yet': ['nobody decides the eligibility of a caller unseen', () => told(free(), (story) => story.does('S', 'help-requested', { channel: '12345' }, 'not-met/Sf')).refuses('S', 'eligibility-decided')],
  'person-elsewhere': ['a ticket is not used by somebody who is with kin', ticketOutOfKin],
  deceased: ['nobody is referred after death', () => dead().refuses('S', 'referral-sent', { to: idOf('H'), purpose: 'medical' })],
  'occurred-before': ['nothing ends before it began', () => inStation().refuses('S', 'left-without-formalities', {}, { occurredAt: '2013-02-01T00:00:00.000Z' })],
  'no-such-referral': ['an offer names a referral of the case', () => withPolice().refuses('P', 'handover-offered', { to: idOf('S'), referralId: nothing })],
  'referral-not-open': ['a referral is signed for once', () => {
    const story = withPolice();
    return story.refuses('S', 'referral-received', { referralId: story.refer('P', 'S', 'admission') });
  }],
  'referral-already-open': ['one purpose has one open referral', () => told(withPolice(), (story) => story.refer('P', 'S', 'admission')).refuses('P', 'referral-sent', { to: idOf('S2'), purpose: 'admission' })],
  'receiver-cannot': ['a care partner is no hospital', () => withPolice().refuses('P', 'referral-sent', { to: idOf('E'), purpose: 'medical' })],
  'unknown-organisation': ['a referral goes to somebody in the register', () => withPolice().refuses('P', 'referral-sent', { to: 'nobody-at-all', purpose: 'medical' })],
  'to-yourself': ['nobody refers to himself', () => withPolice().refuses('P', 'referral-sent', { to: idOf('P'), purpose: 'jurisdiction' })],
  directed: ['what the level above has decided cannot be declined', () => {
    const { story, directed } = directedReturn();
    return story.refuses('O', 'referral-declined', { referralId: directed, code: 'O1' });
  }],
  'not-directed': ['a direction needs a decision of an office above the receiver', () => {
    const story = inStation();
    const escalationId = story.does('S', 'escalation-raised');
    story.does('C', 'escalation-resolved', { escalationId, outcome: 'accept-ordered' });
    return story.refuses('S', 'referral-sent', { to: idOf('O'), purpose: 'return', directedBy: idOf('C') });
  }],
  'offer-pending': ['a referral is not withdrawn under an open offer', () => {
    const story = withPolice();
    const referralId = story.refer('P', 'S', 'admission');
    story.does('P', 'handover-offered', { to: idOf('S'), referralId });
    return story.refuses('P', 'referral-withdrawn', { referralId });
  }],
  'mode-needed': ['who accepts a return says how', () => {
    const story = inStation();
    const referralId = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    return story.refuses('O', 'referral-accepted', { referralId });
  }],
  'mode-only-for-return': ['only a return has a mode', () => {
    const story = withPolice();
    const referralId = story.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    return story.refuses('S', 'referral-accepted', { referralId, mode: 'will-collect' });
  }],
  'code-not-for-purpose': ['an origin office does not plead lack of room', () => {
    const story = inStation();
    const referralId = story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return' });
    return story.refuses('O', 'referral-declined', { referralId, code: 'no-capacity' });
  }],
  'identity-unknown': ['no county is asked to take back somebody whom nobody knows', () => told(special(), (story) => admittedAtStation(story, false)).refuses('S', 'referral-sent', { to: idOf('O'), purpose: 'return' })],
  protected: ['while a woman is hidden her kin are not called', () => told(inStation(), (story) => story.does('S', 'protection-set')).refuses('S', 'kin-contacted')],
  'already-responsible': ['a station does not take over at the bedside what is its own', () => told(special(), (story) => {
    story.does('H', 'found', {}, 'H/Hf');
    story.refer('H', 'S', 'bedside', {}, 'H/Sf');
    story.does('S', 'eligibility-decided', { place: 'bedside' });
  }).refuses('H', 'referral-sent', { to: idOf('S'), purpose: 'bedside' })],
  'no-contract': ['nobody is placed with a partner without a contract', () => inStation().refuses('S', 'referral-sent', { to: idOf('E3'), purpose: 'placement' })],
  'lapse-ground-missing': ['a lapse is no decline: who is on the way has not failed to arrive', () => {
    const story = withPolice();
    const referralId = story.refer('P', 'S', 'admission');
    return story.refuses('S', 'referral-lapsed', { referralId, code: 'not-arrived' });
  }],
  'handover-open': ['a person is offered to one receiver at a time', () => {
    const story = withPolice();
    const [admission, medical] = [story.refer('P', 'S', 'admission'), story.refer('P', 'H', 'medical')];
    story.does('P', 'handover-offered', { to: idOf('S'), referralId: admission });
    return story.refuses('P', 'handover-offered', { to: idOf('H'), referralId: medical });
  }],
  'no-such-handover': ['nobody signs for an offer that is not open', () => {
    const story = withPolice();
    const referralId = story.refer('P', 'S', 'admission');
    const handoverId = story.does('P', 'handover-offered', { to: idOf('S'), referralId });
    story.does('P', 'handover-withdrawn', { handoverId });
    return story.refuses('S', 'handed-over', { handoverId, to: to('S') });
  }],
  'handover-not-open': ['what was signed for is not disputed any more', () => {
    const story = withPolice();
    const handoverId = story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
    return story.refuses('S', 'handover-disputed', { handoverId });
  }],
  'needs-referral': ['a station that is not responsible receives under a referral', () => withPolice().refuses('P', 'handover-offered', { to: idOf('S') })],
  'wrong-receiver': ['an offer goes to the receiver of its referral', () => {
    const story = withPolice();
    return story.refuses('P', 'handover-offered', { to: idOf('S2'), referralId: story.refer('P', 'S', 'admission') });
  }],
  'attestation-wrong': ['only somebody outside the hub leaves the giver to sign alone', () => withPolice().refuses('P', 'handed-over', { to: to('S'), attestation: 'giver-only' })],
  'cannot-decline-own': ['a station takes its own charge back from the hospital', () => {
    const story = inHospital();
    const handoverId = story.does('H', 'handover-offered', { to: idOf('S') });
    return story.refuses('S', 'handover-disputed', { handoverId, code: 'not-agreed' });
  }],
  'no-such-reservation': ['a difference that nobody noted is not settled', () => {
    const story = withPolice();
    const handoverId = story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
    return story.refuses('P', 'difference-settled', { handoverId });
  }],
  'eligibility-needed': ['nobody is admitted before the decision', () => walkedIn().refuses('S', 'admitted')],
  'ground-contradicts': ['nobody is refused for being away from home without means', () => walkedIn().refuses('S', 'eligibility-decided', { eligible: false })],
  'helped-first': ['a child is not refused because she tells nothing', () =>
    told(withPolice(child), (story) => story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'))).refuses('S', 'eligibility-decided', { eligible: false, ground: 'refuses-information' })],
  'already-decided': ['a station decides once', () => told(walkedIn(), (story) => story.does('S', 'eligibility-decided')).refuses('S', 'eligibility-decided', { eligible: false })],
  'already-admitted': ['a case has one admission', () => inStation().refuses('S', 'admitted')],
  'not-admitted': ['a ticket is for those admitted', () => walkedIn().refuses('S', 'ticket-issued')],
  'place-wrong': ['nobody is admitted at the bedside of a police station', () => {
    const story = withPolice();
    story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
    return story.refuses('S', 'eligibility-decided', { place: 'bedside' });
  }],
  'not-in-hospital': ['a bedside takeover needs a bed in a hospital', () => withPolice().refuses('P', 'referral-sent', { to: idOf('S'), purpose: 'bedside' })],
  'already-done': ['protection is set once', () => told(inStation(), (story) => story.does('S', 'protection-set')).refuses('S', 'protection-set')],
  'discharge-needed': ['kin do not collect out of a hospital without the certificate', () => told(special(), (story) => story.does('H', 'found', {}, 'H/Hf')).refuses('H', 'collected')],
  'may-not-self-leave': ['a child declares nothing', () => inStation(child).refuses('S', 'self-leave-declared')],
  'agreement-needed': ['a free adult is escorted only if he agrees', () => {
    const story = inStation(freeAdult);
    return story.refuses('S', 'escort-departed', { referralId: story.refer('S', 'O', 'return') });
  }],
  'escort-under-way': ['one escort at a time', () => {
    const story = special();
    const { home } = onTheWayHome(story);
    return story.refuses('S', 'escort-departed', { referralId: home });
  }],
  'no-such-escort': ['an escort ends once', () => {
    const story = special();
    const { escortId } = onTheWayHome(story);
    story.does('S', 'escort-ended', { escortId, result: 'aborted' }, 'S/S');
    return story.refuses('S', 'escort-ended', { escortId, result: 'aborted' });
  }],
  'result-wrong': ['an escort has not delivered whom it still holds', () => {
    const story = special();
    const { escortId } = onTheWayHome(story);
    return story.refuses('S', 'escort-ended', { escortId, result: 'delivered' });
  }],
  'kin-check-needed': ['a hospital lets no charge of a station go with kin whom the station has not checked', () => told(inHospital(), (story) => story.does('H', 'discharged')).refuses('H', 'collected')],
  'exit-ground-missing': ['an exit by ticket needs the ticket', () => inStation(freeAdult).refuses('S', 'exit-completed', { code: '5.2' })],
  'exit-done': ['an admission has one exit', () => told(special(), (story) => {
    atRelay(story);
    story.does('S', 'exit-completed', { code: '5.6' });
  }).refuses('S', 'exit-completed', { code: '5.6' })],
  'exit-needed': ['an admitted case does not close without its exit', () => inStation().refuses('S', 'case-closed', { code: 'exited' })],
  'still-held': ['a case does not close over somebody whom an agency holds', () => told(special(), (story) => {
    atRelay(story);
    story.does('S', 'exit-completed', { code: '5.6' });
  }).refuses('T1', 'case-closed', { code: 'exited' })],
  'close-ground-missing': ['nobody has declined who has not said so', () => walkedIn().refuses('S', 'case-closed', { code: 'declined' })],
  'supervisor-needed': ['the file of a missing child is shut by a supervisor only', () => told(gone(child), (story) => {
    story.does('S', 'police-reported');
    story.does('S', 'exit-completed', { code: '5.5' });
  }).refuses('S', 'case-closed', { code: 'exited' })],
  'police-report-needed': ['a missing child is reported to the police before anything else', () => gone(child).refuses('S', 'exit-completed', { code: '5.5' })],
  'not-brought-home': ['nobody has returned who was not brought home', () => told(special(), (story) => {
    story.does('P', 'found', {}, 'P/Pf');
    story.hand('P', 'C', 'C/C', story.refer('P', 'C', 'jurisdiction'));
  }).refuses('C', 'returned')],
  'returned-needed': ['the origin confirms the return before it closes', () => told(special(), (story) => {
    broughtToOrigin(story);
    story.does('S', 'exit-completed', { code: '5.6' });
  }).refuses('O', 'case-closed', { code: 'exited' })],
  'death-formalities': ['kin are told before the file of the dead is shut', () => told(dead(), (story) => story.does('S', 'exit-completed', { code: '5.8' })).refuses('S', 'case-closed', { code: 'exited' })],
  'no-such-thing': ['a notice renews one that was published', () => inStation().refuses('S', 'tracing-notice-published', { updates: nothing })],
  'not-open': ['an answered check is not answered again', () => {
    const story = inStation();
    const checkId = story.does('S', 'identity-check-requested');
    story.does('P', 'identity-check-answered', { checkId });
    return story.refuses('P', 'identity-check-answered', { checkId });
  }],
  'not-a-minor': ['guardianship is for minors', () => inStation().refuses('C', 'guardianship-started')],
  'settlement-needed': ['nobody is settled without the decision', () => inStation().refuses('S', 'settled')],
  'duplicate-order': ['the case that goes on says so first', () => {
    const [a, b] = twoReports();
    return b.refuses('S', 'duplicate-declared', { survivor: a.id });
  }],
  'is-survivor': ['the case that goes on is no duplicate', () => {
    const [a, b] = twoReports();
    a.does('S', 'duplicate-accepted', { of: b.id });
    return a.refuses('S', 'duplicate-declared', { survivor: b.id });
  }],
  'duplicate-declared': ['an acceptance stands while the other case rests on it', () => {
    const [a, b] = twoReports();
    const target = a.does('S', 'duplicate-accepted', { of: b.id });
    b.does('S', 'duplicate-declared', { survivor: a.id });
    return a.refuses('S', 'voided', { target });
  }],
  'declared-duplicate': ['who is counted in the other case is not admitted in this one', () => declaredDuplicate(new Scenario()).refuses('S', 'admitted')],
  'same-case': ['a case is not its own duplicate', () => {
    const [a] = twoReports();
    return a.refuses('S', 'duplicate-accepted', { of: a.id });
  }],
  'both-cases': ['who says that two cases are one takes part in both', () => {
    const [a, b] = twoReports();
    return a.refuses('P', 'duplicate-accepted', { of: b.id });
  }],
  'not-voidable': ['the opening of a case is not taken back', () => takesBackTheLast(walkedIn())],
  'void-later-first': ['what later facts rest on is voided after them', () => {
    const story = walkedIn();
    const target = story.does('S', 'eligibility-decided');
    story.does('S', 'admitted', {}, 'S/S');
    return story.refuses('S', 'voided', { target });
  }],
  'void-needs-proposal': ['what both have signed takes both to void', () => {
    const story = withPolice();
    story.hand('P', 'S', 'S/Sf', story.refer('P', 'S', 'admission'));
    return takesBackTheLast(story);
  }],
  'void-would-open': ['nobody opens the record of a child by taking back that she is one', () => takesBackTheLast(told(inStation(freeAdult), (story) => story.does('S', 'condition-assessed', { person: child.person, signs: child.signs })))],
  'not-correctable': ['a correction is not corrected, the event is', () => {
    const story = walkedIn();
    const target = story.does('S', 'corrected', { target: story.events[0]?.id });
    return story.refuses('S', 'corrected', { target });
  }],
  'approval-impossible': ['only a placement waits for approval', () => {
    const story = inStation();
    return story.refuses('C', 'placement-approved', { referralId: story.refer('S', 'O', 'return') });
  }],
  'link-order': ['a person is not linked to himself', () => {
    const story = walkedIn();
    return story.refuses('S', 'linked', { otherCase: story.id });
  }],
  'user-needed': ['who breaks the glass has a name', () => inStation(child).refuses('P', 'access-broken-glass', {}, { user: null })],
  'second-person-needed': ['nobody is approved by themselves', () => inStation(child).refuses('S', 'access-approved', { user: 'clerk-1' })],
  'worker-to-name': ['a station does not approve all of its own', () => inStation(child).refuses('S', 'access-approved', { user: undefined })],
  'not-taking-part': ['who takes no part is not approved either', () => inStation(child).refuses('S', 'access-approved', { organisation: idOf('S2') })],
  'not-restricted': ['where nothing is restricted there is nothing to lift', () => closed().refuses('D', 'restriction-lifted', { ground: 'dispute-settled' })],
  restricted: ['what is restricted stays as it is', () => {
    const story = closed();
    story.does('D', 'restricted', { ground: 'purpose-ended' });
    story.refuses('S', 'note-added', { note: '?' });
    return story.refuses('S', 'police-reported');
  }],
};

/** Kin hold: a ticket is not theirs to use. */
function ticketOutOfKin(): RefusalCode {
  const story = inStation(freeAdult);
  story.does('S', 'ticket-issued');
  story.does('S', 'collected', {}, 'kin/S');
  return story.refuses('S', 'exit-completed', { code: '5.2' });
}

function directedReturn(): { readonly story: CaseStory; readonly directed: string } {
  const story = inStation();
  const escalationId = story.does('S', 'escalation-raised', { to: idOf('OC') });
  story.does('OC', 'escalation-resolved', { escalationId, outcome: 'escort-anyway' });
  return { story, directed: story.does('S', 'referral-sent', { to: idOf('O'), purpose: 'return', directedBy: idOf('OC') }) };
}

function twoReports(): readonly [CaseStory, CaseStory] {
  const scenario = new Scenario();
  const [a, b] = [scenario.case(impairedAdult), scenario.case(impairedAdult)];
  a.does('P', 'found', {}, 'P/Pf');
  a.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
  b.does('P2', 'help-requested', { channel: '110' }, 'not-met/P2f');
  b.does('P2', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
  return [a, b];
}

describe('every reason to refuse', () => {
  test.each(Object.entries(scenes).map(([code, [sentence, tell]]) => [code, sentence, tell] as const))('%s: %s', (code, _sentence, tell) => {
    expect(tell()).toBe(code);
  });

  test('has a story here that ends in it, and words in both languages', () => {
    expect(Object.keys(refusals).filter((code) => !Object.hasOwn(scenes, code))).toEqual([]);
    for (const words of Object.values(refusals)) expect(words.every((text) => text.length > 0)).toBe(true);
  });
});
