import { localDateOf } from '@guitu/contracts';
import type { CaseState } from './state.js';

/** Whether processing is restricted at this instant of the business clock: from the restriction on, to the end of its last day (+08:00) where it has one. */
export const isRestricted = ({ restrictedSince, restrictedUntil }: Pick<CaseState, 'restrictedSince' | 'restrictedUntil'>, at: string): boolean =>
  restrictedSince !== undefined && (restrictedUntil === undefined || localDateOf(at) <= restrictedUntil);
