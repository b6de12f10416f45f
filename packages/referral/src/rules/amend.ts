import { unless } from './rule.js';
import type { Rules } from './rule.js';

/** What voids and corrections do to the state; what they may touch is decided with the history at hand, in `../void.ts` and `../correct.ts`. */
export const amendRules: Rules<'corrected' | 'void-proposed' | 'voided'> = {
  corrected: { afterClose: true },
  'void-proposed': {
    afterClose: true,
    check: (state, event) => unless(state.voidProposals[event.data.target] === undefined, 'already-done'),
    apply: (state, event) => {
      state.voidProposals[event.data.target] = { by: event.actor.organisation, at: event.occurredAt, eventId: event.id };
    },
  },
  voided: {
    afterClose: true,
    apply: (state, event) => {
      delete state.voidProposals[event.data.target];
    },
  },
};
