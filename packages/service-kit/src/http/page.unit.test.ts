import { z } from 'zod';
import { cursorCodec, pageOf } from './page.js';

const cursors = cursorCodec(z.tuple([z.string(), z.string()]));
const encoded = (text: string): string => Buffer.from(text).toString('base64url');

describe('a cursor', () => {
  test.each([['', ''], ['2013-03-01T00:00:00.000Z', 'referral-to-answer'], ['"]', '归途'], ['\u{20000}', '\0']])('is read as it was written and stands in a URL as it is: %j, %j', (...key) => {
    expect(cursors.write(key)).toMatch(/^[\w-]+$/u);
    expect(cursors.read(cursors.write(key))).toEqual(key);
  });

  test.each([['empty', ''], ['no base64', '%00'], ['no JSON', encoded('a,b')], ['a key of another length', encoded('["a"]')], ['a key of another type', encoded('[1,2]')], ['no key at all', encoded('null')]])('that is %s is refused as a fault of the request', (_what, cursor) => {
    expect(() => cursors.read(cursor)).toThrow(expect.objectContaining({ name: 'Problem', status: 422 }) as Error);
  });
});

test('pages of any size are together the whole, each row once, and the last names no next', () => {
  for (let count = 0; count <= 12; count += 1) {
    for (let limit = 1; limit <= 13; limit += 1) {
      const rows = Array.from({ length: count }, (_, place) => place);
      const pages: (readonly number[])[] = [];
      for (let after: string | undefined = '-1'; after !== undefined; ) {
        const from: number = Number(after) + 1;
        const { shown, next } = pageOf(rows.slice(from, from + limit + 1), limit, String);
        pages.push(shown);
        after = next.next;
      }
      expect(pages.flat()).toEqual(rows);
      expect(pages.length).toBe(Math.max(1, Math.ceil(count / limit)));
    }
  }
});
