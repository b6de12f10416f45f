import type { Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import type { CaseState } from '../state.js';
import { firstOf, unless } from './rule.js';

const agreed: ReadonlySet<string> = new Set(['will-collect', 'will-receive']);

/**
 * Why kin or the work unit may not receive the person from this organisation, at its door or at theirs. A station that has admitted checks the kin itself
 * before a hospital or a partner lets the person go with them (protocol walk 13).
 */
export function kinMayNot(state: CaseState, event: Recorded): Refusal | undefined {
  const responsible = state.responsible?.organisation;
  const checked = responsible === undefined ? undefined : state.kin[responsible];
  return firstOf(
    unless(state.protectedSince === undefined, 'protected'),
    event.actor.role === 'hospital' && unless(state.hospitalStay?.dischargedAt !== undefined, 'discharge-needed'),
    state.admitted !== undefined && responsible !== event.actor.organisation && unless(checked !== undefined && agreed.has(checked.result), 'kin-check-needed'),
  );
}
