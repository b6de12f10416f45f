import { isRestricted } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import type { Matter } from '@guitu/vault';
import { termOf } from './retention/terms.js';
import type { RetentionTerms } from './retention/terms.js';

/** One thing that stands against a matter, and of which case. */
export interface Against {
  /** `case-open`: help goes on. `statutory-term`: the file must be kept until `ends`. `retention-class`: files of this class are kept for ever. `not-restricted`: there is nothing to lift. */
  readonly code: 'case-open' | 'statutory-term' | 'retention-class' | 'not-restricted';
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
export function standsAgainst(states: readonly CaseState[], kind: Matter['kind'], terms: RetentionTerms, now: string): readonly Against[] {
  if (kind !== 'lifting') return states.flatMap((state) => against(state, kind, terms, now) ?? []);
  return states.some((state) => isRestricted(state, now)) ? [] : states.map(({ caseId }) => ({ code: 'not-restricted', caseId }));
}
