import { refuse } from '../refusal.js';
import type { Rules } from './rule.js';
import { firstOf, isAbove, isCommand, unless } from './rule.js';
import { heldBy, isOpen } from './standing.js';

/** Placement and settlement: facts of contract and decision. Custody moves by handovers only. */
export const careRules: Rules<'placement-approved' | 'placement-started' | 'placement-ended' | 'settlement-applied' | 'settlement-decided' | 'settled'> = {
  'placement-approved': {
    check: (state, event) => {
      const referral = state.referrals[event.data.referralId];
      return unless(referral?.purpose === 'placement' && !referral.approved && (isOpen(referral) || referral.status === 'fulfilled'), 'approval-impossible');
    },
    apply: (state, event) => {
      const referral = state.referrals[event.data.referralId];
      if (referral !== undefined) state.referrals[referral.id] = { ...referral, approved: true };
    },
  },
  'placement-started': {
    check: (state, event, context) => {
      const { partner, contract, from } = event.data;
      const known = context.register.contract(contract);
      return firstOf(
        unless(heldBy(state) === partner, 'person-elsewhere'),
        unless(known !== undefined && known.partner === partner && known.station === event.actor.organisation && known.from <= from && from <= known.to, 'no-contract'),
      );
    },
    apply: (state, event) => {
      const { placementId, partner, contract, from } = event.data;
      state.placements[placementId] = { id: placementId, by: event.actor.organisation, partner, contract, from };
    },
  },
  // A fact of the contract: it may come after the person went home and the case was closed there.
  'placement-ended': {
    afterClose: true,
    check: (state, event) => {
      const placement = state.placements[event.data.placementId];
      return firstOf(unless(placement !== undefined, 'no-such-thing'), unless(placement?.until === undefined, 'already-done'), placement !== undefined && event.data.until < placement.from && refuse('occurred-before'));
    },
    apply: (state, event) => {
      const placement = state.placements[event.data.placementId];
      if (placement !== undefined) state.placements[placement.id] = { ...placement, until: event.data.until };
    },
  },
  'settlement-applied': {
    check: (state, event, context) =>
      firstOf(
        unless(state.admitted !== undefined, 'not-admitted'),
        unless(isAbove(context, event.data.to, event), 'receiver-cannot'),
        unless(!Object.values(state.applications).some((application) => application.status === 'open'), 'already-done'),
      ),
    apply: (state, event) => {
      const { applicationId, to, kind } = event.data;
      state.applications[applicationId] = { id: applicationId, asker: event.actor.organisation, addressee: to, kind, status: 'open', since: event.occurredAt };
      state.addressed[to] ??= event.occurredAt;
    },
  },
  'settlement-decided': {
    check: (state, event) => {
      const application = state.applications[event.data.applicationId];
      return firstOf(unless(application !== undefined, 'no-such-thing'), unless(application?.status === 'open' || application?.status === 'more-evidence', 'not-open'));
    },
    apply: (state, event) => {
      const application = state.applications[event.data.applicationId];
      if (application !== undefined) state.applications[application.id] = { ...application, status: event.data.decision, since: event.occurredAt };
    },
  },
  settled: {
    check: (state, event, context) => {
      const { kind: asked, residence } = event.data;
      return firstOf(
        unless(Object.values(state.applications).some(({ status, kind }) => status === 'approved' && kind === asked), 'settlement-needed'),
        unless(state.settled === undefined, 'already-done'),
        isCommand(context) && residence !== undefined && unless(context.register.roleOf(residence) !== undefined, 'unknown-organisation'),
      );
    },
    apply: (state, event) => {
      state.settled = { at: event.occurredAt, residence: event.data.residence };
    },
  },
};
