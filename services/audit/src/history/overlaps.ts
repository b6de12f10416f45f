import type { Custodian } from '@guitu/referral';

export interface Stay {
  readonly caseId: string;
  readonly custodian: Custodian;
  readonly from: string;
  readonly to?: string;
}

export interface CustodyOverlap {
  readonly kind: 'custody-overlap';
  readonly from: string;
  /** Absent while both still hold. */
  readonly to?: string;
  readonly stays: readonly [{ readonly caseId: string; readonly custodian: Custodian }, { readonly caseId: string; readonly custodian: Custodian }];
}

/** Somebody has the person. Alone, not met and unlocated are no custody that a second case could contradict. */
const holds = ({ kind }: Custodian): boolean => kind !== 'self' && kind !== 'not-met' && kind !== 'unlocated';
const last = '9999';

/**
 * Stretches in which two cases of one person both say that somebody has the person. Within a case this cannot be; between cases it is a finding to
 * show: a report was not recognised, a link is wrong, or a time is (protocol section 1). Gaps between cases are normal.
 */
export function custodyOverlaps(stays: readonly Stay[]): readonly CustodyOverlap[] {
  const held = stays.filter(({ custodian, from, to }) => holds(custodian) && from < (to ?? last)).sort((one, other) => (one.from < other.from ? -1 : one.from > other.from ? 1 : 0));
  const found: CustodyOverlap[] = [];
  let active: Stay[] = [];
  for (const stay of held) {
    active = active.filter(({ to }) => (to ?? last) > stay.from);
    for (const earlier of active) {
      if (earlier.caseId === stay.caseId) continue;
      const to = (earlier.to ?? last) < (stay.to ?? last) ? earlier.to : stay.to;
      found.push({
        kind: 'custody-overlap',
        from: stay.from,
        ...(to === undefined ? {} : { to }),
        stays: [{ caseId: earlier.caseId, custodian: earlier.custodian }, { caseId: stay.caseId, custodian: stay.custodian }],
      });
    }
    active.push(stay);
  }
  return found;
}

/** Times between the first and the last case in which no case was open. */
export function gapsBetween(spans: readonly { readonly from: string; readonly to?: string }[]): readonly { readonly from: string; readonly to: string }[] {
  const sorted = [...spans].sort((one, other) => (one.from < other.from ? -1 : 1));
  const gaps: { from: string; to: string }[] = [];
  let end: string | undefined;
  for (const span of sorted) {
    if (end !== undefined && span.from > end) gaps.push({ from: end, to: span.from });
    const to = span.to ?? last;
    if (end === undefined || to > end) end = to;
  }
  return gaps;
}
