// Tests are compiled by `tsc -b` like everything else and run from dist, so what is tested is what is shipped.
const long = process.env.GUITU_LONG === '1';
// `npm test` has two: suites that need a broker run `alone`, the others `together`. See infra/bootstrap/test.mjs.
const part = process.env.GUITU_TEST_PART;

export default {
  testEnvironment: '<rootDir>/infra/jest-environment.mjs',
  roots: ['<rootDir>/packages', '<rootDir>/services', '<rootDir>/test', '<rootDir>/infra'],
  testMatch: part === 'alone' ? ['**/dist/**/*.kafka.test.js'] : ['**/dist/**/*.test.js', '<rootDir>/infra/**/*.test.mjs'],
  testPathIgnorePatterns: ['/node_modules/', ...(long ? [] : ['\\.long\\.test\\.js$']), ...(part === 'together' ? ['\\.kafka\\.test\\.js$'] : [])],
  transform: {},
  testTimeout: long ? 3_600_000 : 30_000,
  maxWorkers: part === 'alone' ? 1 : 2,
  watchman: false,
  reporters: ['default', '<rootDir>/infra/jest-totals.mjs'],
};
