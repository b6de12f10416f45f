/** The last line of a test run, alone and in one fixed shape, for scripts that read totals. */
export default class Totals {
  onRunComplete(_contexts, results) {
    // A file that could not even be loaded has no failed test in it, and is a failure all the same.
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    // At the exit, because jest's own summary is written after this call.
    process.once('exit', () => console.log(`${results.numPassedTests} passed, ${failed} failed, ${skipped} skipped`));
  }
}
