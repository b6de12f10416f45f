import { condition, exitMode, henanAgeBand, rescueType, specialGroup } from '@guitu/contracts';
import type { ExitMode, Statistics } from '@guitu/contracts';
import fc from 'fast-check';
import type { CountedCase } from './counted-case.js';
import { countCases, exitName } from './count.js';

const statistics: fc.Arbitrary<Partial<Statistics>> = fc.record(
  {
    sex: fc.constantFrom('male', 'female', 'unknown'),
    ageBand: fc.constantFrom('adult', 'elderly', 'minor', 'unknown'),
    origin: fc.constantFrom('same-province', 'other-province', 'unknown'),
    limbDisability: fc.boolean(),
    mentalIllness: fc.boolean(),
    intellectualDisability: fc.boolean(),
    returnAgeBand: fc.constantFrom(...henanAgeBand.values),
    conditionCategory: fc.constantFrom(...condition.values),
    rescueType: fc.constantFrom(...rescueType.values),
    specialGroups: fc.subarray([...specialGroup.values]),
  },
  { requiredKeys: [] },
);
const exit = fc.tuple(fc.constantFrom(...exitMode.values), fc.constantFrom('kin', 'unit', 'origin', undefined)).map(([code, collector]) => ({ code, ...(collector === undefined ? {} : { collector }) }));
const counted: fc.Arbitrary<CountedCase> = fc
  .tuple(fc.constantFrom('p1', 'p2', 'p3', 'p4'), fc.option(exit, { nil: undefined }), fc.option(statistics, { nil: undefined }))
  .map(([personId, left, known]) => ({ personId, ...(left === undefined ? {} : { exit: left }), ...(known === undefined ? {} : { statistics: known }) }));

const sum = (parts: Readonly<Record<string, number>>): number => Object.values(parts).reduce((all, one) => all + one, 0);

it('every partition sums to the total, whatever is known of the cases', () => {
  fc.assert(
    fc.property(fc.array(counted, { maxLength: 40 }), (cases) => {
      const { total, persons, bySex, byOrigin, byAge, byExit, monthlyReturn } = countCases(cases, (id) => id);
      const { sex, age, condition, origin, exit: exitRows, rescueType } = monthlyReturn;
      expect(total).toBe(cases.length);
      for (const partition of [bySex, byOrigin, byAge, byExit, sex, age, condition, origin, exitRows, rescueType]) expect(sum(partition)).toBe(total);
      expect(persons).toBe(new Set(cases.map(({ personId }) => personId)).size);
    }),
  );
});

it.each([
  ['5.1', undefined, 'settled', '5.1'], ['5.2', undefined, 'ticket', '5.2'], ['5.3', undefined, 'selfLeave', '5.3'], ['5.3', 'kin', 'collected', '5.3'], ['5.3', 'unit', 'collected', '5.3'],
  ['5.4', undefined, 'terminated', '5.4'], ['5.5', undefined, 'left', '5.5'], ['5.6', undefined, 'escorted', '5.6'], ['5.7', 'origin', 'collected', '5.7'], ['5.8', undefined, 'died', '5.8'], ['5.10', undefined, 'other', '5.10'],
] as const)('an exit %s collected by %s stands in the row %s of the survey and %s of the Henan form', (code: ExitMode, collector, row, henan) => {
  const left = { code, ...(collector === undefined ? {} : { collector }) };
  expect(exitName(left)).toBe(row);
  expect(countCases([{ personId: 'p', exit: left }], (id) => id).monthlyReturn.exit[henan]).toBe(1);
});

it('who has not left by the end of the period is stock, 5.9, and what nobody can open any more is unknown', () => {
  const { byExit, monthlyReturn, bySex, unopened } = countCases([{ personId: 'p' }], (id) => id);
  expect([byExit.stock, monthlyReturn.exit['5.9'], bySex.unknown, unopened]).toEqual([1, 1, 1, 1]);
});
