import { blindMac, normalised } from './blind-index.js';

const key = Buffer.alloc(32, 1);

describe('a blind index', () => {
  test.each([
    ['id-number', '11010119900307123x', '11010119900307123X'],
    ['id-number', ' 110101 1990 0307 123X ', '11010119900307123X'],
    ['id-number', '１１０１０１１９９００３０７１２３Ｘ', '11010119900307123X'],
    ['name', '　王 小明 ', '王小明'],
    ['name', '买买提·艾力', '买买提艾力'],
    ['name', '买买提•艾力', '买买提艾力'],
    ['name', '买买提・艾力', '买买提艾力'],
    ['name', '买买提･艾力', '买买提艾力'],
    ['name', '买买提 艾力', '买买提艾力'],
  ] as const)('finds a %s written as "%s"', (kind, value, plain) => {
    expect(normalised({ kind, value })).toBe(plain);
    expect(blindMac(key, { kind, value })).toEqual(blindMac(key, { kind, value: plain }));
  });

  test('does not tell that a name and a number are the same text', () => {
    expect(blindMac(key, { kind: 'name', value: '123' })).not.toEqual(blindMac(key, { kind: 'id-number', value: '123' }));
  });

  test('differs from hub to hub', () => {
    expect(blindMac(key, { kind: 'name', value: '王' })).not.toEqual(blindMac(Buffer.alloc(32, 2), { kind: 'name', value: '王' }));
  });

  test('has no entry for what is empty after normalising', () => {
    expect(blindMac(key, { kind: 'name', value: ' · ' })).toBeUndefined();
  });
});
