import { Lag } from './lag.js';

const place = (number: number): string => String(number).padStart(20, '0');

it('nothing waits before anything was seen, and after all of it was applied', () => {
  const lag = new Lag();
  expect(lag.ms(1_000)).toBe(0);
  lag.seen(place(5), 1_000);
  lag.reached(place(5));
  expect(lag.ms(9_000)).toBe(0);
});

it('the age is that of the oldest event that waits, not of the last time when none did', () => {
  const lag = new Lag();
  lag.seen(place(10), 1_000);
  lag.seen(place(20), 2_000);
  lag.seen(place(30), 3_000);
  lag.reached(place(9));
  expect(lag.ms(4_000)).toBe(3_000);
  lag.reached(place(10));
  expect(lag.ms(4_000)).toBe(2_000);
  lag.reached(place(29));
  expect(lag.ms(4_000)).toBe(1_000);
});

it('the age grows while nothing moves, seen or not', () => {
  const lag = new Lag();
  lag.seen(place(10), 1_000);
  lag.seen(place(10), 5_000);
  expect([lag.ms(6_000), lag.ms(60_000)]).toEqual([5_000, 59_000]);
});

it('what cannot be asked for counts as waiting since it was asked for in vain', () => {
  const lag = new Lag();
  lag.level();
  lag.lost(2_000);
  lag.lost(8_000);
  expect(lag.ms(10_000)).toBe(8_000);
  lag.seen(place(3), 10_000);
  expect(lag.ms(10_000)).toBe(8_000);
  lag.level();
  expect(lag.ms(10_000)).toBe(0);
});

it('a clock that goes back makes no negative age', () => {
  const lag = new Lag();
  lag.seen(place(1), 5_000);
  expect(lag.ms(4_000)).toBe(0);
});

it('a long backlog is remembered in little, and never made younger than it is', () => {
  const lag = new Lag();
  for (let second = 1; second <= 10_000; second += 1) lag.seen(place(second), second * 1_000);
  for (const applied of [0, 1, 2_500, 7_777, 9_998]) {
    lag.reached(place(applied));
    const age = lag.ms(10_000_000);
    const exact = 10_000_000 - (applied + 1) * 1_000;
    expect(age).toBeGreaterThanOrEqual(exact);
    expect(age - exact).toBeLessThan(200_000);
  }
});
