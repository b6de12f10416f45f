import { compiledPath } from './compiled-path.mjs';

test.each([
  ['packages/vault', 'packages/vault'],
  ['packages/vault/src', 'packages/vault/dist'],
  ['packages/vault/src/seal.unit.test.ts', 'packages/vault/dist/seal.unit.test.js'],
  ['infra/bootstrap/stale.unit.test.mjs', 'infra/bootstrap/stale.unit.test.mjs'],
  ['-t=a name in src/ that ends in .ts', '-t=a name in src/ that ends in .ts'],
])('the test path %s is run as %s', (typed, run) => {
  expect(compiledPath(typed)).toBe(run);
});
