import { soughtTerm } from './blind-index.js';
import { termsOf } from './terms.js';

const isFoundBy = (name: string, sought: string): boolean => termsOf({ kind: 'name', value: name }).has(soughtTerm({ kind: 'name', value: sought }));

describe('a person is found', () => {
  test.each([
    ['by the whole name', '王小明', ['王小明', ' 王 小明 ', '王　小明']],
    ['by surname and by given name', '王小明', ['王', '小明']],
    ['by a compound surname, and where it was none', '欧阳明', ['欧阳', '明', '欧', '阳明', 'ouyang', 'ming']],
    ['by pinyin of the whole and of its parts, whatever the case, tones and spaces', '王小明', ['wangxiaoming', 'Wang Xiaoming', 'WANG XIAO MING', 'wáng xiǎomíng', 'xiaoming', 'wang', 'Xiǎo-míng']],
    ['by an apostrophe more or less', '王西安', ["Wang Xi'an", 'Wang Xi’an', 'wangxian']],
    ['by each part of a transliterated name', '买买提·艾力', ['买买提艾力', '买买提', '艾力', 'maimaiti aili', 'Maimaiti', 'aili', '买买提•艾力']],
    ['by each part of a name in Latin letters', 'José Rizal', ['jose rizal', 'JOSÉ', 'Rizal']],
    ['by the whole of a name in two scripts', '阿依古丽·Mamat', ['阿依古丽', 'mamat', '阿依古丽mamat', 'Ayiguli Mamat']],
    ['by the readings of 吕', '吕布', ['lvbu', 'lübu', 'lǚ bù', 'Lyu Bu', 'lu', 'lyu', 'lv']],
    ['by a name in another script', 'བསྟན་འཛིན', ['བསྟན་འཛིན']],
  ] as const)('%s: %s', (_how, name, sought) => {
    for (const text of sought) expect([text, isFoundBy(name, text)]).toEqual([text, true]);
  });

  test.each([
    ['单雄信', ['shan', 'dan']],
    ['曾国藩', ['zeng', 'ceng']],
    ['仇英', ['qiu', 'chou']],
    ['解缙', ['xie', 'jie']],
    ['查良镛', ['zha', 'cha']],
    ['区小乐', ['ou', 'qu']],
    ['尉迟恭', ['yuchi', 'weichi']],
    ['万俟卨', ['moqi', 'wansi']],
    ['朴正', ['piao', 'pu']],
    ['盖叫天', ['ge', 'gai']],
    ['任重', ['ren']],
    ['翟天临', ['zhai', 'di']],
    ['乐嘉', ['yue', 'le']],
    ['覃辉', ['qin', 'tan']],
  ] as const)('%s by each reading of the surname', (name, readings) => {
    const given = [...termsOf({ kind: 'name', value: name })];
    for (const reading of readings) {
      expect([reading, isFoundBy(name, reading)]).toEqual([reading, true]);
      expect(given.filter((term) => term.startsWith(reading) && term.length > reading.length)).not.toEqual([]);
    }
  });

  test('by the whole name in pinyin with whichever reading of the surname', () => {
    for (const sought of ['Shan Xiongxin', 'danxiongxin']) expect(isFoundBy('单雄信', sought)).toBe(true);
    for (const sought of ['zhangsun wuji', 'Changsun Wuji']) expect(isFoundBy('长孙无忌', sought)).toBe(true);
  });

  test('by nothing else: not by initials, by half a part or by characters in another order', () => {
    for (const sought of ['wxm', 'w', 'xiao', '王小', '小王', 'xiaomingwang', '王五', '']) expect([sought, isFoundBy('王小明', sought)]).toEqual([sought, false]);
  });
});

test('no name fills the index: a usual one has six terms, the longest and most ambiguous a bounded number', () => {
  expect([...termsOf({ kind: 'name', value: '王小明' })].toSorted()).toEqual(['wang', 'wangxiaoming', 'xiaoming', '小明', '王', '王小明'].toSorted());
  const hard = Array.from({ length: 20 }, () => '乐长重').join('·');
  expect(termsOf({ kind: 'name', value: hard }).size).toBeLessThan(40);
  expect(termsOf({ kind: 'name', value: '乐'.repeat(100) }).size).toBeLessThan(60);
});

test('a number of 15 digits and its 18 are found by one another, and by no other', () => {
  const [legacy, whole] = ['130503670401001', '130503196704010016'];
  for (const number of [legacy, whole]) for (const sought of [legacy, whole]) expect(termsOf({ kind: 'id-number', value: number })).toContain(soughtTerm({ kind: 'id-number', value: sought }));
  expect(termsOf({ kind: 'id-number', value: legacy })).not.toContain(soughtTerm({ kind: 'id-number', value: '130503670401002' }));
});

test('what no name is leaves what it can and breaks nothing', () => {
  for (const value of ['', ' · ', '无名氏20130105', '?', '😀', '\ud800', 'Ⅳ', '王'.repeat(100)]) expect(() => termsOf({ kind: 'name', value })).not.toThrow();
  expect(termsOf({ kind: 'name', value: ' · ' }).size).toBe(0);
  expect(termsOf({ kind: 'id-number', value: ' 110101 1990 0307 123x ' })).toEqual(new Set(['11010119900307123X']));
});
