import type { ExitMode, ExitRow, Statistics } from '@guitu/contracts';
import { exitRow, henanExitRow } from '@guitu/contracts';

/** One admission (人次) as a report counts it. */
export interface CountedCase {
  readonly personId: string;
  /** Absent: no exit by the end of the period. */
  readonly exit?: { readonly code: ExitMode; readonly collector?: string };
  /** Absent or partial where the seal cannot be opened any more. */
  readonly statistics?: Partial<Statistics>;
}

const zero = <K extends string>(keys: readonly K[]): Record<K, number> => Object.fromEntries(keys.map((key) => [key, 0])) as Record<K, number>;

const origins = { 'same-province': 'sameProvince', 'other-province': 'otherProvince', unknown: 'unknown' } as const;
const exitNames = ['ticket', 'escorted', 'collected', 'selfLeave', 'left', 'terminated', 'settled', 'died', 'other', 'stock'] as const;
export type ExitName = (typeof exitNames)[number];

/**
 * The survey's row of an exit. Collection is one row whoever collects, the origin's side (5.7) or kin and unit (which the Henan form counts as 5.3);
 * domain notes 6.7.
 */
export function exitName(exit: CountedCase['exit']): ExitName {
  if (exit === undefined) return 'stock';
  switch (exit.code) {
    case '5.1': return 'settled';
    case '5.2': return 'ticket';
    case '5.3': return exit.collector === undefined ? 'selfLeave' : 'collected';
    case '5.4': return 'terminated';
    case '5.5': return 'left';
    case '5.6': return 'escorted';
    case '5.7': return 'collected';
    case '5.8': return 'died';
    case '5.10': return 'other';
  }
}

function henanRow(exit: CountedCase['exit']): ExitRow {
  if (exit === undefined) return henanExitRow(undefined);
  return henanExitRow({ mode: exit.code, ...(exit.collector === 'kin' || exit.collector === 'unit' ? { collector: exit.collector } : {}) });
}

const sumOf = (partition: Readonly<Record<string, number>>): number => Object.values(partition).reduce((sum, one) => sum + one, 0);

/**
 * Counts person-times. Each of sex, origin, age and exit is a partition: its parts sum to the total, because unknown is a value (domain notes 7).
 * Key groups overlap and are none. `componentOf` answers with the one id that stands for all linked persons.
 */
export function countCases(cases: Iterable<CountedCase>, componentOf: (personId: string) => string) {
  const persons = new Set<string>();
  const bySex = zero(['male', 'female', 'unknown']);
  const byOrigin = zero(['sameProvince', 'otherProvince', 'unknown']);
  const byAge = zero(['adult', 'elderly', 'minor', 'unknown']);
  const keyGroups = zero(['limbDisability', 'mentalIllness', 'intellectualDisability']);
  const byExit = zero(exitNames);
  const exitRows = zero(exitRow.values);
  let total = 0;
  let unopened = 0;
  for (const { personId, exit, statistics } of cases) {
    total += 1;
    persons.add(componentOf(personId));
    bySex[statistics?.sex ?? 'unknown'] += 1;
    byOrigin[origins[statistics?.origin ?? 'unknown']] += 1;
    byAge[statistics?.ageBand ?? 'unknown'] += 1;
    for (const group of ['limbDisability', 'mentalIllness', 'intellectualDisability'] as const) if (statistics?.[group] === true) keyGroups[group] += 1;
    byExit[exitName(exit)] += 1;
    exitRows[henanRow(exit)] += 1;
    if (statistics?.sex === undefined) unopened += 1;
  }
  for (const [name, partition] of Object.entries({ bySex, byOrigin, byAge, byExit, exitRows })) {
    if (sumOf(partition) !== total) throw new RangeError(`${name} does not sum to the total of ${total}.`);
  }
  return { total, persons: persons.size, bySex, byOrigin, byAge, keyGroups, byExit, exitRows, unopened };
}

export type Counts = ReturnType<typeof countCases>;
