import { preferredLanguage } from './language.js';

describe('the language of an answer', () => {
  test.each([
    [undefined, 'zh-CN'],
    ['', 'zh-CN'],
    ['*', 'zh-CN'],
    ['en', 'en'],
    ['EN-gb', 'en'],
    ['zh-TW', 'zh-CN'],
    ['fr', 'zh-CN'],
    ['fr, en;q=0.1', 'en'],
    ['zh;q=0.5, en;q=0.6', 'en'],
    ['en;q=0.5,zh', 'zh-CN'],
    ['en, zh', 'en'],
    ['en;q=0', 'zh-CN'],
    ['en;q=0, *', 'zh-CN'],
    ['english', 'zh-CN'],
    [`${'x,'.repeat(10_000)}en`, 'zh-CN'],
    ['en;q=nonsense', 'en'],
  ])('for Accept-Language %j is %s', (header, language) => {
    expect(preferredLanguage(header?.slice(0, 60_000))).toBe(language);
  });
});
