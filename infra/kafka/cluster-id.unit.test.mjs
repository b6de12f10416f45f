import { newClusterId } from './cluster-id.mjs';

test('the id of a cluster never begins with a dash: one in 64 did, and no broker could be made', () => {
  const drawn = [Buffer.alloc(16, 0xfb), Buffer.alloc(16, 1)];
  expect(drawn[0]?.toString('base64url')).toMatch(/^-/u);
  expect(newClusterId(() => drawn.shift())).toBe(Buffer.alloc(16, 1).toString('base64url'));
  expect(drawn).toEqual([]);
});
