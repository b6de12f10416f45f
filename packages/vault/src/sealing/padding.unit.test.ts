import fc from 'fast-check';
import { padded, paddingStep, unpadded } from './padding.js';

describe('padding', () => {
  test('gives every text back, whatever it ends with', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 300 }), fc.constantFrom('', '\u0000', '\u0080', '\u0080\u0000\u0000'), (text, end) => {
        expect(unpadded(padded(text + end))?.toString('utf8')).toBe(text + end);
      }),
    );
  });

  test('makes all texts of one step equally long, and always adds something', () => {
    for (let length = 0; length <= 4 * paddingStep; length += 1) {
      expect(padded('x'.repeat(length))).toHaveLength((Math.floor(length / paddingStep) + 1) * paddingStep);
    }
  });

  test.each([
    ['nothing', Buffer.alloc(0)],
    ['zeros without a marker', Buffer.alloc(paddingStep)],
    ['a marker that is more than a step away from the end', Buffer.concat([Buffer.from([0x80]), Buffer.alloc(2 * paddingStep - 1)])],
    ['an odd length', Buffer.from([1, 2, 0x80])],
    ['something after the marker', Buffer.concat([Buffer.alloc(paddingStep - 2), Buffer.from([0x80, 1])])],
  ])('refuses %s', (_, bytes) => {
    expect(unpadded(bytes)).toBeUndefined();
  });
});
