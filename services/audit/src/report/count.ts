import type { CountedCase } from './counted-case.js';
import { countReturn } from './monthly-return.js';
import { sumOf, zero } from './tally.js';

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

/**
 * Counts person-times. Each of sex, origin, age and exit is a partition: its parts sum to the total, because unknown is a value (domain notes 7).
 * Key groups overlap and are none. `componentOf` answers with the one id that stands for all linked persons.
 */
export function countCases(cases: readonly CountedCase[], componentOf: (personId: string) => string) {
  const persons = new Set<string>();
  const bySex = zero(['male', 'female', 'unknown']);
  const byOrigin = zero(['sameProvince', 'otherProvince', 'unknown']);
  const byAge = zero(['adult', 'elderly', 'minor', 'unknown']);
  const keyGroups = zero(['limbDisability', 'mentalIllness', 'intellectualDisability']);
  const byExit = zero(exitNames);
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
    if (statistics?.sex === undefined) unopened += 1;
  }
  for (const [name, partition] of Object.entries({ bySex, byOrigin, byAge, byExit })) {
    if (sumOf(partition) !== total) throw new RangeError(`${name} does not sum to the total of ${total}.`);
  }
  return { total, persons: persons.size, bySex, byOrigin, byAge, keyGroups, byExit, unopened, monthlyReturn: countReturn(cases) };
}

export type Counts = ReturnType<typeof countCases>;
