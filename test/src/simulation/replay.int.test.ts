import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { fingerprintOf, runSchedule } from './schedule.js';
import { forgetWorlds } from './world.js';

const program = fileURLToPath(new URL('./run.js', import.meta.url));
afterAll(forgetWorlds);

test('a seed always plays the same schedule, to the byte: twice here, after others, and in a process of its own', async () => {
  const outcomes = [];
  for (const seed of [11, 12, 11, 12]) outcomes.push(await runSchedule(seed));
  const [a, b, ...again] = outcomes;
  expect(again.map(({ trace }) => trace)).toEqual([a?.trace, b?.trace]);
  const { stdout } = await promisify(execFile)(process.execPath, [program, '12'], { maxBuffer: 1e8 });
  const lines = stdout.trimEnd().split('\n');
  expect(lines.slice(0, -2)).toEqual(b?.trace);
  expect(lines.at(-1)).toBe(b && fingerprintOf(b));
  expect(b?.trace.length).toBeGreaterThan(100);
}, 300_000);

test('another seed plays another schedule', async () => {
  const [one, other] = [await runSchedule(21), await runSchedule(22)];
  expect(fingerprintOf(one)).not.toBe(fingerprintOf(other));
}, 300_000);

test('a link that is taken back in the name of other cases leaves nobody a duty, whether the worklist took both at once or one by one', async () => {
  // The schedule in which the rows of the link's own cases once stayed.
  expect((await runSchedule(337)).wrong).toBeUndefined();
}, 300_000);
