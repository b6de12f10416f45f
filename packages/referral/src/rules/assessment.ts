import type { Recorded } from '@guitu/contracts';
import type { CaseState } from '../state.js';

/** 特殊: a person who may not self-leave; nothing else on these pages. Somebody whom nobody assessed is treated as such. */
export const isSpecial = (state: CaseState): boolean => !(state.assessment?.maySelfLeave ?? false);

/** Takes the newest assessment: the sign has an author and a date, and a later one can reverse it. */
export function takeAssessment(state: CaseState, event: Recorded, assessment: CaseState['assessment'] | undefined | object): void {
  if (assessment === undefined) return;
  state.assessment = { ...(assessment as NonNullable<CaseState['assessment']>), by: event.actor.organisation, at: event.occurredAt };
}
