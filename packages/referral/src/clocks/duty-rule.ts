import type { LocalDate } from '@guitu/contracts';

/** Hours run through nights and holidays; days are calendar days; working days need a calendar; months are civil months. */
export type DutyUnit = 'hours' | 'days' | 'working-days' | 'months';

/** How sure the rule is (domain notes, section 0). Only the first may be shown as law. */
export type DutyEvidence =
  /** Read in a source, and national. */
  | 'confirmed'
  /** National, but read only in a poor paraphrase. */
  | 'weak'
  /** Read, but the rule of one city or province. */
  | 'local'
  /** No number was found, or none was in force: our own choice. */
  | 'own';

/**
 * A duty with a limit, as data. What an auditor compares with is the row that was in force at the trigger, so a row is
 * never edited: a change is a new row with a higher version and its own `validFrom`.
 */
export interface DutyRule {
  /** Number of the table in domain notes 4.1, with a suffix where one line holds two limits. */
  readonly ruleId: string;
  readonly version: number;
  /** `CN`, or the six digits of the place whose rule it is. */
  readonly jurisdiction: string;
  /** First and last calendar day (+08:00) on which a trigger starts this rule; open where absent. */
  readonly validFrom?: LocalDate;
  readonly validTo?: LocalDate;
  /** Event type that starts the clock, and the condition that goes with it, in words. */
  readonly trigger: string;
  readonly condition?: string;
  readonly duty: { readonly zh: string; readonly en: string };
  /** Role that must act. */
  readonly responsible: 'station' | 'police' | 'hospital' | 'civil-affairs' | 'kin-or-origin';
  readonly limit: number;
  readonly unit: DutyUnit;
  /** `deadline`: to be done before it passes. `threshold`: the duty begins when it passes. */
  readonly kind: 'deadline' | 'threshold';
  /** `elapsed`: from the trigger on. `station-custody`: only days in the station's custody count; see `stayClock`. */
  readonly counts: 'elapsed' | 'station-custody';
  /** Event types that end the clock. */
  readonly stoppedBy: readonly string[];
  readonly basis: string;
  readonly evidence: DutyEvidence;
  readonly ownChoice: boolean;
}
