import fc from 'fast-check';
import { addLocalDays, addLocalMonths, endOfLocalDate, epochOf, instantOf, isLocalDate, localDateOf, localDaysBetween, localYearOf, startOfLocalDate, weekdayOf } from './local-time.js';

describe('calendar days in China', () => {
  test('a day begins at 16:00 UTC of the day before', () => {
    expect(startOfLocalDate('2013-01-01')).toBe('2012-12-31T16:00:00.000Z');
    expect(endOfLocalDate('2013-01-01')).toBe('2013-01-01T16:00:00.000Z');
    expect(localDateOf('2012-12-31T15:59:59.999Z')).toBe('2012-12-31');
    expect(localDateOf('2012-12-31T16:00:00Z')).toBe('2013-01-01');
    expect(localYearOf('2012-12-31T16:00:00Z')).toBe(2013);
  });

  test('any zone offset is read', () => {
    expect(localDateOf('2013-01-01T00:00:00+08:00')).toBe('2013-01-01');
    expect(instantOf(epochOf('2013-01-01T00:00:00+08:00'))).toBe('2012-12-31T16:00:00.000Z');
  });

  test.each([
    ['2013-01-31', 1, '2013-02-28'],
    ['2012-01-31', 1, '2012-02-29'],
    ['2013-10-31', 3, '2014-01-31'],
    ['2013-11-30', 3, '2014-02-28'],
    ['2013-12-15', 1, '2014-01-15'],
    ['2013-03-31', -1, '2013-02-28'],
  ])('%s and %i months is %s', (date, months, result) => {
    expect(addLocalMonths(date, months)).toBe(result);
  });

  test('what is no day or no instant is refused', () => {
    expect(['2013-02-29', '2013-2-1', '2013-13-01', ''].map(isLocalDate)).toEqual([false, false, false, false]);
    for (const text of ['2013-01-01', '2013-01-01T00:00:00', 'yesterday', '']) expect(() => localDateOf(text)).toThrow(RangeError);
    expect(() => startOfLocalDate('2013-02-29')).toThrow(RangeError);
  });

  test('1 January 2013 was a Tuesday', () => {
    expect(weekdayOf('2013-01-01')).toBe(2);
  });

  test('days and instants go there and back', () => {
    fc.assert(
      fc.property(fc.integer({ min: -25_000, max: 60_000 }), fc.integer({ min: -5_000, max: 5_000 }), fc.nat(86_399_999), (day, more, ms) => {
        const date = addLocalDays('1970-01-01', day);
        expect(localDateOf(instantOf(epochOf(startOfLocalDate(date)) + ms))).toBe(date);
        expect(localDaysBetween(date, addLocalDays(date, more))).toBe(more);
      }),
    );
  });
});
