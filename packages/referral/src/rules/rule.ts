import type { EventName, Recorded, Role } from '@guitu/contracts';
import type { ContradictingFact, Refusal, RefusalCode } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { Register } from '../register.js';
import type { CaseState, Custodian, Handover, Referral } from '../state.js';

/** What rules may know besides the case: the register, and the other cases that the event names. No clock, no random, nothing personal. */
export interface RuleContext {
  readonly register: Register;
  /** Absent where the other cases are not at hand (a projection, an audit): there the word of the command path stands. */
  readonly others?: ReadonlyMap<string, CaseState>;
  /** True for events that `case-closed` brings along in its own append. */
  readonly closing?: boolean;
}

/**
 * What one event type means. `check` says why it would be illegal in this state, by the same words for a command, for a replay without a voided event,
 * for a projection and for an auditor. `apply` changes the state; it is called only for events that passed.
 */
export interface EventRule<N extends EventName> {
  readonly check?: (state: CaseState, event: Recorded<N>, context: RuleContext) => Refusal | undefined;
  readonly apply?: (state: CaseState, event: Recorded<N>) => void;
  /** True where the event may still arrive after the case is closed. */
  readonly afterClose?: boolean;
}
export type Rules<N extends EventName> = { readonly [K in N]: EventRule<K> };

export const atOrganisation = (organisation: string, role: Role): Custodian => ({ kind: 'organisation', organisation, role });
export const heldBy = (state: CaseState): string | undefined => (state.custody?.custodian.kind === 'organisation' ? state.custody.custodian.organisation : undefined);
/** The responsible organisation, of a closed case the last one: what still arrives is its business. */
export const lastResponsible = (state: CaseState): string | undefined => state.responsible?.organisation ?? state.responsibilityHistory.at(-1)?.organisation;
export const custodianKind = (state: CaseState): Custodian['kind'] | undefined => state.custody?.custodian.kind;
/** 特殊: a person who may not self-leave; nothing else on these pages. Somebody whom nobody assessed is treated as such. */
export const isSpecial = (state: CaseState): boolean => !(state.assessment?.maySelfLeave ?? false);
export const isOpen = (referral: Referral): boolean => referral.status === 'requested' || referral.status === 'received' || referral.status === 'accepted';
/** Accepted, or an emergency that need not wait, or one that cannot be declined and so need not wait either ("escort anyway"). */
export const mayFulfil = (referral: Referral): boolean => referral.status === 'accepted' || (isOpen(referral) && (referral.urgency === 'emergency' || referral.directedBy !== undefined));
/** Bedside and guidance never move a person between hands. */
export const handsOver = (referral: Referral): boolean => referral.purpose !== 'bedside' && referral.purpose !== 'guidance';
/** The episode is over once the admitting station has counted the exit, unless others brought the person on (relay, return, jurisdiction). */
export const episodeOver = (state: CaseState): boolean => state.exit !== undefined && state.responsible?.organisation === state.admitted?.station;
export const openHandover = (state: CaseState): Handover | undefined => (state.openHandover === undefined ? undefined : state.handovers[state.openHandover]);

/** Refuses an `occurredat` before the start of an interval that the event ends. */
export function notBefore(event: Recorded, ...intervals: readonly ({ readonly since: string; readonly eventId: string } | undefined)[]): Refusal | undefined {
  const facts: ContradictingFact[] = [];
  for (const interval of intervals) {
    if (interval !== undefined && event.occurredAt < interval.since) facts.push({ eventId: interval.eventId, name: '', occurredAt: interval.since });
  }
  return facts.length > 0 ? refuse('occurred-before', facts) : undefined;
}

export function firstOf(...refusals: readonly (Refusal | undefined | false)[]): Refusal | undefined {
  for (const refusal of refusals) if (refusal !== undefined && refusal !== false) return refusal;
  return undefined;
}
export const unless = (condition: boolean, code: RefusalCode): Refusal | undefined => (condition ? undefined : refuse(code));

function sameCustodian(a: Custodian, b: Custodian): boolean {
  if (a.kind === 'organisation' && b.kind === 'organisation') return a.organisation === b.organisation;
  return a.kind !== 'organisation' && a.kind === b.kind && a.kind !== 'external';
}

/** An offer cannot outlive its giver's custody, and who is with somebody again has not left: both end with the custody that they rest on. */
function endWhatRestedOn(state: CaseState, event: Recorded, before: Custodian): void {
  const pending = openHandover(state);
  if (pending !== undefined) {
    state.handovers[pending.id] = { ...pending, status: 'withdrawn', code: 'custody-ended', since: event.occurredAt, eventId: event.id };
    delete state.openHandover;
  }
  if (before.kind === 'unlocated') {
    delete state.leftAt;
    delete state.missingReportedAt;
  }
}

/** Custody moves here and nowhere else: ends the running interval and begins the next at the event's `occurredat`. */
export function moveCustody(state: CaseState, event: Recorded, custodian: Custodian, inTransit?: string): void {
  const at = event.occurredAt;
  const last = state.custodyHistory.at(-1);
  if (last !== undefined && state.custody !== undefined && sameCustodian(state.custody.custodian, custodian)) {
    state.custody = { custodian, since: state.custody.since, eventId: state.custody.eventId, ...(inTransit === undefined ? {} : { inTransit }) };
    return;
  }
  if (state.custody !== undefined) endWhatRestedOn(state, event, state.custody.custodian);
  if (last !== undefined && last.to === undefined) state.custodyHistory[state.custodyHistory.length - 1] = { ...last, to: at };
  state.custodyHistory.push({ custodian, from: at, eventId: event.id });
  state.custody = { custodian, since: at, eventId: event.id, ...(inTransit === undefined ? {} : { inTransit }) };
  if (custodian.kind === 'organisation' && custodian.role === 'hospital') state.hospitalStay = { organisation: custodian.organisation };
}

export function moveResponsibility(state: CaseState, event: Recorded, organisation: string, as: 'first-contact' | 'rescue'): void {
  const at = event.occurredAt;
  const { responsible } = state;
  if (responsible?.organisation === organisation && responsible.as === as) return;
  const last = state.responsibilityHistory.at(-1);
  if (last !== undefined && last.to === undefined) state.responsibilityHistory[state.responsibilityHistory.length - 1] = { ...last, to: at };
  state.responsibilityHistory.push({ organisation, as, from: at, eventId: event.id });
  state.responsible = { organisation, as, since: at, eventId: event.id };
}

export function endIntervals(state: CaseState, at: string): void {
  const custody = state.custodyHistory.at(-1);
  if (custody !== undefined && custody.to === undefined) state.custodyHistory[state.custodyHistory.length - 1] = { ...custody, to: at };
  const responsible = state.responsibilityHistory.at(-1);
  if (responsible !== undefined && responsible.to === undefined) state.responsibilityHistory[state.responsibilityHistory.length - 1] = { ...responsible, to: at };
  delete state.custody;
  delete state.responsible;
}

/** Takes the newest assessment: the sign has an author and a date, and a later one can reverse it. */
export function takeAssessment(state: CaseState, event: Recorded, assessment: CaseState['assessment'] | undefined | object): void {
  if (assessment === undefined) return;
  state.assessment = { ...(assessment as NonNullable<CaseState['assessment']>), by: event.actor.organisation, at: event.occurredAt };
}

/** The open intervals that an event ends must have begun before it. */
export const custodySince = (state: CaseState): { since: string; eventId: string } | undefined => state.custody;
export const responsibleSince = (state: CaseState): { since: string; eventId: string } | undefined => state.responsible;
