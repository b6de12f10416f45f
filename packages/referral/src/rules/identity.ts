import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import type { AddressedRequest, CaseState } from '../state.js';
import type { RuleContext, Rules } from './rule.js';
import { firstOf, notBefore, unless } from './rule.js';
import { heldBy, openHandover } from './standing.js';

function request(state: CaseState, event: Recorded, id: string, kind: AddressedRequest['kind'], to: string, dueAt?: string): void {
  state.requests[id] = { id, kind, asker: event.actor.organisation, addressee: to, status: 'open', since: event.occurredAt, dueAt };
  state.addressed[to] ??= event.occurredAt;
}
function answerable(state: CaseState, event: Recorded, id: string, kind: AddressedRequest['kind']): Refusal | undefined {
  const asked = state.requests[id];
  return firstOf(unless(asked?.kind === kind, 'no-such-thing'), asked !== undefined && notBefore(event, { since: asked.since, eventId: asked.id }));
}
const addresseeIs = (context: RuleContext, to: string, ...roles: readonly string[]): Refusal | undefined => {
  const role = context.register.roleOf(to);
  return firstOf(unless(role !== undefined, 'unknown-organisation'), unless(role !== undefined && roles.includes(role), 'receiver-cannot'));
};

export const identityRules: Rules<
  'identity-check-requested' | 'identity-check-answered' | 'dna-requested' | 'dna-collected' | 'dna-result-returned' | 'identity-established' | 'identity-withdrawn'
> = {
  'identity-check-requested': {
    check: (_state, event, context) => firstOf(addresseeIs(context, event.data.to, 'police', 'civil-affairs'), unless(event.data.to !== event.actor.organisation, 'to-yourself')),
    apply: (state, event) => request(state, event, event.data.checkId, 'identity-check', event.data.to, event.data.dueAt),
  },
  'identity-check-answered': {
    afterClose: true,
    check: (state, event) => firstOf(answerable(state, event, event.data.checkId, 'identity-check'), unless(state.requests[event.data.checkId]?.status === 'open', 'not-open')),
    apply: (state, event) => {
      const asked = state.requests[event.data.checkId];
      if (asked !== undefined) state.requests[asked.id] = { ...asked, status: 'answered' };
    },
  },
  'dna-requested': {
    check: (_state, event, context) => addresseeIs(context, event.data.to, 'police'),
    apply: (state, event) => request(state, event, event.data.requestId, 'dna', event.data.to),
  },
  'dna-collected': {
    afterClose: true,
    check: (state, event) => firstOf(answerable(state, event, event.data.requestId, 'dna'), unless(state.requests[event.data.requestId]?.status === 'open', 'already-done')),
    apply: (state, event) => {
      const asked = state.requests[event.data.requestId];
      if (asked !== undefined) state.requests[asked.id] = { ...asked, status: 'collected' };
    },
  },
  // Several results are normal: a comparison that found nothing may match months later.
  'dna-result-returned': {
    afterClose: true,
    check: (state, event) => answerable(state, event, event.data.requestId, 'dna'),
    apply: (state, event) => {
      const asked = state.requests[event.data.requestId];
      if (asked !== undefined) state.requests[asked.id] = { ...asked, status: 'answered' };
    },
  },
  'identity-established': {
    check: (state, event) => firstOf(unless(!state.identified || state.identifiedAt === undefined || event.occurredAt >= state.identifiedAt, 'occurred-before')),
    apply: (state, event) => {
      state.identified = true;
      state.identifiedAt = event.occurredAt;
    },
  },
  'identity-withdrawn': {
    check: (state, event) => {
      const pending = openHandover(state);
      const homeward = pending?.referralId !== undefined && state.referrals[pending.referralId]?.purpose === 'return';
      // The return is withdrawn with the identity; an offer under it is its giver's to withdraw.
      return firstOf(unless(state.identified, 'not-open'), homeward && unless(heldBy(state) === event.actor.organisation, 'offer-pending'));
    },
    apply: (state) => {
      state.identified = false;
      delete state.identifiedAt;
    },
  },
};
