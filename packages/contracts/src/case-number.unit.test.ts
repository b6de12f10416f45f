import fc from 'fast-check';
import { caseIdOfNumber, caseNumber } from './case-number.js';
import { seeded } from './testing/arbitrary.js';

const symbols = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const caseIds = fc.uuid({ version: [1, 3, 4, 5, 6, 7, 8] });
const years = fc.integer({ min: 1900, max: 2999 });
const holds = (check: (id: string, number: string) => void): void => {
  fc.assert(fc.property(caseIds, years, (id, year) => check(id, caseNumber(id, year))), { ...seeded(), ...(process.env['GUITU_LONG'] === '1' ? {} : { numRuns: 6 }) });
};

describe('a case number', () => {
  test('is the year, 26 characters and a check character, and leads back to the case', () => {
    holds((id, number) => {
      expect(number).toMatch(/^\d{4}[0-9A-HJKMNP-TV-Z]{26}[0-9A-HJKMNP-TV-Z*~$=U]$/u);
      expect(caseIdOfNumber(number)).toBe(id);
      expect(caseNumber(id.toUpperCase(), Number(number.slice(0, 4)))).toBe(number);
    });
  });

  test('is understood as people write it: in lower case, in groups, full-width, with O for 0 and I or L for 1', () => {
    holds((id, number) => {
      const grouped = number.replaceAll(/.{4}/gu, '$& ');
      const wide = number.replaceAll(/[!-~]/gu, (symbol) => String.fromCodePoint(symbol.charCodeAt(0) + 0xfee0));
      for (const written of [number.toLowerCase(), wide, grouped, grouped.replaceAll(' ', '-'), number.replaceAll('0', 'O'), number.replaceAll('0', 'o'), number.replaceAll('1', 'I'), number.replaceAll('1', 'l'), ` ${number}\n`]) {
        expect(caseIdOfNumber(written)).toBe(id);
      }
    });
  });

  test('with any one character wrong is noticed', () => {
    holds((_id, number) => {
      for (let place = 0; place < number.length; place += 1) {
        const wrong = place === 30 ? `${symbols}*~$=U` : place < 4 ? symbols.slice(0, 10) : symbols;
        for (const symbol of wrong) {
          if (symbol !== number.charAt(place)) expect(caseIdOfNumber(number.slice(0, place) + symbol + number.slice(place + 1))).toBeUndefined();
        }
      }
    });
  });

  test('with two neighbours swapped is noticed', () => {
    holds((_id, number) => {
      for (let place = 0; place < number.length - 1; place += 1) {
        const [one, other] = [number.charAt(place), number.charAt(place + 1)];
        if (one !== other) expect(caseIdOfNumber(number.slice(0, place) + other + one + number.slice(place + 2))).toBeUndefined();
      }
    });
  });

  test.each(['', '2013', 'x'.repeat(31), '0'.repeat(30), '0'.repeat(32), '２０１３'.padEnd(31, '0'), `2013${'Z'.repeat(26)}0`])('is not %j', (written) => {
    expect(caseIdOfNumber(written)).toBeUndefined();
  });

  test('that is longer than a case id is none, even with a right check character', () => {
    for (const check of `${symbols}*~$=U`) expect(caseIdOfNumber(`2013${'Z'.repeat(26)}${check}`)).toBeUndefined();
  });
});
