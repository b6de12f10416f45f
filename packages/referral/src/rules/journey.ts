import type { Recorded } from '@guitu/contracts';
import type { CaseState, Escort, Handover } from '../state.js';

/** Handovers that were done, in log order. */
const done = (state: CaseState): readonly Handover[] => Object.values(state.handovers).filter(({ status }) => status === 'done');
export const purposeOf = (state: CaseState, handover: Handover | undefined): string | undefined =>
  handover?.referralId === undefined ? undefined : state.referrals[handover.referralId]?.purpose;

/** The handover by which the station that admitted gave up responsibility: relay, return or jurisdiction. None while it is responsible. */
export function partedBy(state: CaseState): Handover | undefined {
  const { admitted, responsibilityHistory } = state;
  const last = responsibilityHistory.findLastIndex(({ organisation }) => organisation === admitted?.station);
  const next = responsibilityHistory[last + 1];
  return last < 0 || next === undefined ? undefined : done(state).find(({ eventId }) => eventId === next.eventId);
}

/** The handover that put the person where he is now. */
const handedBy = (state: CaseState): Handover | undefined => done(state).find(({ eventId }) => eventId === state.custody?.eventId);

/** An escort delivers to whom it set out for, to kin, or to somebody outside the hub; a hospital on the way is none of these. */
export const deliveredBy = (state: CaseState, escort: Escort): boolean =>
  done(state).some(({ underEscort, to, referralId }) => underEscort === escort.id && (to.kind !== 'organisation' || referralId === escort.referralId));

/** With kin, to whose door an escort brought the person. */
export const escortedToKin = (state: CaseState): boolean => state.custody?.custodian.kind === 'kin' && handedBy(state)?.underEscort !== undefined;

/** With somebody outside rescue: an organisation outside the hub, or the police by jurisdiction. */
export function outsideRescue(state: CaseState): boolean {
  const custodian = state.custody?.custodian;
  if (custodian?.kind === 'external') return true;
  return custodian?.kind === 'organisation' && custodian.role === 'police' && purposeOf(state, handedBy(state)) === 'jurisdiction';
}

/** The office or station that is responsible became so by a return: the person is home, wherever he is there by now. */
export const broughtHome = (state: CaseState): boolean =>
  done(state).some((handover) => handover.eventId === state.responsible?.eventId && purposeOf(state, handover) === 'return');

/** Delivered to kin under a return that the origin office accepted as "escort to kin": that office confirms it, though it never held the person. */
export function broughtToKin(state: CaseState, { data, actor }: Recorded<'returned'>): boolean {
  const referral = data.referralId === undefined ? undefined : state.referrals[data.referralId];
  return referral?.mode === 'escort-to-kin' && referral.status === 'fulfilled' && referral.receiver === actor.organisation;
}
