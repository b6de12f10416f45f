import fc from 'fast-check';
import { checkCharacter, describeIdentityNumber } from './identity-number.js';

const at = '2013-06-01T04:00:00Z';
const codesOf = (number: string, sex?: '0' | '1' | '2' | '9') => describeIdentityNumber(number, { at, sex }).findings.map(({ level, code }) => `${level} ${code}`);

describe('citizen identity numbers (GB 11643)', () => {
  test.each([
    ['11010519491231002', 'X'],
    ['44052418800101001', '4'],
    ['61030319800101001', '2'],
    ['43070220100630002', '3'],
    ['61032119550505003', '3'],
  ])('the check character of %s is %s', (first17, check) => {
    expect(checkCharacter(first17)).toBe(check);
  });

  test.each([
    ['11010519491231002X', { birthDate: '1949-12-31', sex: '2', divisionCode: '110105' }],
    ['610303198001010012', { birthDate: '1980-01-01', sex: '1', divisionCode: '610303' }],
    ['430702201006300023', { birthDate: '2010-06-30', sex: '2', divisionCode: '430702' }],
  ])('%s is read without a finding', (number, read) => {
    expect(describeIdentityNumber(number, { at })).toEqual({ normalised: number, findings: [], ...read });
  });

  test('an address code that was retired long ago passes', () => {
    expect(codesOf('610321195505050033')).toEqual([]);
  });

  test('an address code that no edition has, and an age that nobody has, only warn', () => {
    expect(codesOf('440524188001010014')).toEqual(['3 age-over-130', '4 address-unknown']);
  });

  test('a number is read as people write it: lower case, full width, blanks, dashes', () => {
    expect(describeIdentityNumber(' １１０１０５-1949 1231 002x ', { at })).toMatchObject({ normalised: '11010519491231002X', findings: [] });
  });

  test('a wrong check digit is a flag, and the rest is still read', () => {
    expect(describeIdentityNumber('610303198001010011', { at })).toMatchObject({ findings: [{ level: 2, code: 'check-digit', severity: 'warning' }], birthDate: '1980-01-01' });
  });

  test('a day that no calendar has, or one to come, gives no birth date', () => {
    const on = (date: string) => `610303${date}001`;
    const whole = (first17: string) => first17 + checkCharacter(first17);
    expect(codesOf(whole(on('19800230')))).toEqual(['3 no-such-date']);
    expect(codesOf(whole(on('20130602')))).toEqual(['3 birth-in-future']);
    expect(codesOf(whole(on('20130601')))).toEqual([]);
    expect(describeIdentityNumber(whole(on('19800230')), { at }).birthDate).toBeUndefined();
  });

  test('a recorded sex that contradicts the number is a conflict; unknown and not stated are none', () => {
    expect(codesOf('610303198001010012', '2')).toEqual(['5 sex-conflict']);
    for (const sex of ['0', '1', '9'] as const) expect(codesOf('610303198001010012', sex)).toEqual([]);
  });

  test('a number of 15 digits is brought to 18', () => {
    expect(describeIdentityNumber('610303800101001', { at })).toEqual({
      normalised: '610303198001010012',
      findings: [{ level: 1, code: 'legacy-15', severity: 'note' }],
      birthDate: '1980-01-01',
      sex: '1',
      divisionCode: '610303',
    });
  });

  test.each(['810000', '820000', '830000'])('the prefix %s is noted as perhaps a residence permit, without a warning', (prefix) => {
    const first17 = `${prefix}19800101001`;
    expect(describeIdentityNumber(first17 + checkCharacter(first17), { at }).findings).toEqual([{ level: 4, code: 'residence-permit-prefix', severity: 'note' }]);
  });

  test('any text at all is described and never refused', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9Xx]{0,20}$/u)), (text) => {
        const { findings, birthDate } = describeIdentityNumber(text, { at });
        expect(findings.every(({ severity }) => severity === 'warning' || severity === 'note')).toBe(true);
        if (findings.some(({ code }) => code === 'shape')) expect(birthDate).toBeUndefined();
      }),
    );
  });

  test('every single wrong digit is noticed by the check character', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[1-9][0-9]{16}$/u), fc.nat(16), fc.integer({ min: 1, max: 9 }), (first17, place, shift) => {
        const wrong = first17.slice(0, place) + String((Number(first17[place]) + shift) % 10) + first17.slice(place + 1);
        expect(checkCharacter(wrong)).not.toBe(checkCharacter(first17));
      }),
    );
  });
});
