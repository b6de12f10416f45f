import { allRules, dueAt, dutiesAtAdmission, rulesInForce } from './clocks/index.js';
import type { Admission, DutyRule, WorkingCalendar } from './clocks/index.js';
import type { CaseState, RecordedDuty, Referral } from './state.js';

/** Until when something is waited for; nothing where no limit is known. */
export interface Limit {
  readonly dueAt?: string;
  /** The calendar lacks something that could move the date: a year, or its swap days (调休). */
  readonly dueProvisional?: true;
}

function limitBy(rule: DutyRule | undefined, from: string, calendar: WorkingCalendar): Limit {
  if (rule === undefined) return {};
  const { dueAt: due, provisional } = dueAt(rule, from, calendar);
  return { dueAt: due, ...(provisional ? { dueProvisional: true } : {}) };
}

/** When a rule that began then falls due, by the rules in force then. */
export const limitOf = (ruleId: string, from: string, calendar: WorkingCalendar): Limit => limitBy(rulesInForce(from).find((known) => known.ruleId === ruleId), from, calendar);

/** Until when the other side is waited for: the arrival that the asker named, or for the answer to a return, and for its collection, our own choice of limits (T17, T18; the law gives no number). */
export function answerDue({ purpose, status, expectedAt, sentAt, since, mode }: Referral, calendar: WorkingCalendar): Limit {
  if (purpose === 'return') {
    if (status === 'requested') return limitOf('T17-acknowledge', sentAt, calendar);
    if (status === 'received') return limitOf('T17-decide', sentAt, calendar);
    if (status === 'accepted' && mode === 'will-collect') return limitOf('T18', since, calendar);
  }
  return expectedAt === undefined ? {} : { dueAt: expectedAt };
}

/** Duties that begin with an admission, as its event records them. */
export function dutiesFrom(admission: Admission, calendar: WorkingCalendar): readonly RecordedDuty[] {
  return dutiesAtAdmission(admission, calendar).map(({ ruleId, dueAt: due, ruleVersion, calendarVersion }) => ({ rule: ruleId, dueAt: due, ruleVersion: String(ruleVersion), calendarVersion: calendarVersion ?? 'none' }));
}

/** As recorded; where the identity was known at the admission and has proved wrong, with the identity clocks, which run from the admission all the same (domain 8A 7). */
export function dutiesOf({ admitted, identified, duties }: CaseState, calendar: WorkingCalendar): readonly RecordedDuty[] {
  if (admitted === undefined || identified || duties.some(({ rule }) => rule === 'T05')) return duties;
  return [...duties, ...dutiesFrom({ at: admitted.at, identified: false, mayLeave: false, place: admitted.place }, calendar)];
}

/** Duties of the admission that something has not yet ended: an open notice ends T05 (and protection, under which there is none), a request for DNA T06, an application T12; knowing who it is ends all. What is still owed moves with the calendar (domain 4.2). */
export function openDuties(state: CaseState, calendar: WorkingCalendar): readonly (Limit & { readonly rule: string })[] {
  const { admitted } = state;
  if (admitted === undefined || state.identified) return [];
  const done: Readonly<Record<string, boolean>> = {
    T03: true, // The stay has a clock of its own.
    T05: state.protectedSince !== undefined || Object.values(state.notices).some(({ open }) => open),
    T06: Object.values(state.requests).some(({ kind }) => kind === 'dna'),
    T12: Object.keys(state.applications).length > 0,
  };
  return dutiesOf(state, calendar)
    .filter(({ rule }) => done[rule] !== true)
    .map(({ rule, ruleVersion, dueAt: recorded, calendarVersion }) => {
      const counted = calendarVersion === 'none' ? undefined : allRules.find(({ ruleId, version }) => ruleId === rule && String(version) === ruleVersion);
      return { rule, ...(counted === undefined ? { dueAt: recorded } : limitBy(counted, admitted.at, calendar)) };
    });
}
