import { createTokenBuckets } from './token-buckets.js';

function buckets(options: { readonly perSecond?: number; readonly most?: number; readonly remembered?: number } = {}) {
  let now = 1_000;
  const made = createTokenBuckets({ perSecond: 10, most: 20, now: () => now, ...options });
  const taken = (key: string, times: number): number => Array.from({ length: times }, () => made.take(key)).filter((wait) => wait === 0).length;
  return { ...made, taken, pass: (milliseconds: number) => void (now += milliseconds) };
}

describe('a token bucket', () => {
  test('gives what it holds at once, and then so many a second', () => {
    const { taken, pass } = buckets();
    expect(taken('a', 30)).toBe(20);
    pass(100);
    expect(taken('a', 30)).toBe(1);
    pass(1_000);
    expect(taken('a', 30)).toBe(10);
    pass(3_600_000);
    expect(taken('a', 30)).toBe(20);
  });

  test('says in how many seconds there is a token, and keeps that promise', () => {
    const { take, wait, taken, pass } = buckets({ perSecond: 0.5, most: 1 });
    expect([take('a'), take('a'), wait('a'), wait('unknown')]).toEqual([0, 2, 2, 0]);
    pass(1_500);
    expect(wait('a')).toBe(0.5);
    pass(500);
    expect(taken('a', 2)).toBe(1);
  });

  test('belongs to one key', () => {
    const { taken } = buckets();
    expect([taken('a', 30), taken('b', 30)]).toEqual([20, 20]);
  });

  test('gains nothing from a clock that is set back, and loses nothing', () => {
    const { taken, pass } = buckets();
    taken('a', 15);
    pass(-60_000);
    expect(taken('a', 30)).toBe(5);
    pass(1_000);
    expect(taken('a', 30)).toBe(10);
  });

  test('is forgotten when there are too many, so that nobody fills the memory', () => {
    const { taken } = buckets({ remembered: 2 });
    taken('a', 30);
    taken('b', 30);
    expect(taken('b', 1)).toBe(0);
    taken('c', 1);
    expect([taken('b', 1), taken('a', 30)]).toEqual([0, 20]);
  });
});
