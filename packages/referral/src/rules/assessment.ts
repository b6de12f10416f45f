import type { Assessment, Recorded } from '@guitu/contracts';
import type { Refusal } from '../refusal.js';
import { refuse } from '../refusal.js';
import type { CaseState } from '../state.js';
import { approvalsOf } from '../viewer.js';
import type { RuleContext } from './rule.js';
import { isCommand } from './rule.js';

/** 特殊: a person who may not self-leave; nothing else on these pages. Somebody whom nobody assessed is treated as such. */
export const isSpecial = (state: CaseState): boolean => !(state.assessment?.maySelfLeave ?? false);

/**
 * Takes the newest assessment: the sign has an author and a date, and a later one can reverse it. That somebody is not under 14 after all lifts the safeguard only where
 * whoever says so may look at the record of a child: nobody opens it by a word about the age.
 */
export function takeAssessment(state: CaseState, event: Recorded, assessment: CaseState['assessment'] | undefined | object): void {
  if (assessment === undefined) return;
  const taken = { ...(assessment as NonNullable<CaseState['assessment']>), by: event.actor.organisation, at: event.occurredAt };
  state.assessment = taken;
  if (taken.ageCut === 'under-14') state.under14 = true;
  else if (state.under14 === true && approvalsOf(state, event.actor, event.time).length > 0) delete state.under14;
}

/** A later assessment reverses the sign (protocol section 1): one that was made earlier, and is written down after it, does not. */
export function seenEarlier(state: CaseState, event: Recorded, context: RuleContext): Refusal | undefined {
  const { assessment: said } = event.data as { readonly assessment?: Assessment };
  const known = state.assessment;
  return isCommand(context) && said !== undefined && known !== undefined && event.occurredAt < known.at && said.maySelfLeave !== known.maySelfLeave ? refuse('occurred-before') : undefined;
}
