import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState } from '../state.js';
import { closeCheck } from './closing.js';
import { collectorOf, exitCheck } from './exit.js';
import { broughtHome, broughtToKin, deliveredBy } from './journey.js';
import { kinMayNot } from './kin.js';
import type { Rules } from './rule.js';
import { isSpecial } from './assessment.js';
import { custodySince, endIntervals, moveCustody, responsibleSince } from './intervals.js';
import { firstOf, notBefore, notBeforeGrounds, unless } from './rule.js';
import { episodeOver, handsOver, heldBy, mayFulfil, openHandover } from './standing.js';

const held = (state: CaseState, event: Recorded): Refusal | undefined =>
  firstOf(unless(state.diedAt === undefined, 'deceased'), unless(heldBy(state) === event.actor.organisation, 'person-elsewhere'), notBefore(event, custodySince(state)));

export const leavingRules: Rules<
  | 'ticket-issued' | 'self-leave-declared' | 'left-without-formalities' | 'rescue-terminated' | 'escort-departed' | 'escort-ended'
  | 'collected' | 'exit-completed' | 'returned' | 'case-closed'
> = {
  'ticket-issued': {
    check: (state, event, context) =>
      firstOf(
        unless(state.diedAt === undefined, 'deceased'),
        unless(state.admitted !== undefined, 'not-admitted'),
        unless(!episodeOver(state), 'exit-done'),
        isSpecial(state) && refuse('may-not-self-leave'),
        notBeforeGrounds(context, event, state.admitted?.at),
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
      // The exit of the station that admitted lets the person go. Where none is to follow (never admitted, counted already, or the journey has gone on to others), the statement itself does.
      const exitFollows = state.admitted !== undefined && state.exit === undefined && state.responsible?.organisation === state.admitted.station;
      if (!exitFollows) moveCustody(state, event, { kind: 'self' });
    },
  },

  'left-without-formalities': {
    check: held,
    apply: (state, event) => {
      state.leftAt = event.occurredAt;
      // Told earlier, the police were told of something else: they look for nobody now.
      if (state.missingReportedAt !== undefined && state.missingReportedAt < event.occurredAt) delete state.missingReportedAt;
      moveCustody(state, event, { kind: 'unlocated' });
    },
  },

  'rescue-terminated': {
    check: (state, event, context) =>
      firstOf(unless(state.diedAt === undefined, 'deceased'), unless(state.admitted !== undefined, 'not-admitted'), unless(!episodeOver(state), 'exit-done'), notBeforeGrounds(context, event, state.admitted?.at)),
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
        unless(referral !== undefined && mayFulfil(referral), 'needs-referral'),
        referral !== undefined && unless(handsOver(referral), 'code-not-for-purpose'),
        referral?.purpose === 'return' && unless(state.protectedSince === undefined || referral.personAgrees === true, 'protected'),
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
      if (escort === undefined || escort.result !== undefined) return refuse('no-such-escort');
      const { result } = event.data;
      return firstOf(
        notBefore(event, { since: escort.departedAt, eventId: escort.id }),
        unless((result === 'delivered') === deliveredBy(state, escort), 'result-wrong'),
        result === 'left-en-route' && unless(state.custody?.inTransit !== escort.id, 'result-wrong'),
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
        unless(openHandover(state) === undefined, 'handover-open'),
        kinMayNot(state, event),
      ),
    apply: (state, event) => moveCustody(state, event, { kind: event.data.collector }),
  },

  'exit-completed': {
    check: exitCheck,
    apply: (state, event) => {
      const { code } = event.data;
      const collector = collectorOf(state, code);
      state.exit = { code, at: event.occurredAt, ...(collector === undefined ? {} : { collector }) };
      if ((code === '5.2' || code === '5.3' || code === '5.4') && state.custody?.custodian.kind === 'organisation') {
        moveCustody(state, event, { kind: 'self' });
      }
    },
  },

  returned: {
    check: (state, event) =>
      firstOf(
        unless(state.returnedAt === undefined, 'already-done'),
        unless(state.diedAt === undefined, 'deceased'),
        unless(broughtHome(state) || broughtToKin(state, event), 'not-brought-home'),
        notBefore(event, custodySince(state), responsibleSince(state)),
      ),
    apply: (state, event) => {
      state.returnedAt = event.occurredAt;
    },
  },

  'case-closed': {
    check: (state, event, context) => firstOf(closeCheck(state, event, context), notBefore(event, custodySince(state), responsibleSince(state)), notBeforeGrounds(context, event, state.exit?.at, state.returnedAt, state.refused?.at, state.declined?.at)),
    apply: (state, event) => {
      const { code, survivor, continuedIn } = event.data;
      endIntervals(state, event.occurredAt);
      state.closed = { code, at: event.occurredAt, survivor, continuedIn };
    },
  },
};
