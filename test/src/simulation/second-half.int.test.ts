import { faultKinds } from './faults.js';
import { runMany, seeds } from './many.js';

const { first, count } = seeds(501, 500);

test(`the whole hub keeps its promises in ${count} schedules of faults and races from seed ${first}`, async () => {
  const coverage = await runMany(first, count);
  if (count < 500) return;
  // Only what was reached was tried.
  expect(Object.keys(faultKinds).filter((kind) => !coverage.faults.has(kind as keyof typeof faultKinds))).toEqual([]);
  expect(coverage.events.size).toBeGreaterThan(60);
  expect(coverage.refusals.size).toBeGreaterThan(40);
  expect(coverage.conflicts).toBeGreaterThan(50);
}, 900_000);
