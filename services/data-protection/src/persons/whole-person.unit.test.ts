import type { Office } from '../dependencies.js';
import { isCurrent } from './whole-person.js';

test('a projection whose thread is gone is not current, and whoever asks is told so in time', async () => {
  let now = 0;
  const runtime = { realNow: () => now, sleep: (ms: number) => Promise.resolve(void (now += ms)) };
  const office = { runtime, status: () => new Promise<never>(() => undefined), store: { head: () => Promise.resolve('1') } } as unknown as Office;
  expect(await isCurrent(office)).toBe(false);
  expect(now).toBe(5_000);
});
