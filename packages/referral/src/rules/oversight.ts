import type { Recorded } from '@guitu/contracts';
import { refuse } from '../refusal.js';
import { takesPart } from '../participation.js';
import { isRestricted, isRestrictedTo } from '../restriction.js';
import type { CaseState } from '../state.js';
import type { RuleContext, Rules } from './rule.js';
import { firstOf, isCommand, unless } from './rule.js';
import { heldBy, isDropped, lastResponsible } from './standing.js';

/** Raised only as the receiver of a referral that is so no longer: the wrong county brings nobody into a case that it has lost (protocol section 4). The third hop escalates once. */
function hasLostTheCase(state: CaseState, { actor: { organisation }, data: { referralId, previous, issue } }: Recorded<'escalation-raised'>): boolean {
  const referral = referralId === undefined ? undefined : state.referrals[referralId];
  if (referral?.receiver !== organisation || !isDropped(referral)) return false;
  if (heldBy(state) === organisation || state.responsible?.organisation === organisation || previous !== undefined) return false;
  return issue !== 'third-redirect' || referral.hop < 2 || Object.values(state.escalations).some((escalation) => escalation.referralId === referralId);
}

/** Taking part in both cases is what lets an organisation say that they are one (protocol section 4). */
function partOfOther(context: RuleContext, caseId: string, organisation: string): boolean {
  const other = context.others?.get(caseId);
  if (other === undefined) return false;
  const responsible = lastResponsible(other);
  return takesPart(other, organisation) || (responsible !== undefined && context.register.supervises(organisation, responsible));
}

export const oversightRules: Rules<'escalation-raised' | 'escalation-resolved' | 'guardianship-started' | 'guardianship-ended' | 'duplicate-accepted' | 'duplicate-declared' | 'restricted' | 'restriction-lifted'> = {
  'escalation-raised': {
    check: (state, event, context) => {
      const { to, referralId, previous } = event.data;
      const earlier = previous === undefined ? undefined : state.escalations[previous];
      return firstOf(
        unless(context.register.roleOf(to) === 'civil-affairs', 'receiver-cannot'),
        unless(to !== event.actor.organisation, 'to-yourself'),
        referralId !== undefined && unless(state.referrals[referralId] !== undefined, 'no-such-referral'),
        isCommand(context) && unless(!hasLostTheCase(state, event), 'not-yours'),
        previous !== undefined && firstOf(unless(earlier !== undefined, 'no-such-thing'), unless(earlier?.status === 'open', 'not-open'), unless(earlier?.addressee === event.actor.organisation, 'not-yours')),
      );
    },
    apply: (state, event) => {
      const { escalationId, to, issue, referralId, previous } = event.data;
      const earlier = previous === undefined ? undefined : state.escalations[previous];
      if (earlier !== undefined) state.escalations[earlier.id] = { ...earlier, status: 'passed-up' };
      state.escalations[escalationId] = { id: escalationId, asker: event.actor.organisation, addressee: to, issue, referralId, status: 'open', since: event.occurredAt };
      state.addressed[to] ??= event.occurredAt;
    },
  },
  'escalation-resolved': {
    check: (state, event, context) => {
      const { escalationId, outcome, directs } = event.data;
      const escalation = state.escalations[escalationId];
      return firstOf(
        unless(escalation !== undefined, 'no-such-thing'),
        unless(escalation?.status === 'open', 'not-open'),
        // An order to accept is for the level above (protocol section 4); to name another county is for anybody who has found it.
        isCommand(context) && (outcome === 'accept-ordered' || outcome === 'escort-anyway') && directs !== undefined && unless(context.register.supervises(event.actor.organisation, directs), 'not-directed'),
      );
    },
    apply: (state, event) => {
      const { escalationId, outcome, directs } = event.data;
      const escalation = state.escalations[escalationId];
      if (escalation !== undefined) state.escalations[escalationId] = { ...escalation, status: 'resolved', outcome, directs };
    },
  },
  'guardianship-started': {
    check: (state) => firstOf(unless(state.guardianship === undefined, 'already-done'), unless(state.assessment !== undefined && state.assessment.ageCut !== 'adult', 'not-a-minor')),
    apply: (state, event) => {
      state.guardianship = { guardian: event.actor.organisation, since: event.occurredAt, eventId: event.id };
    },
  },
  // Guardianship is a field of its own: a child may be home, and the case closed, before it ends.
  'guardianship-ended': {
    afterClose: true,
    check: (state, event) => firstOf(unless(state.guardianship !== undefined, 'not-open'), state.guardianship !== undefined && event.occurredAt < state.guardianship.since && refuse('occurred-before')),
    apply: (state) => {
      delete state.guardianship;
    },
  },

  // In this order and on these two streams, so that two opposite declarations can never close both cases (design section 2).
  'duplicate-accepted': {
    check: (state, event, context) => firstOf(unless(event.data.of !== state.caseId, 'same-case'), context.others !== undefined && unless(partOfOther(context, event.data.of, event.actor.organisation), 'both-cases'), unless(state.duplicateOf === undefined, 'duplicate-order'), unless(!state.duplicatesAccepted.includes(event.data.of), 'already-done')),
    apply: (state, event) => {
      state.duplicatesAccepted = [...state.duplicatesAccepted, event.data.of];
    },
  },
  'duplicate-declared': {
    check: (state, event, context) => {
      const survivor = context.others?.get(event.data.survivor);
      return firstOf(
        unless(event.data.survivor !== state.caseId, 'same-case'),
        unless(state.duplicateOf === undefined, 'already-done'),
        unless(state.duplicatesAccepted.length === 0, 'is-survivor'),
        unless(state.admitted === undefined, 'already-admitted'),
        context.others !== undefined && unless(partOfOther(context, event.data.survivor, event.actor.organisation), 'both-cases'),
        context.others !== undefined && unless(survivor !== undefined && survivor.closed === undefined && survivor.duplicateOf === undefined && survivor.duplicatesAccepted.includes(state.caseId), 'duplicate-order'),
      );
    },
    apply: (state, event) => {
      state.duplicateOf = event.data.survivor;
    },
  },
  restricted: {
    afterClose: true,
    // What is still to be done for the person goes before: an open case must stay recordable. A later last day, or none, takes the place of an earlier one, and never the other way round.
    check: (state, event) => firstOf(unless(state.closed !== undefined, 'case-open'), unless(!isRestrictedTo(state, event.data.until, event.time), 'already-done')),
    apply: (state, event) => {
      state.restrictedSince = event.occurredAt;
      delete state.restrictedUntil;
      if (event.data.until !== undefined) state.restrictedUntil = event.data.until;
    },
  },
  'restriction-lifted': {
    afterClose: true,
    check: (state, event) => unless(isRestricted(state, event.time), 'not-restricted'),
    apply: (state) => {
      delete state.restrictedSince;
      delete state.restrictedUntil;
    },
  },
};
