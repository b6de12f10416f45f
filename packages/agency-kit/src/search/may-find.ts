import { isHiddenFrom, relationsToCase, safeguardsOf, standing } from '@guitu/referral';
import type { CaseState, Register, Viewer } from '@guitu/referral';
import { applyLevel, disclosureLevel } from '@guitu/vault';
import type { IndexKind } from '@guitu/vault';

/** Where in class `identity` that stands by which one searches. */
const memberOf = { name: 'name', 'id-number': 'idNumber' } as const satisfies Record<IndexKind, string>;

/**
 * Whether a case may be found by what its person is called. To find is to be told: so only by who takes part in it today, from whom the person is not hidden, and who may
 * read that very member by the disclosure table, whole. A care partner finds by name and not by number; a hospital that neither has the person nor is about to finds by
 * neither; a child is found by those whose looking was approved.
 */
export function mayFind(state: CaseState, kind: IndexKind, viewer: Viewer, register: Register, now: string): boolean {
  if (isHiddenFrom(state, viewer.organisation) || standing(state, viewer.organisation, register, now) !== 'full') return false;
  const level = disclosureLevel({ role: viewer.role, relations: relationsToCase(state, viewer, register, now), purpose: 'case-work', dataClass: 'identity', safeguards: safeguardsOf(state, viewer, now) });
  const whole = { person: { [memberOf[kind]]: 'whole' } };
  return JSON.stringify(applyLevel(level, 'identity', whole)) === JSON.stringify(whole);
}
