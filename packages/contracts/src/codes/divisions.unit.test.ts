import { ancestors, division, isKnownDivision, sameProvince } from './divisions.js';
import { editionNames } from './gb2260-editions.js';
import { originOf } from './origin.js';

describe('division codes (GB/T 2260)', () => {
  test.each([
    ['610300', '宝鸡市', 'prefecture', '610000'],
    ['610303', '金台区', 'county', '610300'],
    ['610304', '陈仓区', 'county', '610300'],
    ['430700', '常德市', 'prefecture', '430000'],
    ['430702', '武陵区', 'county', '430700'],
    ['430703', '鼎城区', 'county', '430700'],
    ['430200', '株洲市', 'prefecture', '430000'],
    ['430212', '渌口区', 'county', '430200'],
  ])('%s is %s, a %s under %s, and current', (code, name, level, parent) => {
    expect(division(code)).toMatchObject({ code, name, level, parent, status: 'current', lastEdition: undefined, successors: [] });
  });

  test.each([
    ['610321', '宝鸡县', '200212', ['610304']],
    ['430221', '株洲县', '201607', ['430212']],
    ['341521', '寿县', '201509', ['340422']],
  ])('%s %s is retired and still known, because old identity numbers keep it', (code, name, lastEdition, successors) => {
    expect(division(code)).toMatchObject({ name, status: 'retired', lastEdition, successors });
    expect(isKnownDivision(code)).toBe(true);
  });

  test.each(['441900', '442000', '620200', '460400'])('%s is a prefecture without counties that has its own office', (code) => {
    expect(division(code)).toMatchObject({ level: 'prefecture', status: 'current', heading: false });
  });

  test.each([
    ['429004', '仙桃市', '420000'],
    ['419001', '济源市', '410000'],
    ['469001', '五指山市', '460000'],
    ['659001', '石河子市', '650000'],
    ['110101', '东城区', '110000'],
  ])('%s %s lies directly under its province', (code, name, province) => {
    expect(division(code)).toMatchObject({ name, level: 'county', parent: province });
    expect(ancestors(code)).toEqual([province]);
  });

  test.each(['710000', '810000', '820000'])('%s is a province without counties', (code) => {
    expect(division(code)).toMatchObject({ level: 'province', parent: undefined });
    expect(ancestors(code)).toEqual([]);
  });

  test('a code that is newer than our editions still shows its prefecture and province', () => {
    expect(isKnownDivision('430182')).toBe(false);
    expect(division('430182')).toBeUndefined();
    expect(ancestors('430182')).toEqual(['430100', '430000']);
  });

  test.each(['', '43', '4302121', '43021x', '000000', '999999', '__proto__'])('%j is no division', (code) => {
    expect(isKnownDivision(code)).toBe(false);
    expect(division(code)).toBeUndefined();
  });

  test('two codes are of one province only when the province is known', () => {
    expect(sameProvince('610303', '610321')).toBe(true);
    expect(sameProvince('610303', '430702')).toBe(false);
    expect(sameProvince('990000', '990100')).toBe(false);
  });

  test('an origin that nobody knows is 4.3, never a gap', () => {
    expect(originOf('610321', '610300')).toBe('4.1');
    expect(originOf('430702', '610300')).toBe('4.2');
    expect(originOf('990101', '610300')).toBe('4.3');
    expect(originOf(undefined, '610300')).toBe('4.3');
  });

  test('the editions run from 2002-12 to 2016-07', () => {
    expect([editionNames().at(0), editionNames().at(-1), editionNames().length]).toEqual(['200212', '201607', 19]);
  });
});
