import { inSteps, stepMs } from './in-steps.js';

/** A clock that only work and waiting move. */
function clock() {
  let now = 1_000;
  return { runtime: { realNow: () => now, sleep: (milliseconds: number) => Promise.resolve(void (now += milliseconds)) }, work: (milliseconds: number) => void (now += milliseconds), spent: () => now - 1_000 };
}

test.each([[0, 1], [1, 1], [stepMs - 1, 1], [stepMs, 2], [stepMs + 1, 2], [5 * stepMs - 1, 5]])('work of %d ms is answered after %d steps', async (milliseconds, steps) => {
  const { runtime, work, spent } = clock();
  expect(await inSteps(runtime, async () => Promise.resolve(work(milliseconds)).then(() => 'done'))).toBe('done');
  expect(spent()).toBe(steps * stepMs);
});

test('what fails takes as long, and a clock that was set back waits no longer than a step', async () => {
  const { runtime, work, spent } = clock();
  await expect(inSteps(runtime, async () => Promise.reject(new Error(String(work(30)))))).rejects.toThrow();
  expect(spent()).toBe(stepMs);
  const waits: number[] = [];
  const back = { realNow: () => 1_000 - waits.length, sleep: (milliseconds: number) => Promise.resolve(void waits.push(milliseconds)) };
  await inSteps(back, () => Promise.resolve());
  expect(waits).toEqual([stepMs]);
});
