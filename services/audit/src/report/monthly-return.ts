import { condition, exitRow, henanAgeBand, henanExitRow, origin, rescueType, specialGroup } from '@guitu/contracts';
import type { ExitRow } from '@guitu/contracts';
import type { CountedCase } from './counted-case.js';
import { sumOf, zero } from './tally.js';

const origins = { 'same-province': '4.1', 'other-province': '4.2', unknown: '4.3' } as const;

function exitRowOf(exit: CountedCase['exit']): ExitRow {
  if (exit === undefined) return henanExitRow(undefined);
  return henanExitRow({ mode: exit.code, ...(exit.collector === 'kin' || exit.collector === 'unit' ? { collector: exit.collector } : {}) });
}

/**
 * The rows of the monthly return, as the Henan form (P51) has them; domain notes 6.4 to 6.10. The first six groups are partitions, to which we add `unknown`
 * where the form leaves a gap; the rest are overlays. The form's average of days in station is left out: the form does not say how it counts them.
 */
export function countReturn(cases: readonly CountedCase[]) {
  const sex = zero(['male', 'female', 'unknown']);
  const age = zero(henanAgeBand.values);
  const conditionCategory = zero([...condition.values, 'unknown']);
  const originRow = zero(origin.values);
  const exit = zero(exitRow.values);
  const type = zero([...rescueType.values, 'unknown']);
  const acrossProvinces = zero(['5.6', '5.7']);
  const special = zero(specialGroup.values);
  let minorMales = 0;
  for (const { exit: left, statistics = {} } of cases) {
    const row = exitRowOf(left);
    sex[statistics.sex ?? 'unknown'] += 1;
    age[statistics.returnAgeBand ?? 'unknown'] += 1;
    conditionCategory[statistics.conditionCategory ?? 'unknown'] += 1;
    originRow[origins[statistics.origin ?? 'unknown']] += 1;
    exit[row] += 1;
    type[statistics.rescueType ?? 'unknown'] += 1;
    if (statistics.sex === 'male' && statistics.ageBand === 'minor') minorMales += 1;
    if (statistics.origin === 'other-province' && (row === '5.6' || row === '5.7')) acrossProvinces[row] += 1;
    for (const group of new Set(statistics.specialGroups)) special[group] += 1;
  }
  for (const [name, partition] of Object.entries({ sex, age, conditionCategory, originRow, exit, type })) {
    if (sumOf(partition) !== cases.length) throw new RangeError(`${name} of the monthly return does not sum to the total of ${cases.length}.`);
  }
  return { sex, age, minorMales, condition: conditionCategory, origin: originRow, exit, acrossProvinces, rescueType: type, special };
}
