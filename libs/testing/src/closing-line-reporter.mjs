import { relative } from 'node:path';

/**
 * Ends a run with one plain line that a person and a script can both read: `N passed, N failed, N skipped`. Before it, with
 * TEST_SLOWEST=20, the twenty spec files that took longest.
 */
export default class ClosingLineReporter {
  onRunComplete(_contexts, results) {
    const failed = results.numFailedTests + results.numRuntimeErrorTestSuites;
    const skipped = results.numPendingTests + results.numTodoTests;
    const parts = [`${results.numPassedTests} passed`, `${failed} failed`];
    if (skipped > 0) parts.push(`${skipped} skipped`);
    this.skipped = skipped;
    this.printSlowest(results.testResults, Number(process.env.TEST_SLOWEST ?? 0));
    process.stdout.write(`\n${parts.join(', ')}\n`);
  }

  printSlowest(files, count) {
    const seconds = ({ perfStats }) => (perfStats.end - perfStats.start) / 1_000;
    const slowest = [...files].sort((a, b) => seconds(b) - seconds(a)).slice(0, count);
    for (const file of slowest) {
      const path = relative(process.cwd(), file.testFilePath);
      process.stdout.write(`${seconds(file).toFixed(1).padStart(7)} s  ${path}\n`);
    }
  }

  /** Jest asks this when the run is over; an error makes the run fail. */
  getLastError() {
    if (process.env.CI !== 'true' || !this.skipped) return undefined;
    return new Error(`${this.skipped} tests were skipped, and CI=true allows none.`);
  }
}
