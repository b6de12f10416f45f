import type { Instant } from '@guitu/contracts';
import { dueAt } from './due-at.js';
import type { Due } from './due-at.js';
import type { DutyRule } from './duty-rule.js';
import { rulesInForce } from './rules-in-force.js';
import type { WorkingCalendar } from './working-calendar.js';

export interface Duty extends Due {
  readonly rule: DutyRule;
}

export interface Admission {
  /** When the person entered (`occurredat` of `admitted`), not when they were found. */
  readonly at: Instant;
  readonly identified: boolean;
  /** 16 or over and no sign of mental or intellectual impairment. */
  readonly mayLeave: boolean;
  /** At the bedside the station takes responsibility, not custody: the stay clock starts when the person is sheltered. */
  readonly place: 'station' | 'bedside';
}

const identityClocks = new Set(['T05', 'T06', 'T10', 'T12']);

/**
 * Duties that begin with an admission: T05, T06, T10 and T12 for somebody unidentified, T03 for somebody who may leave
 * and is in the station. In the order in which they fall due.
 */
export function dutiesAtAdmission(admission: Admission, calendar: WorkingCalendar, rules: readonly DutyRule[] = rulesInForce(admission.at)): Duty[] {
  const begins = ({ ruleId }: DutyRule) =>
    ruleId === 'T03' ? admission.mayLeave && admission.place === 'station' : !admission.identified && identityClocks.has(ruleId);
  return rules
    .filter(begins)
    .map((rule) => ({ rule, ...dueAt(rule, admission.at, calendar) }))
    .toSorted((a, b) => (a.dueAt < b.dueAt ? -1 : Number(a.dueAt > b.dueAt)));
}
