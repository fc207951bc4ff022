import { existsSync, readFileSync } from 'node:fs'

/** How many tests passed, failed and were skipped, from a runner's report and exit code. */
export function countVitest(file, exitCode) {
  const report = readReport(file)
  if (report === null) return aborted(exitCode)
  // A file that could not be loaded has no tests to fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((test) => test.status !== 'failed'),
  )
  return honest(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
  })
}

/** A flaky test passed only when it was run again, and is not a passed one. */
export function countPlaywright(file, exitCode) {
  const report = readReport(file)
  if (report === null) return aborted(exitCode)
  const { expected, unexpected, flaky, skipped } = report.stats
  return honest(exitCode, { passed: expected, failed: unexpected + flaky, skipped })
}

export function addCounts(a, b) {
  return { passed: a.passed + b.passed, failed: a.failed + b.failed, skipped: a.skipped + b.skipped }
}

/** The last line that the tests print. */
export function summary({ passed, failed, skipped }) {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function readReport(file) {
  return existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null
}

function aborted(exitCode) {
  return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0 }
}

/** A runner that fails although no test did has met an error outside of them. */
function honest(exitCode, counts) {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
