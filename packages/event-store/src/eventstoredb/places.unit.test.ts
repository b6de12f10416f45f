import type { Position } from '../port.js';
import { assertWithin, placeAt, positionAt } from './places.js';

const foreign = expect.objectContaining({ name: 'StoreError', code: 'foreign-checkpoint' });

it('trap 1: a position has 20 digits of the commit place and 20 of the prepare place, and its text sorts as the log does', () => {
  const places = [{ commit: 9n, prepare: 7n }, { commit: 10n, prepare: 2n }, { commit: 10n, prepare: 9n }, { commit: 2n ** 63n - 1n, prepare: 0n }];
  const positions = places.map(positionAt);
  expect(positions[1]).toBe('0000000000000000001000000000000000000002');
  expect([...positions].sort()).toEqual(positions);
  expect(positions.map((position) => placeAt(position!))).toEqual(places);
});

it('trap 7, trap 20: a place that a server cannot mean is none', () => {
  for (const place of [undefined, { commit: 2n ** 64n - 1n, prepare: 2n ** 64n - 1n }, { commit: 5n, prepare: 2n ** 64n - 1n }, { commit: -1n, prepare: -1n }]) expect(positionAt(place)).toBeUndefined();
});

it('trap 4: a position of another adapter, or beyond the head, is refused', () => {
  const head = positionAt({ commit: 100n, prepare: 100n })!;
  expect(() => assertWithin(head, head)).not.toThrow();
  expect(() => assertWithin(positionAt({ commit: 101n, prepare: 101n })!, head)).toThrow(foreign);
  for (const text of ['', 'nonsense', '00000000000000000001', `${head}0`]) expect(() => assertWithin(text as Position, head)).toThrow(foreign);
});
