// Tests are compiled by `tsc -b` like everything else and run from dist, so what is tested is what is shipped.
export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/test'],
  testMatch: ['**/dist/**/*.test.js'],
  transform: {},
  testTimeout: 30_000,
};
