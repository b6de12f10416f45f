import { refuse } from '../refusal.js';
import type { Recorded } from '@guitu/contracts';
import type { CaseState, Custodian } from '../state.js';
import type { Rules } from './rule.js';
import { isSpecial, takeAssessment } from './assessment.js';
import { custodySince, moveCustody, moveResponsibility } from './intervals.js';
import { firstOf, notBefore, unless } from './rule.js';
import { atOrganisation, custodianKind, episodeOver, heldBy } from './standing.js';

function open(state: CaseState, event: Recorded<'found'> | Recorded<'help-requested'>): void {
  const { organisation, role, user } = event.actor;
  state.opened = { organisation, role, at: event.occurredAt, eventId: event.id, ...(user === undefined ? {} : { user }) };
  state.personId = event.data.personId ?? '';
  moveResponsibility(state, event, event.actor.organisation, 'first-contact');
}

/** Police and station vans are under way; a hospital that opens the case has the person at rest. */
function taken(event: Recorded<'found'>): { custodian: Custodian; inTransit?: string } {
  const { organisation, role } = event.actor;
  const custodian = atOrganisation(organisation, role);
  return role === 'hospital' ? { custodian } : { custodian, inTransit: 'own-vehicle' };
}

export const openingRules: Rules<'found' | 'help-requested' | 'help-declined' | 'condition-assessed' | 'companions-linked'> = {
  found: {
    check: (state, event) =>
      firstOf(
        event.data.disposition !== 'taken-along' && !event.data.assessment.maySelfLeave && refuse('special-person-not-alone'),
        state.opened !== undefined &&
          firstOf(
            unless(custodianKind(state) === 'not-met' || custodianKind(state) === 'unlocated', 'already-met'),
            unless(!episodeOver(state), 'exit-done'),
            notBefore(event, custodySince(state)),
          ),
      ),
    apply: (state, event) => {
      if (state.opened === undefined) open(state, event);
      takeAssessment(state, event, event.data.assessment);
      if (event.data.disposition === 'taken-along') {
        const { custodian, inTransit } = taken(event);
        moveCustody(state, event, custodian, inTransit);
      } else moveCustody(state, event, { kind: 'self' });
    },
  },

  'help-requested': {
    check: (_state, event) => (event.data.channel === 'walk-in' && event.data.assessment === undefined ? refuse('assessment-needed') : undefined),
    apply: (state, event) => {
      open(state, event);
      takeAssessment(state, event, event.data.assessment);
      if (event.data.channel !== 'walk-in') moveCustody(state, event, { kind: 'not-met' });
      else if (isSpecial(state)) moveCustody(state, event, atOrganisation(event.actor.organisation, event.actor.role));
      else moveCustody(state, event, { kind: 'self' });
    },
  },

  // A free adult who says no is free to go, also out of a police car: custody goes to self. Protocol section 1, "declined".
  'help-declined': {
    check: (state, event) =>
      firstOf(
        unless(state.admitted === undefined, 'already-admitted'),
        unless(custodianKind(state) !== 'not-met' && custodianKind(state) !== 'unlocated', 'not-met-yet'),
        unless(custodianKind(state) === 'self' || heldBy(state) === event.actor.organisation, 'person-elsewhere'),
        unless(event.data.assessment?.maySelfLeave ?? !isSpecial(state), 'special-not-declinable'),
        notBefore(event, custodySince(state)),
      ),
    apply: (state, event) => {
      takeAssessment(state, event, event.data.assessment);
      state.declined = { at: event.occurredAt };
      moveCustody(state, event, { kind: 'self' });
    },
  },

  'condition-assessed': {
    check: (state, event) =>
      firstOf(
        unless(custodianKind(state) !== 'self' || event.data.assessment.maySelfLeave, 'special-person-not-alone'),
        state.assessment !== undefined && event.occurredAt < state.assessment.at && refuse('occurred-before'),
      ),
    apply: (state, event) => takeAssessment(state, event, event.data.assessment),
  },

  'companions-linked': {
    check: (state, event) => unless(!event.data.cases.includes(state.caseId), 'same-case'),
    apply: (state, event) => {
      state.companions = [...new Set([...state.companions, ...event.data.cases])];
    },
  },
};
