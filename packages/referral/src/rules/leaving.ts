import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState } from '../state.js';
import { closeCheck } from './closing.js';
import { collectorOf, exitCheck } from './exit.js';
import type { Rules } from './rule.js';
import { custodySince, dropOffer, endIntervals, firstOf, heldBy, isSpecial, mayFulfil, moveCustody, notBefore, openHandover, responsibleSince, unless } from './rule.js';

const held = (state: CaseState, event: Recorded): Refusal | undefined =>
  firstOf(unless(state.diedAt === undefined, 'deceased'), unless(heldBy(state) === event.actor.organisation, 'person-elsewhere'), notBefore(event, custodySince(state)));

export const leavingRules: Rules<
  | 'ticket-issued' | 'self-leave-declared' | 'left-without-formalities' | 'rescue-terminated' | 'escort-departed' | 'escort-ended'
  | 'collected' | 'exit-completed' | 'returned' | 'case-closed'
> = {
  'ticket-issued': {
    check: (state) =>
      firstOf(
        unless(state.diedAt === undefined, 'deceased'),
        unless(state.admitted !== undefined, 'not-admitted'),
        unless(state.exit === undefined, 'exit-done'),
        isSpecial(state) && refuse('may-not-self-leave'),
      ),
    apply: (state, event) => {
      state.ticketAt = event.occurredAt;
    },
  },

  // A statement, never a permission: for an able adult nothing in the case can stand in its way.
  'self-leave-declared': {
    check: (state, event) => firstOf(held(state, event), isSpecial(state) && refuse('may-not-self-leave')),
    apply: (state, event) => {
      state.selfLeaveAt = event.occurredAt;
      // Where no exit is to follow (never admitted, or already counted), the statement itself lets the person go.
      if (state.admitted === undefined || state.exit !== undefined) {
        dropOffer(state, event, 'left');
        moveCustody(state, event, { kind: 'self' });
      }
    },
  },

  'left-without-formalities': {
    check: held,
    apply: (state, event) => {
      state.leftAt = event.occurredAt;
      dropOffer(state, event, 'left');
      moveCustody(state, event, { kind: 'unlocated' });
    },
  },

  'rescue-terminated': {
    check: (state) => firstOf(unless(state.diedAt === undefined, 'deceased'), unless(state.admitted !== undefined, 'not-admitted'), unless(state.exit === undefined, 'exit-done')),
    apply: (state, event) => {
      state.terminatedAt = event.occurredAt;
    },
  },

  'escort-departed': {
    check: (state, event) => {
      const { referralId, personAgrees } = event.data;
      const referral = referralId === undefined ? undefined : state.referrals[referralId];
      return firstOf(
        held(state, event),
        unless(state.custody?.inTransit === undefined || state.custody.inTransit === 'own-vehicle', 'escort-under-way'),
        unless(!Object.values(state.escorts).some((escort) => escort.organisation === event.actor.organisation && escort.result === undefined), 'escort-under-way'),
        unless(referral !== undefined && (mayFulfil(referral) || (referral.directedBy !== undefined && referral.status !== 'withdrawn')), 'needs-referral'),
        !isSpecial(state) && unless(personAgrees === true, 'agreement-needed'),
      );
    },
    apply: (state, event) => {
      const { escortId, referralId } = event.data;
      state.escorts[escortId] = { id: escortId, organisation: event.actor.organisation, referralId, departedAt: event.occurredAt };
      if (state.custody !== undefined) state.custody = { ...state.custody, inTransit: escortId };
    },
  },

  'escort-ended': {
    afterClose: true,
    check: (state, event) => {
      const escort = state.escorts[event.data.escortId];
      const stillHeld = state.custody?.inTransit === event.data.escortId;
      return firstOf(
        unless(escort !== undefined && escort.result === undefined, 'no-such-escort'),
        escort !== undefined && notBefore(event, { since: escort.departedAt, eventId: escort.id }),
        (event.data.result === 'delivered' || event.data.result === 'left-en-route') && unless(!stillHeld, 'result-wrong'),
        (event.data.result === 'refused' || event.data.result === 'aborted') && unless(stillHeld, 'result-wrong'),
      );
    },
    apply: (state, event) => {
      const escort = state.escorts[event.data.escortId];
      if (escort !== undefined) state.escorts[escort.id] = { ...escort, result: event.data.result };
      if (state.custody?.inTransit === event.data.escortId) {
        const { custodian, since, eventId } = state.custody;
        state.custody = { custodian, since, eventId };
      }
    },
  },

  collected: {
    check: (state, event) =>
      firstOf(
        held(state, event),
        unless(state.protectedSince === undefined, 'protected'),
        unless(openHandover(state) === undefined, 'handover-open'),
        event.actor.role === 'hospital' && unless(state.hospitalStay?.dischargedAt !== undefined, 'discharge-needed'),
        state.admitted !== undefined &&
          state.responsible?.organisation !== event.actor.organisation &&
          unless(state.kin?.result === 'will-collect' && state.kin.by === state.responsible?.organisation, 'kin-check-needed'),
      ),
    apply: (state, event) => {
      state.collectedBy = event.data.collector;
      moveCustody(state, event, { kind: event.data.collector });
    },
  },

  'exit-completed': {
    check: exitCheck,
    apply: (state, event) => {
      const { code } = event.data;
      const collector = collectorOf(state, code);
      state.exit = { code, at: event.occurredAt, ...(collector === undefined ? {} : { collector }) };
      if ((code === '5.2' || code === '5.3' || code === '5.4') && state.custody?.custodian.kind === 'organisation') {
        dropOffer(state, event, 'left');
        moveCustody(state, event, { kind: 'self' });
      }
    },
  },

  returned: {
    check: (state, event) => firstOf(unless(state.returnedAt === undefined, 'already-done'), unless(state.diedAt === undefined, 'deceased'), notBefore(event, responsibleSince(state))),
    apply: (state, event) => {
      state.returnedAt = event.occurredAt;
    },
  },

  'case-closed': {
    check: (state, event, context) => firstOf(closeCheck(state, event, context), notBefore(event, custodySince(state), responsibleSince(state))),
    apply: (state, event) => {
      const { code, survivor, continuedIn } = event.data;
      endIntervals(state, event.occurredAt);
      state.closed = { code, at: event.occurredAt, survivor, continuedIn };
    },
  },
};
