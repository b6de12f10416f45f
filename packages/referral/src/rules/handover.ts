import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState, Handover } from '../state.js';
import { entitled, handedOver } from './handing-over.js';
import type { RuleContext, Rules } from './rule.js';
import { custodySince } from './intervals.js';
import { firstOf, isCommand, notBefore, unless } from './rule.js';
import { heldBy, openHandover } from './standing.js';

/** The end of a contract stops new placements, also those that a partner accepted before. */
function contractRuns(state: CaseState, event: Recorded<'handover-offered'>, { register }: RuleContext): Refusal | undefined {
  const { to, referralId } = event.data;
  const placement = referralId !== undefined && state.referrals[referralId]?.purpose === 'placement';
  return placement ? unless(register.contractAt(state.responsible?.organisation ?? '', to, event.occurredAt) !== undefined, 'no-contract') : undefined;
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
    check: (state, event, context) => {
      const pending = openHandover(state);
      return firstOf(
        unless(state.diedAt === undefined, 'deceased'),
        unless(heldBy(state) === event.actor.organisation, 'person-elsewhere'),
        unless(event.data.to !== event.actor.organisation, 'to-yourself'),
        // After a dispute the giver may offer again to the same receiver; the disputed offer is then replaced.
        unless(pending === undefined || (pending.status === 'disputed' && pending.to.kind === 'organisation' && pending.to.organisation === event.data.to), 'handover-open'),
        entitled(state, event.data.to, event.data.referralId),
        contractRuns(state, event, context),
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

  'handed-over': handedOver,

  'handover-disputed': {
    check: (state, event, context) => {
      const { handoverId, code } = event.data;
      const referralId = state.handovers[handoverId]?.referralId;
      const own = state.responsible?.organisation === event.actor.organisation;
      return firstOf(
        openOf(state, event, handoverId, ['offered']),
        // Whose own charge comes back, or who was directed to take the person, may object to the wrong person or to missing papers of discharge, never to the person.
        code === 'not-agreed' &&
          firstOf(
            unless(!own || (referralId !== undefined && !isCommand(context)), 'cannot-decline-own'),
            unless(referralId === undefined || state.referrals[referralId]?.directedBy === undefined, 'directed'),
          ),
      );
    },
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
