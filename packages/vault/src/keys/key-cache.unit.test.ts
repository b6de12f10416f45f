import { personKeys } from './derived-keys.js';
import { KeyCache } from './key-cache.js';

const keysOf = (fill: number) => {
  const root = Buffer.alloc(32, fill);
  return { root, keys: personKeys(root) };
};
const zeros = Buffer.alloc(32);

describe('the cache of keys', () => {
  test('keeps the persons used last, and overwrites the keys of the one that leaves', () => {
    const cache = new KeyCache(2);
    const [a, b, c] = [keysOf(1), keysOf(2), keysOf(3)];
    cache.put('a', a.keys);
    const classKey = a.keys.key('identity');
    cache.put('b', b.keys);
    expect(cache.get('a')).toBe(a.keys);
    cache.put('c', c.keys);
    expect(cache.has('b')).toBe(false);
    expect(b.root).toEqual(zeros);
    expect(a.root).not.toEqual(zeros);
    cache.wipe();
    expect([a.root, c.root, classKey]).toEqual([zeros, zeros, zeros]);
    expect(cache.has('a')).toBe(false);
  });

  test('forgets a person on request, known or not', () => {
    const cache = new KeyCache(2);
    const a = keysOf(1);
    cache.put('a', a.keys);
    cache.forget('a');
    cache.forget('a');
    expect(cache.get('a')).toBeUndefined();
    expect(a.root).toEqual(zeros);
  });

  test('derives different keys for each class and each root, and a name that does not tell the root', () => {
    const { keys } = keysOf(1);
    expect(keys.key('identity')).not.toEqual(keys.key('contact'));
    expect(keys.key('identity')).not.toEqual(keysOf(2).keys.key('identity'));
    expect(keys.kid).toMatch(/^p\.[\w-]{12}$/u);
    expect(keys.kid).not.toBe(keysOf(2).keys.kid);
  });
});
