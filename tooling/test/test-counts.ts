import { existsSync, readFileSync } from 'node:fs'

export interface Counts {
  passed: number
  failed: number
  skipped: number
  /** Of those that passed: how many only when they were run again. */
  flaky: number
}

interface VitestReport {
  numPassedTests: number
  numFailedTests: number
  numPendingTests: number
  numTodoTests: number
  testResults: {
    name: string
    status: string
    message: string
    assertionResults: { status: string; fullName: string; failureMessages: string[] }[]
  }[]
}

interface PlaywrightReport {
  stats: { expected: number; unexpected: number; flaky: number; skipped: number }
}

/** How many tests passed, failed and were skipped, from Vitest's report and exit code. */
export function countVitest(file: string, exitCode: number | null): Counts {
  const report = readReport<VitestReport>(file)
  if (report === null) return aborted(exitCode)
  // A file that could not be loaded has no tests to fail.
  const broken = report.testResults.filter(
    ({ status, assertionResults }) =>
      status === 'failed' && assertionResults.every((assertion) => assertion.status !== 'failed'),
  )
  return honest(exitCode, {
    passed: report.numPassedTests,
    failed: report.numFailedTests + broken.length,
    skipped: report.numPendingTests + report.numTodoTests,
    flaky: 0,
  })
}

/** What failed and why, to be told again at the end: what Playwright prints stands between. */
export function failuresOfVitest(file: string): string[] {
  return (readReport<VitestReport>(file)?.testResults ?? [])
    .filter(({ status }) => status === 'failed')
    .flatMap(({ name, message, assertionResults }) => {
      const failed = assertionResults.filter(({ status }) => status === 'failed')
      if (failed.length === 0) return [`${name}\n${message}`]
      return failed.map((each) => `${name} › ${each.fullName}\n${each.failureMessages.join('\n')}`)
    })
}

/** The same from Playwright's, which runs a story again that failed: a defect fails twice, a stumble is told as one. */
export function countPlaywright(file: string, exitCode: number | null): Counts {
  const report = readReport<PlaywrightReport>(file)
  if (report === null) return aborted(exitCode)
  const { expected, unexpected, flaky, skipped } = report.stats
  return honest(exitCode, { passed: expected + flaky, failed: unexpected, skipped, flaky })
}

export function addCounts(a: Counts, b: Counts): Counts {
  return {
    passed: a.passed + b.passed,
    failed: a.failed + b.failed,
    skipped: a.skipped + b.skipped,
    flaky: a.flaky + b.flaky,
  }
}

/** What passed at the second try only, before the last line; null when there is nothing to tell. */
export function flakyLine({ flaky }: Counts): string | null {
  return flaky > 0 ? `${flaky} of them only at the second try: find out why.` : null
}

/** The last line that the tests print. */
export function summary({ passed, failed, skipped }: Counts): string {
  return `${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`
}

function readReport<Report>(file: string): Report | null {
  return existsSync(file) ? (JSON.parse(readFileSync(file, 'utf8')) as Report) : null
}

/** Without a report nothing is known to have run. */
function aborted(exitCode: number | null): Counts {
  return { passed: 0, failed: exitCode === 0 ? 0 : 1, skipped: 0, flaky: 0 }
}

/** A runner that fails although no test did has met an error outside of them. */
function honest(exitCode: number | null, counts: Counts): Counts {
  return exitCode !== 0 && counts.failed === 0 ? { ...counts, failed: 1 } : counts
}
