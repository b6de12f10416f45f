import { localDateOf } from '@guitu/contracts';
import type { Instant } from '@guitu/contracts';
import type { DutyRule } from './duty-rule.js';
import { localRules } from './local-rules.js';
import { nationalRules } from './national-rules.js';
import { ownRules } from './own-rules.js';

/** Every rule that ships, of every version and place. */
export const allRules: readonly DutyRule[] = [...nationalRules, ...ownRules, ...localRules];

/**
 * Rules whose clock starts at an instant: the national and own ones, and those of the places that the operator adopted
 * (`adopted`, division codes; by default none). Of several versions in force the highest counts; the most local wins
 * last, so an adopted place's row replaces the national row of the same id.
 */
export function rulesInForce(at: Instant, options: { readonly rules?: readonly DutyRule[]; readonly adopted?: readonly string[] } = {}): DutyRule[] {
  const { rules = allRules, adopted = [] } = options;
  const day = localDateOf(at);
  const rank = ({ jurisdiction }: DutyRule) => (jurisdiction === 'CN' ? 0 : 1 + adopted.indexOf(jurisdiction));
  const chosen = new Map<string, DutyRule>();
  for (const rule of rules) {
    const open = (rule.validFrom === undefined || rule.validFrom <= day) && (rule.validTo === undefined || day <= rule.validTo);
    if (!open || (rule.jurisdiction !== 'CN' && !adopted.includes(rule.jurisdiction))) continue;
    const other = chosen.get(rule.ruleId);
    const stronger = other === undefined || rank(rule) > rank(other) || (rank(rule) === rank(other) && rule.version > other.version);
    if (stronger) chosen.set(rule.ruleId, rule);
  }
  return [...chosen.values()];
}
