import { caseNumber, localYearOf } from '@guitu/contracts';
import { dutiesOf, statutoryCalendar } from '@guitu/referral';
import type { CaseState } from '@guitu/referral';
import type { LogPlace } from '../log/log-index.js';
import type { FoldedCase } from './case-fold.js';
import { cutIntervals, running } from './intervals.js';
import { handoversOf } from './signatures.js';

/** Custody and responsibility of a case, bounded by when things happened. */
export function intervalsOf(state: CaseState, at: string | undefined) {
  const custody = cutIntervals(state.custodyHistory, at);
  const responsibility = cutIntervals(state.responsibilityHistory, at);
  return { custodian: running(custody)?.custodian, responsible: running(responsibility)?.organisation, custody, responsibility };
}

export const numberOf = ({ state, events }: FoldedCase): string => caseNumber(state.caseId, localYearOf(events[0]?.event.occurredAt ?? '1970-01-01T00:00:00.000Z'));

/** The case as audit shows it: class `record` only. What it says of the present is what the prefix knows. */
export function caseView(folded: FoldedCase, prefix: LogPlace, at: string | undefined) {
  const { state } = folded;
  return {
    caseId: state.caseId,
    caseNumber: numberOf(folded),
    personId: state.personId,
    asOf: prefix,
    ...(at === undefined ? {} : { at }),
    opened: state.opened,
    assessment: state.assessment,
    eligibility: state.eligibility,
    admitted: state.admitted,
    exit: state.exit,
    closed: state.closed,
    ...intervalsOf(state, at),
    guardianship: state.guardianship,
    referrals: Object.values(state.referrals),
    handovers: handoversOf(folded),
    escalations: Object.values(state.escalations),
    placements: Object.values(state.placements),
    // As recorded; where nothing was, by the law alone, so that the same prefix has the same answer whatever notices this copy knows.
    duties: dutiesOf(state, statutoryCalendar),
    forbiddenEvents: folded.events.flatMap(({ event, forbidden, place }) => (forbidden === undefined ? [] : [{ eventId: event.id, name: event.name, index: place.index, code: forbidden }])),
  };
}
