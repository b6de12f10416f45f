import type { EventName } from '@guitu/contracts';
import { accessRules } from './access.js';
import { amendRules } from './amend.js';
import { careRules } from './care.js';
import { handoverRules } from './handover.js';
import { identityRules } from './identity.js';
import { leavingRules } from './leaving.js';
import { medicalRules } from './medical.js';
import { openingRules } from './opening.js';
import { oversightRules } from './oversight.js';
import { referralRules } from './referral.js';
import type { Rules } from './rule.js';
import { stationRules } from './station.js';

/** One rule for every event type of a case stream; the compiler says when one is missing. */
export type CaseEventName = Exclude<EventName, 'follow-up-visited' | 'note-added' | 'care-recorded' | 'identity-claimed' | 'linked' | 'unlinked' | 'erased' | 'hub-started'>;
export const caseRules: Rules<CaseEventName> = {
  ...openingRules,
  ...referralRules,
  ...handoverRules,
  ...medicalRules,
  ...stationRules,
  ...identityRules,
  ...leavingRules,
  ...careRules,
  ...oversightRules,
  ...amendRules,
  ...accessRules,
};

const ruled: ReadonlySet<string> = new Set(Object.keys(caseRules));
export function isCaseEvent(name: EventName): name is CaseEventName {
  return ruled.has(name);
}
export type { RuleContext } from './rule.js';
export { isSpecial } from './assessment.js';
export { atOrganisation, heldBy, isOpen, lastResponsible, openHandover } from './standing.js';
