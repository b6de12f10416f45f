import type { Sources } from './sources.js';
import { waitUntilReached } from './sources.js';

test('whoever waits for projections whose thread is gone gets an answer in time: that nobody knows how far they are', async () => {
  let now = 0;
  const runtime = { realNow: () => now, sleep: (ms: number) => Promise.resolve(void (now += ms)) };
  const sources = { runtime, projections: { status: () => new Promise<never>(() => undefined) } } as unknown as Sources;
  expect(await waitUntilReached(sources, ['audit'], '1', 250)).toBeUndefined();
  expect(now).toBe(250);
});
