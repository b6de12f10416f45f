import { existsSync, readFileSync, writeFileSync } from 'node:fs';

/** Of the parts of this run that have ended, where it has parts. */
const file = process.env.GUITU_TEST_TOTALS;

/** The last line of a test run, alone and in one fixed shape, for scripts that read totals. */
export default class Totals {
  onRunComplete(_contexts, results) {
    const before = file !== undefined && existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { passed: 0, failed: 0, skipped: 0 };
    const totals = {
      passed: before.passed + results.numPassedTests,
      // A file that could not even be loaded has no failed test in it, and is a failure all the same.
      failed: before.failed + results.numFailedTests + results.numRuntimeErrorTestSuites,
      skipped: before.skipped + results.numPendingTests + results.numTodoTests,
    };
    if (file !== undefined) writeFileSync(file, JSON.stringify(totals));
    // At the exit, because jest's own summary is written after this call.
    process.once('exit', () => console.log(`${totals.passed} passed, ${totals.failed} failed, ${totals.skipped} skipped`));
  }
}
