import { admittedAtBedside, admittedAtStation, atRelay, broughtToOrigin, child, freeAdult, idOf, impairedAdult, onTheWayHome, placed, sampleRegister, Scenario, to, waiting, whoIs } from './testing/index.js';
import type { CaseStory, Whom } from './testing/index.js';
import { workOf } from './worklist.js';
import type { WorkKind } from './worklist.js';

const story = (whom: Whom = impairedAdult): CaseStory => new Scenario().case(whom);
const inStation = (whom: Whom = impairedAdult): CaseStory => {
  const told = story(whom);
  admittedAtStation(told);
  return told;
};
const found = (): CaseStory => {
  const told = story();
  told.does('P', 'found', {}, 'P/Pf');
  return told;
};
const items = (told: CaseStory): readonly string[] => workOf(told.state, sampleRegister).map(({ organisation, kind }) => `${whoIs(organisation)}: ${kind}`);

/** For each kind: a story in which it waits for somebody, and the step by which it is done. */
type Scene = readonly [told: CaseStory, item: string, done: (told: CaseStory) => unknown];
const scenes: Readonly<Record<WorkKind, () => Scene>> = {
  'referral-to-answer': () => {
    const told = found();
    const referralId = told.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    return [told, 'S: referral-to-answer', () => told.does('S', 'referral-accepted', { referralId })];
  },
  'referral-waits': () => {
    const told = found();
    const referralId = told.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    return [told, 'P: referral-waits', () => told.does('S', 'referral-declined', { referralId })];
  },
  'referral-to-fulfil': () => {
    const told = found();
    const referralId = told.refer('P', 'S', 'admission');
    return [told, 'P: referral-to-fulfil', () => told.hand('P', 'S', 'S/Sf', referralId)];
  },
  'referral-to-replace': () => {
    const told = found();
    const referralId = told.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    told.does('S', 'referral-declined', { referralId });
    return [told, 'P: referral-to-replace', () => told.refer('P', 'S2', 'admission')];
  },
  'referral-to-withdraw': () => {
    const told = story();
    told.does('P', 'help-requested', { channel: '110' }, 'not-met/Pf');
    const referralId = told.refer('P', 'P2', 'jurisdiction');
    told.does('P2', 'found', {}, 'P2/Pf');
    return [told, 'P: referral-to-withdraw', () => told.does('P', 'referral-withdrawn', { referralId, code: 'no-longer-needed' })];
  },
  'handover-to-sign': () => {
    const told = found();
    const handoverId = told.does('P', 'handover-offered', { to: idOf('S'), referralId: told.refer('P', 'S', 'admission') });
    return [told, 'S: handover-to-sign', () => told.does('S', 'handed-over', { handoverId, to: to('S') }, 'S/Sf')];
  },
  'handover-waits': () => {
    const told = found();
    const handoverId = told.does('P', 'handover-offered', { to: idOf('S'), referralId: told.refer('P', 'S', 'admission') });
    return [told, 'P: handover-waits', () => told.does('S', 'handover-disputed', { handoverId })];
  },
  'handover-disputed': () => {
    const told = found();
    const handoverId = told.does('P', 'handover-offered', { to: idOf('S'), referralId: told.refer('P', 'S', 'admission') });
    told.does('S', 'handover-disputed', { handoverId });
    return [told, 'P: handover-disputed', () => told.does('P', 'handover-withdrawn', { handoverId })];
  },
  'handover-to-confirm': () => {
    const told = found();
    const medical = told.does('P', 'referral-sent', { to: idOf('H'), purpose: 'medical', urgency: 'emergency' });
    const handoverId = told.does('H', 'handed-over', { to: to('H'), referralId: medical, attestation: 'receiver-only' }, 'H/Pf');
    return [told, 'P: handover-to-confirm', () => told.does('P', 'handover-confirmed', { handoverId })];
  },
  'difference-to-settle': () => {
    const told = found();
    const handoverId = told.does('P', 'handover-offered', { to: idOf('S'), referralId: told.refer('P', 'S', 'admission') });
    told.does('S', 'handed-over', { handoverId, to: to('S'), reservations: [{ kind: 'papers' }] }, 'S/Sf');
    return [told, 'P: difference-to-settle', () => told.does('P', 'difference-settled', { handoverId })];
  },
  'identity-check-to-answer': () => {
    const told = inStation();
    const checkId = told.does('S', 'identity-check-requested');
    return [told, 'P: identity-check-to-answer', () => told.does('P', 'identity-check-answered', { checkId, result: 'cannot-answer' })];
  },
  'request-waits': () => {
    const told = inStation();
    const checkId = told.does('S', 'identity-check-requested');
    return [told, 'S: request-waits', () => told.does('P', 'identity-check-answered', { checkId })];
  },
  'dna-to-collect': () => {
    const told = inStation();
    const requestId = told.does('S', 'dna-requested');
    return [told, 'P: dna-to-collect', () => told.does('P', 'dna-collected', { requestId })];
  },
  'dna-to-compare': () => {
    const told = inStation();
    const requestId = told.does('S', 'dna-requested');
    told.does('P', 'dna-collected', { requestId });
    return [told, 'P: dna-to-compare', () => told.does('P', 'dna-result-returned', { requestId })];
  },
  'settlement-to-decide': () => {
    const told = inStation();
    const applicationId = told.does('S', 'settlement-applied');
    return [told, 'C: settlement-to-decide', () => told.does('C', 'settlement-decided', { applicationId })];
  },
  'settlement-waits': () => {
    const told = inStation();
    const applicationId = told.does('S', 'settlement-applied');
    return [told, 'S: settlement-waits', () => told.does('C', 'settlement-decided', { applicationId })];
  },
  'placement-to-approve': () => {
    const told = inStation();
    const referralId = told.refer('S', 'E', 'placement');
    return [told, 'C: placement-to-approve', () => told.does('C', 'placement-approved', { referralId })];
  },
  'escalation-to-resolve': () => {
    const told = inStation();
    const escalationId = told.does('S', 'escalation-raised');
    return [told, 'C: escalation-to-resolve', () => told.does('C', 'escalation-resolved', { escalationId })];
  },
  'decision-to-carry-out': () => {
    const told = inStation();
    const escalationId = told.does('S', 'escalation-raised');
    told.does('C', 'escalation-resolved', { escalationId, outcome: 'settle-here' });
    return [told, 'S: decision-to-carry-out', () => told.does('S', 'settlement-applied')];
  },
  'escalation-waits': () => {
    const told = inStation();
    const escalationId = told.does('S', 'escalation-raised');
    return [told, 'S: escalation-waits', () => told.does('C', 'escalation-resolved', { escalationId })];
  },
  'broken-glass-to-review': () => {
    const told = inStation(child);
    const accessId = told.does('P', 'access-broken-glass');
    return [told, 'C: broken-glass-to-review', () => told.does('C', 'access-reviewed', { accessId })];
  },
  'void-to-answer': () => {
    const told = found();
    told.hand('P', 'S', 'S/Sf', told.refer('P', 'S', 'admission'));
    const target = told.events.at(-1)?.id;
    told.does('S', 'void-proposed', { target });
    return [told, 'P: void-to-answer', () => told.does('P', 'voided', { target }, 'P/Pf')];
  },
  'escort-to-end': () => {
    const told = story();
    const { escortId } = onTheWayHome(told);
    return [told, 'S: escort-to-end', () => told.does('S', 'escort-ended', { escortId, result: 'aborted' }, 'S/S')];
  },
  'missing-to-report': () => {
    const told = inStation(child);
    told.does('S', 'left-without-formalities', {}, 'unlocated/S');
    return [told, 'S: missing-to-report', () => told.does('S', 'police-reported')];
  },
  'exit-to-complete': () => {
    const told = story();
    atRelay(told);
    return [told, 'S: exit-to-complete', () => told.does('S', 'exit-completed', { code: '5.6' })];
  },
  'return-to-confirm': () => {
    const told = story();
    broughtToOrigin(told);
    return [told, 'O: return-to-confirm', () => told.does('O', 'returned')];
  },
  'case-to-close': () => {
    const told = story(freeAdult);
    told.does('S', 'help-requested', {}, 'self/Sf');
    told.does('S', 'help-declined');
    return [told, 'S: case-to-close', () => told.does('S', 'case-closed', { code: 'declined' }, 'closed')];
  },
  'guardianship-to-end': () => {
    const told = inStation(child);
    told.does('C', 'guardianship-started');
    told.does('S', 'kin-contacted', { result: 'will-collect' });
    told.does('S', 'collected', {}, 'kin/S');
    told.does('S', 'exit-completed', { code: '5.3' });
    told.does('S', 'case-closed', { code: 'exited' }, 'closed');
    return [told, 'C: guardianship-to-end', () => told.does('C', 'guardianship-ended')];
  },
  'notice-to-recall': () => {
    const told = inStation();
    const noticeId = told.does('S', 'tracing-notice-published');
    told.does('C', 'protection-set');
    return [told, 'S: notice-to-recall', () => told.does('S', 'tracing-notice-withdrawn', { noticeId, code: 'protection' })];
  },
  'contract-ends': () => {
    const told = story();
    const placementId = placed(told);
    return [told, 'S: contract-ends', () => told.does('S', 'placement-ended', { placementId })];
  },
  duty: () => {
    const told = story();
    admittedAtBedside(told);
    return [told, 'S: duty', () => told.does('S', 'identity-established')];
  },
  'in-custody': () => {
    const told = found();
    return [told, 'P: in-custody', () => told.does('P', 'left-without-formalities', {}, 'unlocated/Pf')];
  },
  'responsible-for': () => {
    const told = story();
    admittedAtBedside(told);
    return [told, 'S: responsible-for', () => (told.does('H', 'discharged'), told.hand('H', 'S', 'S/S'))];
  },
};

describe('every kind of work', () => {
  test.each(Object.entries(scenes))('%s appears when it arises and vanishes when it is done', (kind, scene) => {
    const [told, item, done] = scene();
    expect(item).toMatch(new RegExp(`: ${kind}$`, 'u'));
    expect(items(told)).toContain(item);
    done(told);
    expect(items(told)).not.toContain(item);
  });

  test('a decline is answered by an escalation too', () => {
    const told = found();
    const referralId = told.does('P', 'referral-sent', { to: idOf('S'), purpose: 'admission' });
    told.does('S', 'referral-declined', { referralId });
    told.does('P', 'escalation-raised', { to: idOf('C'), issue: 'no-answer', referralId });
    expect(waiting(told)).toEqual(['C: escalation-to-resolve']);
  });

  test('a notice that was taken back traces nobody; while somebody is hidden none is asked for', () => {
    const told = story();
    admittedAtStation(told, false);
    const owed = (): readonly (string | undefined)[] => workOf(told.state, sampleRegister).filter(({ kind }) => kind === 'duty').map(({ ref }) => ref);
    const noticeId = told.does('S', 'tracing-notice-published');
    told.does('S', 'dna-requested');
    expect(owed()).toEqual(['T10', 'T12']);
    told.does('S', 'identity-established');
    told.does('S', 'tracing-notice-withdrawn', { noticeId });
    told.does('S', 'identity-withdrawn');
    expect(owed()).toEqual(['T05', 'T10', 'T12']);
    told.does('S', 'protection-set');
    expect(owed()).toEqual(['T10', 'T12']);
  });

  test('the end of a contract is due when its last day is over in China', () => {
    const told = story();
    placed(told);
    expect(workOf(told.state, sampleRegister).find(({ kind }) => kind === 'contract-ends')?.dueAt).toBe('2013-12-31T16:00:00.000Z');
  });

  test('a relay station has no return to confirm', () => {
    const told = story();
    atRelay(told);
    expect(waiting(told)).toEqual(['S: exit-to-complete']);
  });
});
