import type { EventName, Purpose } from '@guitu/contracts';
import { closeCodes, exitMode } from '@guitu/contracts';
import { heldBy, isOpen, isSpecial, openHandover } from '../rules/index.js';
import { handsOver } from '../rules/standing.js';
import type { CaseState, Referral } from '../state.js';
import { child, freeAdult, impairedAdult } from './bodies.js';
import type { Who } from './organisations.js';
import { idOf, roleOf, whoIs } from './organisations.js';

export interface Step {
  readonly who: Who;
  readonly name: EventName;
  readonly body: Readonly<Record<string, unknown>>;
}
const step = (who: Who, name: EventName, body: Step['body'] = {}): Step => ({ who, name, body });
const named = (organisation: string): Who => whoIs(organisation) as Who;
const organisation = (who: Who) => ({ kind: 'organisation', organisation: idOf(who) });

/** How a case may begin. */
const openings: readonly Step[] = [
  step('P', 'found'), step('S', 'found'), step('H', 'found'), step('H2', 'found'), step('P2', 'found', { reportedBy: 'grid' }),
  step('P', 'found', { disposition: 'goes-alone' }), step('S', 'help-requested'), step('S', 'help-requested', { channel: 'station-hotline' }), step('P2', 'help-requested', { channel: '110' }),
];

const asks: readonly (readonly [Purpose, readonly Who[]])[] = [
  ['medical', ['H', 'H2']], ['admission', ['S', 'S2']], ['guidance', ['S', 'S2']], ['bedside', ['S', 'S']], ['placement', ['E', 'E2']],
  ['relay', ['T1', 'T2', 'S']], ['return', ['O', 'O2', 'S2']], ['jurisdiction', ['S2', 'C', 'P']],
];

function referralSteps(state: CaseState, holder: Who | undefined, responsible: Who): Step[] {
  const steps: Step[] = [];
  const resolved = Object.values(state.escalations).find(({ status }) => status === 'resolved');
  for (const [purpose, receivers] of asks) {
    for (const to of receivers) {
      const asker = holder !== undefined && (purpose === 'bedside' || purpose === 'medical') ? holder : responsible;
      steps.push(step(asker, 'referral-sent', { to: idOf(to), purpose, ...(purpose === 'medical' ? { urgency: 'emergency' } : {}) }));
      if (purpose === 'return' && resolved !== undefined) steps.push(step(asker, 'referral-sent', { to: idOf(to), purpose, directedBy: resolved.addressee }));
    }
  }
  for (const referral of Object.values(state.referrals).filter(isOpen)) steps.push(...answers(referral, responsible));
  return steps;
}

function answers(referral: Referral, responsible: Who): Step[] {
  const receiver = named(referral.receiver);
  const referralId = referral.id;
  const accept = { referralId, ...(referral.purpose === 'return' ? { mode: 'escort-to-kin' } : {}) };
  const yes = [step(receiver, 'referral-received', { referralId }), step(receiver, 'referral-accepted', accept), step(receiver, 'referral-accepted', accept)];
  const elsewhere: Partial<Record<Purpose, Who>> = { medical: 'H2', admission: 'H2', return: 'O3', relay: 'T2', jurisdiction: 'S3' };
  const to = elsewhere[referral.purpose];
  return [
    ...yes, ...yes,
    step(receiver, 'referral-declined', { referralId, code: referral.purpose === 'return' ? 'O1' : 'no-capacity' }),
    ...(to === undefined ? [] : [step(receiver, 'referral-redirected', { referralId, to: idOf(to) })]),
    step(named(referral.asker), 'referral-withdrawn', { referralId }),
    ...(['left', 'not-arrived', 'died', 'duplicate'] as const).map((code) => step(responsible, 'referral-lapsed', { referralId, code })),
  ];
}

function handoverSteps(state: CaseState, holder: Who | undefined, responsible: Who): Step[] {
  const steps: Step[] = [];
  for (const referral of Object.values(state.referrals).filter(isOpen).filter(handsOver)) {
    const receiver = named(referral.receiver);
    const referralId = referral.id;
    if (holder !== undefined) {
      const offer = step(holder, 'handover-offered', { to: referral.receiver, referralId });
      steps.push(offer, offer, step(holder, 'escort-departed', { referralId, personAgrees: true }));
    }
    steps.push(step(receiver, 'handed-over', { to: organisation(receiver), referralId, attestation: 'receiver-only' }));
    if (holder !== undefined && referral.mode === 'escort-to-kin') steps.push(step(holder, 'handed-over', { to: { kind: 'kin' }, referralId, attestation: 'giver-only' }));
  }
  const pending = openHandover(state);
  if (pending !== undefined && pending.to.kind === 'organisation') {
    const receiver = named(pending.to.organisation);
    const handoverId = pending.id;
    const sign = step(receiver, 'handed-over', { handoverId, to: pending.to, reservations: [{ kind: 'cash' }] });
    steps.push(sign, sign, sign, sign, step(receiver, 'handover-disputed', { handoverId, code: 'not-agreed' }), step(receiver, 'handover-disputed', { handoverId }), step(holder ?? responsible, 'handover-withdrawn', { handoverId }));
  }
  if (holder !== undefined && holder !== responsible) steps.push(step(holder, 'handover-offered', { to: idOf(responsible) }));
  if (holder !== undefined) {
    steps.push(step(holder, 'handed-over', { to: { kind: 'kin' }, attestation: 'giver-only' }), step(holder, 'handed-over', { to: { kind: 'external', externalKind: 'child-welfare' }, attestation: 'giver-only' }));
  } else steps.push(step(responsible, 'handed-over', { to: organisation(responsible), attestation: 'receiver-only' }));
  for (const handover of Object.values(state.handovers).filter(({ status }) => status === 'done')) {
    const giver = handover.giver.kind === 'organisation' ? named(handover.giver.organisation) : responsible;
    if (!handover.confirmed) steps.push(step(giver, 'handover-confirmed', { handoverId: handover.id }));
    if (handover.reservations.some(({ outcome }) => outcome === undefined)) steps.push(step(giver, 'difference-settled', { handoverId: handover.id }));
  }
  return steps;
}

function careSteps(state: CaseState, holder: Who | undefined, responsible: Who): Step[] {
  const steps: Step[] = [step(responsible, 'kin-contacted', { result: 'will-collect' }), step(responsible, 'belongings-registered'), step(responsible, 'police-reported'), step('C', 'protection-set'), step(responsible, 'protection-lifted')];
  if (holder !== undefined) {
    steps.push(step(holder, 'death-recorded'), step(holder, 'help-declined'), step(holder, 'collected'), step(holder, 'self-leave-declared'), step(holder, 'left-without-formalities'), step(holder, 'belongings-registered'));
    steps.push(...[freeAdult, impairedAdult].map((whom) => step(holder, 'condition-assessed', { ...whom })));
    if (roleOf(holder) === 'hospital') steps.push(...(['medically-screened', 'hospital-admitted', 'condition-stabilised', 'discharged', 'discharged'] as const).map((name) => step(holder, name)));
    if (roleOf(holder) === 'elder-care') steps.push(step(responsible, 'placement-started', { partner: idOf(holder), contract: holder === 'E' ? 'weihe-2013' : 'qinling-2013' }));
  }
  for (const listId of Object.keys(state.belongings)) steps.push(step(responsible, 'belongings-settled', { listId }));
  for (const placementId of Object.keys(state.placements)) steps.push(step(responsible, 'placement-ended', { placementId }));
  for (const { id, purpose } of Object.values(state.referrals)) if (purpose === 'placement') steps.push(step('C', 'placement-approved', { referralId: id }));
  if (state.guardianship === undefined && state.assessment?.ageCut !== 'adult') steps.push(step('C', 'guardianship-started'));
  if (state.guardianship !== undefined) steps.push(step(named(state.guardianship.guardian), 'guardianship-ended'));
  if (state.diedAt !== undefined) steps.push(step('P', 'death-certified'), step('H', 'death-certified'), step(responsible, 'kin-contacted'));
  return steps;
}

function stationSteps(state: CaseState, holder: Who | undefined, responsible: Who): Step[] {
  const place = holder !== undefined && roleOf(holder) === 'hospital' ? 'bedside' : 'station';
  const steps: Step[] = [];
  for (const { id, receiver } of Object.values(state.referrals).filter(({ purpose, status }) => purpose === 'guidance' && status === 'accepted')) steps.push(step(named(receiver), 'eligibility-decided', { referralId: id }));
  if (roleOf(responsible) !== 'station') return steps;
  if (state.admitted === undefined) {
    const admit = step(responsible, 'admitted', { place, identified: Object.keys(state.referrals).length % 2 === 0, ...(isSpecial(state) ? child : freeAdult) });
    const decide = step(responsible, 'eligibility-decided', { place });
    return [...steps, decide, decide, decide, step(responsible, 'eligibility-decided', { place, eligible: false, ground: 'does-not-meet-conditions' }), admit, admit, admit, admit, step(responsible, 'admission-refused'), step(responsible, 'admission-refused')];
  }
  steps.push(...(['sheltered', 'quick-query-run', 'tracing-notice-published', 'dna-requested', 'identity-check-requested', 'identity-established', 'identity-withdrawn', 'stay-extended', 'ticket-issued', 'rescue-terminated', 'settlement-applied'] as const).map((name) => step(responsible, name)));
  for (const [noticeId] of Object.entries(state.notices)) steps.push(step(responsible, 'tracing-notice-withdrawn', { noticeId }));
  for (const { id, addressee } of Object.values(state.applications)) steps.push(step(named(addressee), 'settlement-decided', { applicationId: id }));
  if (holder !== undefined) steps.push(step(responsible, 'settled', { residence: idOf(holder) }));
  return steps;
}

function oversightSteps(state: CaseState, responsible: Who): Step[] {
  const steps: Step[] = [step(responsible, 'escalation-raised', { to: idOf('OP') }), step(responsible, 'escalation-raised')];
  for (const { id, addressee, status } of Object.values(state.escalations)) {
    if (status === 'open') steps.push(step(named(addressee), 'escalation-resolved', { escalationId: id }), step(named(addressee), 'escalation-raised', { to: idOf('OP'), previous: id }));
  }
  for (const { id, kind, addressee } of Object.values(state.requests)) {
    if (kind === 'identity-check') steps.push(step(named(addressee), 'identity-check-answered', { checkId: id }));
    else steps.push(step(named(addressee), 'dna-collected', { requestId: id }), step(named(addressee), 'dna-result-returned', { requestId: id }));
  }
  return steps;
}

/** Who may read, said by whoever takes part. */
function accessSteps(state: CaseState, holder: Who | undefined, responsible: Who): Step[] {
  const steps: Step[] = [step(responsible, 'worker-assigned'), step('C', 'worker-assigned'), step(holder ?? responsible, 'access-approved', { organisation: idOf(holder ?? responsible) }), step(holder ?? responsible, 'access-broken-glass')];
  for (const accessId of Object.keys(state.brokenGlass)) steps.push(step('C', 'access-reviewed', { accessId }), step('CP', 'access-reviewed', { accessId }), step('OP', 'access-reviewed', { accessId }));
  return steps;
}

function endSteps(state: CaseState, responsible: Who): Step[] {
  const steps: Step[] = [];
  for (const { id, organisation: by, result } of Object.values(state.escorts)) {
    if (result === undefined) steps.push(...(['delivered', 'refused', 'aborted', 'left-en-route'] as const).map((ending) => step(named(by), 'escort-ended', { escortId: id, result: ending })));
  }
  if (state.admitted !== undefined && state.exit === undefined) {
    const { station } = state.admitted;
    steps.push(...exitMode.values.map((code) => step(named(station), 'exit-completed', { code })));
  }
  const confirms: Partial<Record<Who, Who>> = { S2: 'OC' };
  const homeward = Object.values(state.referrals).find(({ purpose, mode }) => purpose === 'return' && mode === 'escort-to-kin');
  steps.push(step(confirms[responsible] ?? responsible, 'returned'));
  if (homeward !== undefined) steps.push(step(named(homeward.receiver), 'returned', { referralId: homeward.id }));
  for (const code of Object.keys(closeCodes)) steps.push(step(responsible, 'case-closed', { code, supervised: true, ...(state.duplicateOf === undefined ? {} : { survivor: state.duplicateOf }) }));
  return steps;
}

/** Steps that turn a case aside; taken less often, so that runs get deep. */
const aside: ReadonlySet<EventName> = new Set([
  'death-recorded', 'left-without-formalities', 'self-leave-declared', 'protection-set', 'condition-assessed', 'rescue-terminated',
  'referral-withdrawn', 'referral-declined', 'referral-redirected', 'referral-lapsed', 'identity-withdrawn', 'collected',
]);
/** Steps that are nearly always possible and change little. */
const talk: ReadonlySet<EventName> = new Set(['escalation-raised', 'escalation-resolved', 'belongings-registered', 'belongings-settled', 'police-reported', 'kin-contacted', 'stay-extended', 'quick-query-run', 'sheltered', 'worker-assigned', 'access-approved', 'access-broken-glass', 'access-reviewed']);
const turnsAside = ({ name, body }: Step): boolean => aside.has(name) || body['attestation'] === 'giver-only';

/** Groups of sensible next steps in this state; some will still be refused. Groups, so that many steps of one kind do not crowd out the others. */
export function nextSteps(state: CaseState): readonly (readonly Step[])[] {
  if (state.opened === undefined) return [openings];
  const holding = heldBy(state);
  const holder = holding === undefined ? undefined : named(holding);
  const responsible = named(state.responsible?.organisation ?? state.responsibilityHistory.at(-1)?.organisation ?? 'S');
  const meet = ['P', 'S', 'H'].flatMap((who) => [step(who as Who, 'found'), step(who as Who, 'found', { disposition: 'left' }), step(who as Who, 'help-declined')]);
  const groups = {
    meet: holder === undefined ? meet : [],
    refer: referralSteps(state, holder, responsible),
    hand: handoverSteps(state, holder, responsible),
    care: careSteps(state, holder, responsible),
    station: stationSteps(state, holder, responsible),
    oversee: oversightSteps(state, responsible),
    end: endSteps(state, responsible),
    access: accessSteps(state, holder, responsible),
  };
  const { meet: first, refer, hand, care, station, oversee, end } = groups;
  const all = Object.values(groups).flat();
  const straight = [first, refer, refer, hand, hand, hand, care, care, station, station, station, oversee, end, end].map((group) => group.filter((next) => !turnsAside(next) && !talk.has(next.name)));
  return [...straight, all.filter(turnsAside), all.filter(({ name }) => talk.has(name))].filter((group) => group.length > 0);
}
