import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState, Custodian } from '../state.js';
import { kinMayNot } from './kin.js';
import { fulfil } from './referral.js';
import type { EventRule } from './rule.js';
import { custodySince, moveCustody, moveResponsibility, responsibleSince } from './intervals.js';
import { firstOf, notBefore, unless } from './rule.js';
import { atOrganisation, episodeOver, handsOver, heldBy, mayFulfil, openHandover } from './standing.js';

/** Purposes under which a handover moves responsibility too (protocol section 1 (b)). */
const movesResponsibility: ReadonlySet<string> = new Set(['admission', 'relay', 'return', 'jurisdiction']);

/** Back to the partner from a hospital stay: the placement goes on, so it needs no second request and no second approval. */
const placedWith = (state: CaseState, partner: string): boolean => Object.values(state.placements).some((placement) => placement.partner === partner && placement.until === undefined);

/** Why `to` may not receive under this referral: no referral is needed when the receiver is already responsible, or has the person placed with it. */
export function entitled(state: CaseState, to: string, referralId: string | undefined): Refusal | undefined {
  if (referralId === undefined) return unless(state.responsible?.organisation === to || placedWith(state, to), 'needs-referral');
  const referral = state.referrals[referralId];
  if (referral === undefined) return refuse('no-such-referral');
  return firstOf(
    unless(referral.receiver === to, 'wrong-receiver'),
    unless(handsOver(referral), 'code-not-for-purpose'),
    unless(mayFulfil(referral), 'needs-referral'),
    referral.purpose === 'admission' && unless(state.admitted === undefined, 'already-admitted'),
    // A return asked for before protection was set would tell where the person is; the signature of one that has been done is still recorded.
    referral.purpose === 'return' && unless(state.protectedSince === undefined || referral.personAgrees === true, 'protected'),
  );
}

/** The referral that a handover fulfils: the offer's, or the one that a one-sided handover names. */
const underOf = (state: CaseState, { data }: Recorded<'handed-over'>): string | undefined =>
  (data.handoverId === undefined ? undefined : state.handovers[data.handoverId]?.referralId) ?? data.referralId;

/** What the handover ends must have begun before it. */
function endsInOrder(state: CaseState, event: Recorded<'handed-over'>): Refusal | undefined {
  const under = underOf(state, event);
  const referral = under === undefined ? undefined : state.referrals[under];
  return notBefore(event, custodySince(state), referral, referral !== undefined && movesResponsibility.has(referral.purpose) ? responsibleSince(state) : undefined);
}

/** To kin at their door, or outside the hub: nobody there can sign. */
function givenAlone(state: CaseState, event: Recorded<'handed-over'>): Refusal | undefined {
  const { to, handoverId, referralId } = event.data;
  const referral = referralId === undefined ? undefined : state.referrals[referralId];
  return firstOf(
    unless(heldBy(state) === event.actor.organisation, 'person-elsewhere'),
    unless(to.kind !== 'organisation' && handoverId === undefined, 'attestation-wrong'),
    unless(openHandover(state) === undefined, 'handover-open'),
    to.kind === 'kin' && kinMayNot(state, event),
    // Only a return accepted as "escort to kin" ends at a door outside the hub.
    referralId !== undefined &&
      firstOf(unless(referral !== undefined, 'no-such-referral'), unless(referral?.mode === 'escort-to-kin' && to.kind === 'kin', 'code-not-for-purpose'), referral !== undefined && unless(mayFulfil(referral), 'needs-referral')),
  );
}

/** From an ambulance, a citizen, or a giver who has left. What was offered to somebody else ends with the giver's custody. */
function receivedAlone(state: CaseState, event: Recorded<'handed-over'>): Refusal | undefined {
  const { handoverId, referralId } = event.data;
  const me = event.actor.organisation;
  const pending = openHandover(state);
  return firstOf(
    unless(handoverId === undefined, 'attestation-wrong'),
    unless(heldBy(state) !== me, 'already-done'),
    unless(pending?.to.kind !== 'organisation' || pending.to.organisation !== me, 'handover-open'),
    unless(heldBy(state) !== undefined || !episodeOver(state), 'exit-done'),
    entitled(state, me, referralId),
  );
}

function signed(state: CaseState, event: Recorded<'handed-over'>): Refusal | undefined {
  const { handoverId, referralId } = event.data;
  const pending = openHandover(state);
  return firstOf(
    unless(handoverId !== undefined, 'attestation-wrong'),
    unless(pending !== undefined && pending.id === handoverId, 'no-such-handover'),
    unless(pending?.to.kind === 'organisation' && pending.to.organisation === event.actor.organisation, 'wrong-receiver'),
    unless(referralId === undefined || pending?.referralId === referralId, 'no-such-referral'),
    notBefore(event, pending),
  );
}

function check(state: CaseState, event: Recorded<'handed-over'>): Refusal | undefined {
  const { to, attestation } = event.data;
  if (state.diedAt !== undefined) return refuse('deceased');
  if (attestation === 'giver-only') return firstOf(givenAlone(state, event), endsInOrder(state, event));
  if (to.kind !== 'organisation' || to.organisation !== event.actor.organisation) return refuse('wrong-receiver');
  return firstOf(attestation === 'receiver-only' ? receivedAlone(state, event) : signed(state, event), endsInOrder(state, event));
}

function apply(state: CaseState, event: Recorded<'handed-over'>): void {
  const { to, attestation, handoverId, reservations } = event.data;
  const { organisation, role } = event.actor;
  const under = underOf(state, event);
  const id = handoverId ?? event.id;
  const escort = state.custody?.inTransit;
  state.handovers[id] = {
    id,
    giver: state.custody?.custodian ?? { kind: 'not-met' },
    to,
    referralId: under,
    status: 'done',
    attestation,
    confirmed: attestation === 'two-sided',
    signedBy: organisation,
    since: event.occurredAt,
    eventId: event.id,
    reservations,
    underEscort: escort === 'own-vehicle' ? undefined : escort,
  };
  if (state.openHandover === id) delete state.openHandover;
  const custodian: Custodian =
    to.kind === 'organisation' ? atOrganisation(to.organisation, role) : to.kind === 'kin' ? { kind: 'kin' } : { kind: 'external', externalKind: to.externalKind };
  moveCustody(state, event, custodian);
  if (under === undefined) return;
  fulfil(state, event, under);
  const purpose = state.referrals[under]?.purpose;
  const canBeResponsible = to.kind === 'organisation' && (role === 'station' || role === 'civil-affairs');
  if (purpose !== undefined && movesResponsibility.has(purpose) && canBeResponsible) {
    moveResponsibility(state, event, organisation, role === 'station' && state.admitted === undefined ? 'first-contact' : 'rescue');
  }
}

/** The person changes hands here: signed by both, by the receiver alone, or by the giver alone (protocol section 2). */
export const handedOver: EventRule<'handed-over'> = { check, apply };
