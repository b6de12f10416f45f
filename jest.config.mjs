// Tests are compiled by `tsc -b` like everything else and run from dist, so what is tested is what is shipped.
const long = process.env.GUITU_LONG === '1';

export default {
  testEnvironment: 'node',
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/test', '<rootDir>/infra'],
  testMatch: ['**/dist/**/*.test.js', '<rootDir>/infra/**/*.test.mjs'],
  testPathIgnorePatterns: ['/node_modules/', ...(long ? [] : ['\\.long\\.test\\.js$'])],
  transform: {},
  testTimeout: long ? 3_600_000 : 30_000,
  maxWorkers: 2,
  watchman: false,
  reporters: ['default', '<rootDir>/infra/jest-totals.mjs'],
};
