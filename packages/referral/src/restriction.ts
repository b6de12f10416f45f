import { localDateOf } from '@guitu/contracts';
import type { CaseState } from './state.js';

/** Whether processing is restricted at this instant of the business clock: from the restriction on, to the end of its last day (+08:00) where it has one. */
export const isRestricted = ({ restrictedSince, restrictedUntil }: Pick<CaseState, 'restrictedSince' | 'restrictedUntil'>, at: string): boolean =>
  restrictedSince !== undefined && (restrictedUntil === undefined || localDateOf(at) <= restrictedUntil);

/** Whether what is restricted at this instant stays so at least to the end of this last day; without one, until it is lifted. */
export const isRestrictedTo = (state: Pick<CaseState, 'restrictedSince' | 'restrictedUntil'>, until: string | undefined, at: string): boolean =>
  isRestricted(state, at) && (state.restrictedUntil === undefined || (until !== undefined && until <= state.restrictedUntil));
