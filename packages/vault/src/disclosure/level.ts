import type { Role, SealedClass } from '@guitu/contracts';
import type { Grant, Level, Purpose } from './table.js';
import { disclosureTable } from './table.js';

export interface DisclosureQuestion {
  readonly role: Role;
  readonly relations: readonly string[];
  readonly purpose: Purpose;
  readonly dataClass: SealedClass;
}

/** From nothing to everything. The table never gives one role both `masked` and `summary` of a class, so their order decides nothing. */
const ascending: readonly Level[] = ['none', 'masked', 'summary', 'full'];

/** The most that the table gives for any of the relations; `none` for a role, relation or purpose that it does not name. Pure. */
export function disclosureLevel(question: DisclosureQuestion): Level {
  let best: Level = 'none';
  for (const grant of disclosureTable) {
    const level = grant.see[question.dataClass] ?? 'none';
    if (ascending.indexOf(level) > ascending.indexOf(best) && applies(grant, question)) best = level;
  }
  return best;
}

function applies(grant: Grant, { role, relations, purpose }: DisclosureQuestion): boolean {
  if (!grant.roles.includes(role) || !grant.purposes.includes(purpose)) return false;
  const granting: readonly string[] | 'anybody' = grant.relations;
  return granting === 'anybody' || relations.some((relation) => granting.includes(relation));
}
