import { keptFrom, threeYearsBefore } from './retention.js';

const DAY = 86_400_000;
const instant = (text: string): number => Date.parse(text);
const at = (milliseconds: number): string => new Date(milliseconds).toISOString();

describe('who looked stays on record', () => {
  test('for three calendar years, a leap day or not', () => {
    expect(at(threeYearsBefore(instant('2026-11-22T10:00:00.000Z')))).toBe('2023-11-22T10:00:00.000Z');
    expect(at(threeYearsBefore(instant('2027-03-01T00:00:00.000Z')))).toBe('2024-03-01T00:00:00.000Z');
    expect(at(threeYearsBefore(instant('2028-02-29T12:00:00.000Z')))).toBe('2025-03-01T12:00:00.000Z');
  });

  test('a month longer at a time where the clock has leapt, and never less than before where it has gone back', () => {
    const until = instant('2023-11-22T10:00:00.000Z');
    expect(keptFrom(instant('2026-11-23T10:00:00.000Z'), until)).toBe(until + DAY);
    expect(keptFrom(instant('2099-01-01T00:00:00.000Z'), until)).toBe(until + 31 * DAY);
    expect(keptFrom(instant('1999-01-01T00:00:00.000Z'), until)).toBe(until);
  });

  test('no longer within a day of when it was moved, by a clock that is started on anew', () => {
    const until = instant('2023-11-22T10:00:00.000Z');
    const wrong = instant('2099-01-01T00:00:00.000Z');
    expect(keptFrom(wrong + DAY - 1, until, wrong)).toBe(until);
    expect(keptFrom(wrong + DAY, until, wrong)).toBe(until + 31 * DAY);
  });
});
