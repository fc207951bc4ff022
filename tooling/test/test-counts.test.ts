import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import {
  addCounts,
  countPlaywright,
  countVitest,
  failuresOfVitest,
  flakyLine,
  summary,
} from './test-counts.ts'

function report(content: unknown): string {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'chat-test-'))
  onTestFinished(() => rmSync(folder, { recursive: true }))
  const file = path.join(folder, 'report.json')
  writeFileSync(file, JSON.stringify(content))
  return file
}

const vitest = (counts: Partial<Record<string, number>>, testResults: unknown[] = []) =>
  report({
    numPassedTests: 5,
    numFailedTests: 0,
    numPendingTests: 0,
    numTodoTests: 0,
    testResults,
    ...counts,
  })

test('passed, failed and skipped tests of both runners are added up', () => {
  const unit = countVitest(vitest({ numFailedTests: 1, numPendingTests: 2 }), 1)
  const stories = countPlaywright(report({ stats: { expected: 3, unexpected: 1, flaky: 1, skipped: 0 } }), 1)
  expect(summary(addCounts(unit, stories))).toBe('9 passed, 2 failed, 2 skipped')
})

test('the last line names skipped tests only where there are some', () => {
  expect(summary({ passed: 8, failed: 0, skipped: 0, flaky: 0 })).toBe('8 passed, 0 failed')
})

test('what passed only at the second try is told', () => {
  const stories = (flaky: number) =>
    countPlaywright(report({ stats: { expected: 3, unexpected: 0, flaky, skipped: 0 } }), 0)
  expect(flakyLine(stories(2))).toContain('2 of them only at the second try')
  expect(flakyLine(stories(0))).toBeNull()
})

test('a file that could not be loaded has failed', () => {
  const file = vitest({}, [{ status: 'failed', assertionResults: [] }])
  expect(countVitest(file, 1)).toEqual({ passed: 5, failed: 1, skipped: 0, flaky: 0 })
})

test('what failed is told again with its reason', () => {
  const file = vitest({}, [
    { name: 'a.test.ts', status: 'passed', message: '', assertionResults: [] },
    { name: 'b.test.ts', status: 'failed', message: 'Cannot find c.ts', assertionResults: [] },
    {
      name: 'd.test.ts',
      status: 'failed',
      message: '',
      assertionResults: [
        { status: 'passed', fullName: 'one', failureMessages: [] },
        { status: 'failed', fullName: 'two', failureMessages: ['Error: 1 is not 2'] },
      ],
    },
  ])
  expect(failuresOfVitest(file)).toEqual([
    'b.test.ts\nCannot find c.ts',
    'd.test.ts › two\nError: 1 is not 2',
  ])
  expect(failuresOfVitest('/nowhere.json')).toEqual([])
})

test('a runner that ends badly without a failed test has failed', () => {
  expect(countVitest(vitest({}), 1).failed).toBe(1)
  expect(countPlaywright('/nowhere.json', 1)).toEqual({ passed: 0, failed: 1, skipped: 0, flaky: 0 })
})
