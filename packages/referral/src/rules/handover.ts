import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState, Custodian, Handover, Referral } from '../state.js';
import { fulfil } from './referral.js';
import type { RuleContext, Rules } from './rule.js';
import { atOrganisation, custodySince, firstOf, heldBy, mayFulfil, moveCustody, moveResponsibility, notBefore, openHandover, responsibleSince, unless } from './rule.js';

/** Purposes under which a handover moves responsibility too (protocol section 1 (b)). */
const movesResponsibility: ReadonlySet<string> = new Set(['admission', 'relay', 'return', 'jurisdiction']);
/** Bedside and guidance never move a person between hands. */
const handsOver = (referral: Referral): boolean => referral.purpose !== 'bedside' && referral.purpose !== 'guidance';

/** Why `to` may not receive under this referral: no referral is needed when the receiver is already responsible. */
function entitled(state: CaseState, to: string, referralId: string | undefined): Refusal | undefined {
  if (referralId === undefined) return unless(state.responsible?.organisation === to, 'needs-referral');
  const referral = state.referrals[referralId];
  if (referral === undefined) return refuse('no-such-referral');
  return firstOf(unless(referral.receiver === to, 'wrong-receiver'), unless(mayFulfil(referral), 'needs-referral'), unless(handsOver(referral), 'code-not-for-purpose'));
}

const endsWhatMoves = (state: CaseState, event: Recorded<'handed-over'>): Refusal | undefined => {
  const purpose = event.data.referralId === undefined ? undefined : state.referrals[event.data.referralId]?.purpose;
  return notBefore(event, custodySince(state), purpose !== undefined && movesResponsibility.has(purpose) ? responsibleSince(state) : undefined);
};

function handedOverCheck(state: CaseState, event: Recorded<'handed-over'>, context: RuleContext): Refusal | undefined {
  const { to, attestation, handoverId, referralId } = event.data;
  const me = event.actor.organisation;
  const pending = openHandover(state);
  const dead = unless(state.diedAt === undefined, 'deceased');
  if (attestation === 'giver-only') {
    return firstOf(
      dead,
      unless(heldBy(state) === me, 'person-elsewhere'),
      unless(to.kind !== 'organisation', 'attestation-wrong'),
      unless(pending === undefined, 'handover-open'),
      to.kind === 'kin' && unless(state.protectedSince === undefined, 'protected'),
      endsWhatMoves(state, event),
    );
  }
  if (to.kind !== 'organisation' || to.organisation !== me) return refuse('wrong-receiver');
  if (attestation === 'receiver-only') {
    return firstOf(
      dead,
      unless(pending === undefined, 'handover-open'),
      unless(heldBy(state) !== me, 'already-done'),
      unless(context.register.roleOf(me) !== undefined, 'unknown-organisation'),
      entitled(state, me, referralId),
      endsWhatMoves(state, event),
    );
  }
  return firstOf(
    dead,
    unless(handoverId !== undefined, 'attestation-wrong'),
    unless(pending !== undefined && pending.id === handoverId, 'no-such-handover'),
    unless(pending?.to.kind === 'organisation' && pending.to.organisation === me, 'wrong-receiver'),
    unless(pending?.referralId === referralId || referralId === undefined, 'no-such-referral'),
    unless(pending?.giver.kind === 'organisation' && pending.giver.organisation === heldBy(state), 'person-elsewhere'),
    endsWhatMoves(state, event),
    notBefore(event, pending),
  );
}

function handedOver(state: CaseState, event: Recorded<'handed-over'>): void {
  const { to, attestation, handoverId, referralId, reservations } = event.data;
  const pending = handoverId === undefined ? undefined : state.handovers[handoverId];
  const under = pending?.referralId ?? referralId;
  const giver = state.custody?.custodian ?? { kind: 'not-met' };
  const id = pending?.id ?? event.id;
  const escort = state.custody?.inTransit;
  state.handovers[id] = {
    id,
    giver,
    to,
    referralId: under,
    status: 'done',
    attestation,
    confirmed: attestation === 'two-sided',
    signedBy: event.actor.organisation,
    since: event.occurredAt,
    eventId: event.id,
    reservations,
    underEscort: escort === 'own-vehicle' ? undefined : escort,
  };
  delete state.openHandover;
  const custodian: Custodian =
    to.kind === 'organisation' ? atOrganisation(to.organisation, event.actor.role) : to.kind === 'kin' ? { kind: 'kin' } : { kind: 'external', externalKind: to.externalKind, name: to.name };
  moveCustody(state, event, custodian);
  const purpose = under === undefined ? undefined : state.referrals[under]?.purpose;
  if (under !== undefined) fulfil(state, event, under);
  if (to.kind === 'organisation' && purpose !== undefined && movesResponsibility.has(purpose) && (event.actor.role === 'station' || event.actor.role === 'civil-affairs')) {
    moveResponsibility(state, event, to.organisation, purpose === 'admission' || state.admitted === undefined ? 'first-contact' : 'rescue');
  }
}

function openOf(state: CaseState, event: Recorded, id: string, allowed: readonly Handover['status'][]): Refusal | undefined {
  const handover = state.handovers[id];
  if (handover === undefined) return refuse('no-such-handover');
  return firstOf(unless(allowed.includes(handover.status), 'handover-not-open'), notBefore(event, handover));
}

export const handoverRules: Rules<
  'handover-offered' | 'handed-over' | 'handover-disputed' | 'handover-withdrawn' | 'handover-confirmed' | 'difference-settled' | 'belongings-registered' | 'belongings-settled'
> = {
  'handover-offered': {
    check: (state, event) => {
      const pending = openHandover(state);
      return firstOf(
        unless(state.diedAt === undefined, 'deceased'),
        unless(heldBy(state) === event.actor.organisation, 'person-elsewhere'),
        unless(event.data.to !== event.actor.organisation, 'to-yourself'),
        // After a dispute the giver may offer again to the same receiver; the disputed offer is then replaced.
        unless(pending === undefined || (pending.status === 'disputed' && pending.to.kind === 'organisation' && pending.to.organisation === event.data.to), 'handover-open'),
        entitled(state, event.data.to, event.data.referralId),
        notBefore(event, custodySince(state)),
      );
    },
    apply: (state, event) => {
      const { handoverId, to, referralId } = event.data;
      const disputed = openHandover(state);
      if (disputed !== undefined) state.handovers[disputed.id] = { ...disputed, status: 'withdrawn' };
      state.handovers[handoverId] = {
        id: handoverId,
        giver: state.custody?.custodian ?? { kind: 'not-met' },
        to: { kind: 'organisation', organisation: to },
        referralId,
        status: 'offered',
        confirmed: false,
        since: event.occurredAt,
        eventId: event.id,
        reservations: [],
      };
      state.openHandover = handoverId;
      state.addressed[to] ??= event.occurredAt;
    },
  },

  'handed-over': { check: handedOverCheck, apply: handedOver },

  'handover-disputed': {
    check: (state, event) =>
      firstOf(
        openOf(state, event, event.data.handoverId, ['offered']),
        // A station whose own charge comes back may object to the wrong person or to missing papers of discharge, never to the person.
        event.data.code === 'not-agreed' &&
          unless(state.handovers[event.data.handoverId]?.referralId !== undefined || state.responsible?.organisation !== event.actor.organisation, 'cannot-decline-own'),
      ),
    apply: (state, event) => {
      const handover = state.handovers[event.data.handoverId];
      if (handover !== undefined) state.handovers[handover.id] = { ...handover, status: 'disputed', code: event.data.code, since: event.occurredAt, eventId: event.id };
    },
  },

  'handover-withdrawn': {
    check: (state, event, context) => {
      const giver = state.handovers[event.data.handoverId]?.giver;
      const mine = giver?.kind === 'organisation' && giver.organisation === event.actor.organisation;
      return firstOf(openOf(state, event, event.data.handoverId, ['offered', 'disputed']), unless(mine || context.closing === true, 'not-yours'));
    },
    apply: (state, event) => {
      const handover = state.handovers[event.data.handoverId];
      if (handover !== undefined) state.handovers[handover.id] = { ...handover, status: 'withdrawn', since: event.occurredAt, eventId: event.id };
      delete state.openHandover;
    },
  },

  'handover-confirmed': {
    afterClose: true,
    check: (state, event) => {
      const handover = state.handovers[event.data.handoverId];
      return firstOf(unless(handover?.status === 'done', 'handover-not-open'), unless(handover?.confirmed === false, 'already-done'));
    },
    apply: (state, event) => {
      const handover = state.handovers[event.data.handoverId];
      if (handover !== undefined) state.handovers[handover.id] = { ...handover, confirmed: true };
    },
  },

  'difference-settled': {
    afterClose: true,
    check: (state, event) => {
      const reservation = state.handovers[event.data.handoverId]?.reservations[event.data.reservation];
      return unless(reservation !== undefined && reservation.outcome === undefined, 'no-such-reservation');
    },
    apply: (state, event) => {
      const { handoverId, reservation, outcome } = event.data;
      const handover = state.handovers[handoverId];
      if (handover === undefined) return;
      state.handovers[handoverId] = { ...handover, reservations: handover.reservations.map((entry, index) => (index === reservation ? { ...entry, outcome } : entry)) };
    },
  },

  'belongings-registered': {
    apply: (state, event) => {
      state.belongings[event.data.listId] = { settled: false, by: event.actor.organisation };
    },
  },
  'belongings-settled': {
    afterClose: true,
    check: (state, event) => {
      const list = state.belongings[event.data.listId];
      return firstOf(unless(list !== undefined, 'no-such-thing'), unless(list?.settled === false, 'already-done'));
    },
    apply: (state, event) => {
      const list = state.belongings[event.data.listId];
      if (list !== undefined) state.belongings[event.data.listId] = { ...list, settled: true };
    },
  },
};
