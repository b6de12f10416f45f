import type { Role, Safeguard, SealedClass } from '@guitu/contracts';
import type { Withheld } from '../port.js';
import type { Grant, Level, Purpose } from './table.js';
import { disclosureTable, safeguardRules } from './table.js';

export interface DisclosureQuestion {
  readonly role: Role;
  readonly relations: readonly string[];
  readonly purpose: Purpose;
  readonly dataClass: SealedClass;
  readonly safeguards: readonly Safeguard[];
}

/** What the table says, and by which of its lines. */
export type Disclosure = { readonly level: Exclude<Level, 'none'>; readonly because: string } | { readonly level: 'none'; readonly because: string; readonly reason: Withheld };

/** From nothing to everything. The table never gives one role both `masked` and `summary` of a class, so their order decides nothing. */
const ascending: readonly Level[] = ['none', 'masked', 'summary', 'full'];

const reasons: Readonly<Record<Safeguard, Withheld>> = { restricted: 'restricted', 'under-14': 'needs-approval', hidden: 'hidden' };
const unlisted: Disclosure = { level: 'none', because: 'no line of the table gives it', reason: 'not-disclosed' };

/** The most that the table gives for any of the relations, less what a safeguard withholds; nothing for a word that it does not know. Pure. */
export function disclosure(question: DisclosureQuestion): Disclosure {
  let best = unlisted;
  for (const grant of disclosureTable) {
    const level = grant.see[question.dataClass] ?? 'none';
    if (level === 'none' || ascending.indexOf(level) <= ascending.indexOf(best.level) || !applies(grant, question)) continue;
    if (isCharged(grant, question)) best = { level, because: grant.because };
    else if (best === unlisted) best = { level: 'none', because: grant.because, reason: 'needs-approval' };
  }
  return best === unlisted || question.safeguards.length === 0 ? best : (withheldBy(question) ?? best);
}

/** The level alone. */
export const disclosureLevel = (question: DisclosureQuestion): Level => disclosure(question).level;

function applies(grant: Grant, { role, relations, purpose }: DisclosureQuestion): boolean {
  if (!grant.roles.includes(role) || !grant.purposes.includes(purpose)) return false;
  const granting: readonly string[] | 'anybody' = grant.relations;
  return granting === 'anybody' || relations.some((relation) => granting.includes(relation));
}

/** Where the line is for one human: is it this one? */
const isCharged = ({ approvals = [] }: Grant, { relations }: DisclosureQuestion): boolean => approvals.length === 0 || approvals.some((approval) => relations.includes(approval));

/** The first safeguard, in the order of the table, that lets this class not through. */
function withheldBy({ safeguards, relations, dataClass }: DisclosureQuestion): Disclosure | undefined {
  // From a hub of a later version, say.
  if (safeguards.some((safeguard) => !Object.hasOwn(safeguardRules, safeguard))) return { level: 'none', because: 'the table does not know what protects the person', reason: 'not-disclosed' };
  for (const [safeguard, { withholds, unless, because }] of Object.entries(safeguardRules) as [Safeguard, (typeof safeguardRules)[Safeguard]][]) {
    if (!safeguards.includes(safeguard) || !withholds.includes(dataClass)) continue;
    if (!unless.some((approval) => relations.includes(approval))) return { level: 'none', because, reason: reasons[safeguard] };
  }
  return undefined;
}
