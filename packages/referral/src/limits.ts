import { dueAt, dutiesAtAdmission, rulesInForce, statutoryCalendar } from './clocks/index.js';
import type { Admission, WorkingCalendar } from './clocks/index.js';
import type { CaseState, RecordedDuty, Referral } from './state.js';

/** When a rule that began then falls due, by the rules in force then; undefined where none was. */
export function limitOf(ruleId: string, from: string): string | undefined {
  const rule = rulesInForce(from).find((known) => known.ruleId === ruleId);
  return rule === undefined ? undefined : dueAt(rule, from, statutoryCalendar).dueAt;
}

/** Until when the other side is waited for: the arrival that the asker named, or for the answer to a return, and for its collection, our own choice of limits (T17, T18; the law gives no number). */
export function answerDue({ purpose, status, expectedAt, sentAt, since, mode }: Referral): string | undefined {
  if (purpose === 'return') {
    if (status === 'requested') return limitOf('T17-acknowledge', sentAt);
    if (status === 'received') return limitOf('T17-decide', sentAt);
    if (status === 'accepted' && mode === 'will-collect') return limitOf('T18', since);
  }
  return expectedAt;
}

/** Duties that begin with an admission, as its event records them. */
export function dutiesFrom(admission: Admission, calendar: WorkingCalendar = statutoryCalendar): readonly RecordedDuty[] {
  return dutiesAtAdmission(admission, calendar).map(({ ruleId, dueAt: due, ruleVersion, calendarVersion }) => ({ rule: ruleId, dueAt: due, ruleVersion: String(ruleVersion), calendarVersion: calendarVersion ?? 'none' }));
}

/** As recorded; where the identity was known at the admission and has proved wrong, with the identity clocks, which run from the admission all the same (domain 8A 7). */
export function dutiesOf({ admitted, identified, duties }: CaseState): readonly RecordedDuty[] {
  if (admitted === undefined || identified || duties.some(({ rule }) => rule === 'T05')) return duties;
  return [...duties, ...dutiesFrom({ at: admitted.at, identified: false, mayLeave: false, place: admitted.place })];
}

/** Duties of the admission that something has not yet ended: an open notice ends T05 (and protection, under which there is none), a request for DNA T06, an application T12; knowing who it is ends all. */
export function openDuties(state: CaseState): readonly RecordedDuty[] {
  const { admitted } = state;
  if (admitted === undefined || state.identified) return [];
  const done: Readonly<Record<string, boolean>> = {
    T03: true, // The stay has a clock of its own.
    T05: state.protectedSince !== undefined || Object.values(state.notices).some(({ open }) => open),
    T06: Object.values(state.requests).some(({ kind }) => kind === 'dna'),
    T12: Object.keys(state.applications).length > 0,
  };
  return dutiesOf(state).filter(({ rule }) => done[rule] !== true);
}
