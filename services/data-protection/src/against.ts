import type { CaseState } from '@guitu/referral';
import { termOf } from './retention/terms.js';
import type { RetentionTerms } from './retention/terms.js';

/** One thing that stands against an erasure or a restriction, and of which case. */
export interface Against {
  /** `case-open`: help goes on. `statutory-term`: the file must be kept until `ends`. `retention-class`: files of this class are kept for ever. */
  readonly code: 'case-open' | 'statutory-term' | 'retention-class';
  readonly caseId: string;
  readonly line?: string;
  readonly ends?: string;
}

function against(state: CaseState, kind: 'erasure' | 'restriction', terms: RetentionTerms, now: string): Against | undefined {
  const { caseId } = state;
  if (state.closed === undefined) return { code: 'case-open', caseId };
  // What must be kept is what is restricted instead (PIPL art. 47).
  const term = kind === 'restriction' ? undefined : termOf(state, terms);
  if (term === undefined) return undefined;
  if (term.ends === undefined) return { code: 'retention-class', caseId, line: term.line };
  return term.ends > now ? { code: 'statutory-term', caseId, line: term.line, ends: term.ends } : undefined;
}

/** What stands against it now, of all cases of the person. `now`: business clock. */
export const standsAgainst = (states: readonly CaseState[], kind: 'erasure' | 'restriction', terms: RetentionTerms, now: string): readonly Against[] =>
  states.flatMap((state) => against(state, kind, terms, now) ?? []);
