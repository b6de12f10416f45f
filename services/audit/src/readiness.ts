import type { Projections } from '@guitu/event-bus';
import type { Readiness } from '@guitu/service-kit';
import { auditProjections } from './modules.js';

/** Beyond this a projection is far behind, and what audit answers is not the state of things. */
const FAR_BEHIND_MS = 30_000;

/** Each projection of audit serves its own version and was caught up less than half a minute ago. */
export function projectionReadiness(projections: Pick<Projections, 'status'>): Readiness {
  return {
    name: 'projections',
    check: async () => {
      const states = await projections.status();
      return auditProjections.every((name) => {
        const state = states.find((one) => one.name === name);
        return state !== undefined && !state.servesEarlierVersion && state.lagMs < FAR_BEHIND_MS;
      });
    },
  };
}
