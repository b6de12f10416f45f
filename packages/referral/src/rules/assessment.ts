import type { Recorded } from '@guitu/contracts';
import type { CaseState } from '../state.js';
import { approvalsOf } from '../viewer.js';

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
