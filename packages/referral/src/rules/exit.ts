import type { ExitMode, Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState, Handover } from '../state.js';
import { custodianKind, custodySince, firstOf, heldBy, isSpecial, notBefore, unless } from './rule.js';

const given = (state: CaseState, keep: (handover: Handover) => boolean): boolean => Object.values(state.handovers).some((handover) => handover.status === 'done' && keep(handover));
const purposeOf = (state: CaseState, handover: Handover): string | undefined => (handover.referralId === undefined ? undefined : state.referrals[handover.referralId]?.purpose);

/** Handed over by this organisation while it escorted the person: to the origin, a relay station, or kin at home. */
const deliveredUnderEscort = (state: CaseState, station: string): boolean =>
  given(state, (handover) => handover.underEscort !== undefined && handover.giver.kind === 'organisation' && handover.giver.organisation === station);
const collectedByOrigin = (state: CaseState): boolean =>
  given(state, (handover) => handover.underEscort === undefined && handover.to.kind === 'organisation' && purposeOf(state, handover) === 'return');
const handedOutside = (state: CaseState): boolean => {
  const custodian = state.custody?.custodian;
  return custodian?.kind === 'external' || (custodian?.kind === 'organisation' && custodian.role === 'police');
};

/** What each exit mode rests on; without it the exit did not happen. Source: domain section 6.7, protocol sections 1 and 5. */
function ground(state: CaseState, code: ExitMode, station: string): Refusal | undefined {
  const missing = (condition: boolean): Refusal | undefined => unless(condition, 'exit-ground-missing');
  const free = (): Refusal | undefined => (isSpecial(state) ? refuse('may-not-self-leave') : undefined);
  // Out of a hospital nobody goes without the discharge certificate, or it is left without formalities (domain 8A, 6).
  const discharged = (): Refusal | undefined =>
    unless(!(state.custody?.custodian.kind === 'organisation' && state.custody.custodian.role === 'hospital') || state.hospitalStay?.dischargedAt !== undefined, 'discharge-needed');
  const leaves = (): Refusal | undefined => firstOf(free(), unless(custodianKind(state) === 'organisation' || custodianKind(state) === 'self', 'person-elsewhere'), discharged());
  switch (code) {
    case '5.1':
      return firstOf(missing(state.settled !== undefined), unless(custodianKind(state) !== 'self' || !isSpecial(state), 'may-not-self-leave'), unless(heldBy(state) === undefined || heldBy(state) === state.settled?.residence, 'still-held'));
    case '5.2':
      return firstOf(missing(state.ticketAt !== undefined), leaves());
    case '5.3':
      return state.collectedBy === undefined ? firstOf(missing(state.selfLeaveAt !== undefined), leaves()) : missing(custodianKind(state) === state.collectedBy);
    case '5.4':
      return firstOf(missing(state.terminatedAt !== undefined), leaves());
    case '5.5':
      return firstOf(missing(state.leftAt !== undefined && custodianKind(state) === 'unlocated'), unless(!isSpecial(state) || state.missingReportedAt !== undefined, 'police-report-needed'));
    case '5.6':
      return missing(deliveredUnderEscort(state, station) && heldBy(state) !== station);
    case '5.7':
      return missing(collectedByOrigin(state) && heldBy(state) !== station);
    case '5.8':
      return missing(state.diedAt !== undefined);
    case '5.10':
      return missing(handedOutside(state));
  }
}

export function exitCheck(state: CaseState, event: Recorded<'exit-completed'>): Refusal | undefined {
  return firstOf(
    unless(state.admitted !== undefined, 'not-admitted'),
    unless(state.exit === undefined, 'exit-done'),
    unless(state.diedAt === undefined || event.data.code === '5.8', 'deceased'),
    ground(state, event.data.code, event.actor.organisation),
    custodianKind(state) === 'organisation' && (event.data.code === '5.2' || event.data.code === '5.3' || event.data.code === '5.4') && notBefore(event, custodySince(state)),
    state.admitted !== undefined && notBefore(event, { since: state.admitted.at, eventId: state.admitted.eventId }),
  );
}

/** Who collected, kept with the exit so that either reading of 接领 can be reported (domain section 6.7). */
export function collectorOf(state: CaseState, code: ExitMode): 'kin' | 'unit' | 'origin' | undefined {
  if (code === '5.7') return 'origin';
  return code === '5.3' ? state.collectedBy : undefined;
}
