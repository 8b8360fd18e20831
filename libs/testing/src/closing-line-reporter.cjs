/** Ends a run with one plain line that a person and a script can both read: `N passed, N failed, N skipped`. */
class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const parts = [`${results.numPassedTests} passed`, `${failed} failed`];
    if (skipped > 0) parts.push(`${skipped} skipped`);
    this.skipped = skipped;
    process.stdout.write(`\n${parts.join(', ')}\n`);
  }

  /** Jest asks this when the run is over; an error makes the run fail. */
  getLastError() {
    if (process.env.CI !== 'true' || !this.skipped) return undefined;
    return new Error(`${this.skipped} tests were skipped, and CI=true allows none.`);
  }
}

module.exports = ClosingLineReporter;
