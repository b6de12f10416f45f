import type { CaseState } from '@guitu/referral';
import type { RetentionClass } from './schedule.js';

/** Whole years after the close, or for ever. A class without a term is off. */
export type RetentionTerms = Readonly<Partial<Record<RetentionClass, number | 'permanent'>>>;

export interface Term {
  readonly line: RetentionClass;
  /** The first instant at which the file need not be kept any more; absent for one that is kept for ever. */
  readonly ends?: string;
}

/** Somebody who was never identified, was settled, or died, may be looked for in thirty years. */
export const classOf = (state: CaseState): RetentionClass =>
  state.diedAt !== undefined || state.settled !== undefined || (state.admitted !== undefined && !state.identified) ? 'kept-for-identification' : 'case-file';

function laterByYears(instant: string, years: number): string {
  const date = new Date(instant);
  date.setUTCFullYear(date.getUTCFullYear() + years);
  return date.toISOString();
}

/** How long the file of a closed case must be kept; undefined where it is open or where nobody has set a term. */
export function termOf(state: CaseState, terms: RetentionTerms): Term | undefined {
  const line = classOf(state);
  const years = terms[line];
  if (state.closed === undefined || years === undefined) return undefined;
  return years === 'permanent' ? { line } : { line, ends: laterByYears(state.closed.at, years) };
}
