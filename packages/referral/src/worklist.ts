import { addLocalDays, startOfLocalDate } from '@guitu/contracts';
import type { Register } from './register.js';
import { answerDue, limitOf, openDuties } from './limits.js';
import type { Limit } from './limits.js';
import { stayLimit } from './stay-limit.js';
import { isLetGo, saidGoodbye, saidNo } from './rules/closing.js';
import { broughtHome, outsideRescue, partedBy } from './rules/journey.js';
import { isSpent, mayReplace } from './rules/referral.js';
import { heldBy, isOpen, isSpecial, lastResponsible, openHandover } from './rules/index.js';
import type { CaseState, Custodian, Escalation, Referral } from './state.js';

/** Who waits for whom about what; derived from the state, never stored as truth. */
export interface WorkItem extends Limit {
  readonly organisation: string;
  /** Waiting for me (待我办理), waiting for others (待他方办理), in my custody (由我照护). */
  readonly list: 'for-me' | 'for-others' | 'custody';
  readonly kind: WorkKind;
  /** What it is about: a referral, handover, request, ... of the case; absent for the case itself. */
  readonly ref?: string;
  /** The organisation on the other side. */
  readonly counterpart?: string;
  readonly since: string;
}

export type WorkKind =
  | 'referral-to-answer' | 'referral-to-fulfil' | 'referral-to-replace' | 'referral-to-withdraw' | 'referral-waits'
  | 'handover-to-sign' | 'handover-disputed' | 'handover-waits' | 'handover-to-confirm' | 'difference-to-settle'
  | 'identity-check-to-answer' | 'dna-to-collect' | 'dna-to-compare' | 'request-waits'
  | 'settlement-to-decide' | 'settlement-waits' | 'placement-to-approve' | 'escalation-to-resolve' | 'escalation-waits'
  | 'void-to-answer' | 'escort-to-end' | 'missing-to-report' | 'exit-to-complete' | 'return-to-confirm' | 'case-to-close' | 'guardianship-to-end'
  | 'broken-glass-to-review' | 'decision-to-carry-out' | 'notice-to-recall' | 'contract-ends' | 'duty' | 'in-custody' | 'responsible-for';

const organisationOf = (custodian: Custodian): string | undefined => (custodian.kind === 'organisation' ? custodian.organisation : undefined);

function referralItems(state: CaseState, register: Register): WorkItem[] {
  const items: WorkItem[] = [];
  const all = Object.values(state.referrals);
  const replaced = (referral: Referral): boolean => all.some((other) => other.id !== referral.id && other.purpose === referral.purpose && other.sentAt >= referral.since && other.status !== 'declined');
  const offered = openHandover(state)?.referralId;
  for (const referral of all) {
    const { id, asker, receiver, since, purpose } = referral;
    const due = answerDue(referral, register.calendar);
    if (referral.status === 'requested' || referral.status === 'received') {
      items.push({ organisation: receiver, list: 'for-me', kind: 'referral-to-answer', ref: id, counterpart: asker, since, ...due });
      items.push({ organisation: asker, list: 'for-others', kind: 'referral-waits', ref: id, counterpart: receiver, since, ...due });
    }
    if (referral.status === 'accepted' && offered !== id) {
      const giver = heldBy(state) ?? asker;
      if (giver === receiver || isSpent(state, referral)) {
        // The receiver met the person otherwise (found by chance, say), or nobody will: only a withdrawal ends what was asked.
        items.push({ organisation: asker, list: 'for-me', kind: 'referral-to-withdraw', ref: id, counterpart: receiver, since });
      } else {
        items.push({ organisation: purpose === 'bedside' || purpose === 'guidance' ? receiver : giver, list: 'for-me', kind: 'referral-to-fulfil', ref: id, counterpart: receiver, since, ...due });
        items.push({ organisation: receiver, list: 'for-others', kind: 'referral-waits', ref: id, counterpart: giver, since, ...due });
      }
    }
    // A decline ends nothing: the asker must act or escalate (protocol section 2), for as long as it is theirs to ask.
    const escalated = Object.values(state.escalations).some((escalation) => escalation.referralId === id && escalation.status !== 'resolved');
    if (referral.status === 'declined' && !replaced(referral) && !escalated && state.exit === undefined && mayReplace(state, referral)) items.push({ organisation: asker, list: 'for-me', kind: 'referral-to-replace', ref: id, counterpart: receiver, since });
    if (purpose === 'placement' && !referral.approved && (isOpen(referral) || referral.status === 'fulfilled') && state.responsible !== undefined) {
      const office = register.nearestOffice(state.responsible.organisation);
      if (office !== undefined) items.push({ organisation: office.id, list: 'for-me', kind: 'placement-to-approve', ref: id, counterpart: asker, since });
    }
  }
  return items;
}

function handoverItems(state: CaseState): WorkItem[] {
  const items: WorkItem[] = [];
  for (const handover of Object.values(state.handovers)) {
    const { id, since } = handover;
    const giver = organisationOf(handover.giver);
    const receiver = handover.to.kind === 'organisation' ? handover.to.organisation : undefined;
    if (handover.status === 'offered' && giver !== undefined && receiver !== undefined) {
      items.push({ organisation: receiver, list: 'for-me', kind: 'handover-to-sign', ref: id, counterpart: giver, since });
      items.push({ organisation: giver, list: 'for-others', kind: 'handover-waits', ref: id, counterpart: receiver, since });
    }
    if (handover.status === 'disputed' && giver !== undefined && receiver !== undefined) items.push({ organisation: giver, list: 'for-me', kind: 'handover-disputed', ref: id, counterpart: receiver, since });
    if (handover.status === 'done' && !handover.confirmed && handover.attestation === 'receiver-only' && giver !== undefined && receiver !== undefined) {
      items.push({ organisation: giver, list: 'for-me', kind: 'handover-to-confirm', ref: id, counterpart: receiver, since });
    }
    if (handover.status === 'done' && giver !== undefined && handover.reservations.some((reservation) => reservation.outcome === undefined)) {
      items.push({ organisation: giver, list: 'for-me', kind: 'difference-to-settle', ref: id, ...(receiver === undefined ? {} : { counterpart: receiver }), since });
    }
  }
  return items;
}

/**
 * A proposed void that was let be: the case was closed over it, or who proposed has since decided on the person or admitted them, which was theirs only as the
 * station that this handover made responsible. The other party could not void that; whether anything else stands in the way, the history says and not the fold.
 */
function isLetBe({ closed, eligibility, admitted, responsibilityHistory }: CaseState, target: string, { by, at }: CaseState['voidProposals'][string]): boolean {
  if (closed !== undefined && closed.at >= at) return true;
  const restsOnIt = responsibilityHistory.find(({ organisation }) => organisation === by)?.eventId === target;
  return restsOnIt && ((eligibility?.by === by && eligibility.at >= at) || (admitted?.station === by && admitted.at >= at));
}

function addressedItems(state: CaseState, register: Register): WorkItem[] {
  const items: WorkItem[] = [];
  const pair = (kind: WorkKind, waits: WorkKind, item: { id: string; asker: string; addressee: string; since: string }, due: Limit = {}): void => {
    items.push({ organisation: item.addressee, list: 'for-me', kind, ref: item.id, counterpart: item.asker, since: item.since, ...due });
    items.push({ organisation: item.asker, list: 'for-others', kind: waits, ref: item.id, counterpart: item.addressee, since: item.since, ...due });
  };
  for (const request of Object.values(state.requests)) {
    const limit = request.dueAt !== undefined ? { dueAt: request.dueAt } : request.kind === 'dna' ? limitOf('T07', request.since, register.calendar) : {};
    const kind = request.kind === 'identity-check' ? 'identity-check-to-answer' : request.status === 'open' ? 'dna-to-collect' : 'dna-to-compare';
    if (request.status !== 'answered') pair(kind, 'request-waits', request, limit);
  }
  for (const [target, proposal] of Object.entries(state.voidProposals)) {
    const handover = Object.values(state.handovers).find((known) => known.eventId === target);
    const parties = handover === undefined ? [] : [organisationOf(handover.giver), handover.to.kind === 'organisation' ? handover.to.organisation : undefined];
    const other = parties.find((party) => party !== undefined && party !== proposal.by);
    if (other !== undefined && !isLetBe(state, target, proposal)) items.push({ organisation: other, list: 'for-me', kind: 'void-to-answer', ref: target, counterpart: proposal.by, since: proposal.at });
  }
  // An identity check and a DNA match are still wanted when the case is closed; a decision about the case is not.
  if (state.closed !== undefined) return items;
  for (const application of Object.values(state.applications)) if (application.status === 'open' || application.status === 'more-evidence') pair('settlement-to-decide', 'settlement-waits', application);
  for (const escalation of Object.values(state.escalations)) if (escalation.status === 'open') pair('escalation-to-resolve', 'escalation-waits', escalation);
  return [...items, ...decisionItems(state)];
}

function isCarriedOut(state: CaseState, { addressee, outcome, directs, since }: Escalation): boolean {
  const referrals = Object.values(state.referrals);
  switch (outcome) {
    case 'take-over':
      return state.responsible?.organisation === addressee;
    case 'settle-here':
      return Object.values(state.applications).some((application) => application.since >= since);
    case 'other-county':
      // Found, not ordered: that county need not lie below the office, and is asked like any other.
      return referrals.some((referral) => (directs === undefined ? referral.purpose === 'return' && referral.sentAt >= since : referral.receiver === directs && (isOpen(referral) || referral.sentAt >= since)));
    default:
      return referrals.some((referral) => referral.directedBy === addressee && (directs === undefined || referral.receiver === directs));
  }
}

/** A decision of the level above ends nothing by itself: somebody must act on it, and until then it is theirs to do. */
function decisionItems(state: CaseState): WorkItem[] {
  return Object.values(state.escalations).flatMap((escalation): WorkItem[] => {
    const { id, asker, addressee, status, outcome, since } = escalation;
    if (status !== 'resolved' || state.exit !== undefined || isCarriedOut(state, escalation)) return [];
    const organisation = outcome === 'take-over' ? addressee : (state.responsible?.organisation ?? asker);
    return [{ organisation, list: 'for-me', kind: 'decision-to-carry-out', ref: id, counterpart: organisation === addressee ? asker : addressee, since }];
  });
}

/** The case is told to its end, and only its closing is missing: nobody of the hub holds the person, or those who do are to keep them. */
function closable(state: CaseState): boolean {
  const kind = state.custody?.custodian.kind;
  if (state.duplicateOf !== undefined) return true;
  if (kind === 'unlocated' && isSpecial(state)) return false;
  if (state.admitted !== undefined) return isLetGo(state) && state.exit !== undefined;
  return isLetGo(state) && (kind !== 'self' || saidNo(state) || state.refused !== undefined || saidGoodbye(state)) && kind !== 'not-met';
}

/** The admitting station has an exit to count: the person is with nobody of the hub, settled where he is, or others have become responsible. */
function exitDue(state: CaseState): boolean {
  const { admitted, exit, settled } = state;
  const holder = heldBy(state);
  return admitted !== undefined && exit === undefined && (holder === undefined || partedBy(state) !== undefined || outsideRescue(state) || (settled !== undefined && holder === settled.residence));
}

function ownItems(state: CaseState, register: Register): WorkItem[] {
  const items: WorkItem[] = [];
  const { custody, responsible, admitted } = state;
  const add = (organisation: string | undefined, kind: WorkKind, since: string, more: Partial<WorkItem> = {}): void => {
    if (organisation !== undefined) items.push({ organisation, list: 'for-me', kind, since, ...more });
  };
  for (const { id, organisation, result, departedAt } of Object.values(state.escorts)) if (result === undefined) add(organisation, 'escort-to-end', departedAt, { ref: id });
  if (state.guardianship !== undefined && state.closed !== undefined) add(state.guardianship.guardian, 'guardianship-to-end', state.guardianship.since);
  if (custody === undefined || responsible === undefined) return items;
  const holder = heldBy(state);
  const { organisation } = responsible;
  if (holder !== undefined) items.push({ organisation: holder, list: 'custody', kind: 'in-custody', counterpart: organisation, since: custody.since });
  if (holder !== organisation) items.push({ organisation, list: 'for-others', kind: 'responsible-for', ...(holder === undefined ? {} : { counterpart: holder }), since: responsible.since });
  if (custody.custodian.kind === 'unlocated' && isSpecial(state) && state.missingReportedAt === undefined) add(organisation, 'missing-to-report', custody.since);
  if (exitDue(state)) add(admitted?.station, 'exit-to-complete', custody.since);
  if (broughtHome(state) && state.returnedAt === undefined && state.diedAt === undefined) add(register.roleOf(organisation) === 'civil-affairs' ? organisation : register.nearestOffice(organisation)?.id, 'return-to-confirm', responsible.since);
  if (closable(state)) add(organisation, 'case-to-close', custody.since);
  // Under protection nothing that tells where the person is stays out: the duty is the publisher's.
  if (state.protectedSince !== undefined) for (const [ref, notice] of Object.entries(state.notices)) if (notice.open) add(notice.by, 'notice-to-recall', state.protectedSince, { ref });
  for (const { id, by, partner, contract, from, until } of Object.values(state.placements)) {
    const ends = register.contract(contract)?.to;
    // The end of a contract moves nobody; it is a duty of the station, due when the last day is over.
    if (until === undefined && holder === partner && ends !== undefined) items.push({ organisation: by, list: 'for-others', kind: 'contract-ends', ref: id, counterpart: partner, since: startOfLocalDate(from), dueAt: startOfLocalDate(addLocalDays(ends, 1)) });
  }
  // T03 is about those who may leave, the others about those whom nobody knows yet; knowing who it is stops them.
  if (admitted !== undefined && state.exit === undefined) {
    for (const { rule, ...due } of openDuties(state, register.calendar)) add(admitted.station, 'duty', admitted.at, { ref: rule, ...due });
    const stay = stayLimit(state);
    if (stay !== undefined) add(admitted.station, 'duty', stay.since, { ref: 'T03', dueAt: stay.dueAt });
  }
  return items;
}

/** Whoever broke the glass is told on to the office above the responsible organisation; an office never judges itself. */
function accessItems(state: CaseState, register: Register): WorkItem[] {
  const responsible = lastResponsible(state);
  const nearest = responsible === undefined ? undefined : register.nearestOffice(responsible);
  return Object.values(state.brokenGlass).flatMap(({ id, organisation, at, review }): WorkItem[] => {
    const office = nearest?.id === organisation ? register.nearestOffice(organisation) : nearest;
    return office === undefined || review !== undefined ? [] : [{ organisation: office.id, list: 'for-me', kind: 'broken-glass-to-review', ref: id, counterpart: organisation, since: at }];
  });
}

/** Every item of work that one case gives to any organisation. Pure; a projection replaces a case's rows with these on each of its events. */
export function workOf(state: CaseState, register: Register): readonly WorkItem[] {
  if (state.opened === undefined) return [];
  return [...(state.closed === undefined ? referralItems(state, register) : []), ...handoverItems(state), ...addressedItems(state, register), ...ownItems(state, register), ...accessItems(state, register)];
}
