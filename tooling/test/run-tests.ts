import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { buildFrontends } from '../frontends.ts'
import { BUILD, installed, runProgram } from '../run-program.ts'
import { findChromium } from './find-chromium.ts'
import { findRedis } from './find-redis.ts'
import {
  addCounts,
  type Counts,
  countPlaywright,
  countVitest,
  failuresOfVitest,
  flakyLine,
  summary,
} from './test-counts.ts'

const VITEST_REPORT = path.join(BUILD, 'vitest.json')
const PLAYWRIGHT_REPORT = path.join(BUILD, 'playwright.json')

const counts = await runTests().catch((error: unknown): Counts => {
  console.error(error instanceof Error ? error.message : error)
  return { passed: 0, failed: 1, skipped: 0, flaky: 0 }
})
for (const failure of failuresOfVitest(VITEST_REPORT)) console.log(`FAILED ${failure}\n`)
const flaky = flakyLine(counts)
if (flaky) console.log(flaky)
console.log(summary(counts))
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0

async function runTests(): Promise<Counts> {
  if (!(await buildFrontends())) throw new Error('Without the frontends there is nothing to test.')
  process.env.CHROME_PATH = await findChromium()
  await findRedis()
  mkdirSync(BUILD, { recursive: true })
  for (const report of [VITEST_REPORT, PLAYWRIGHT_REPORT]) rmSync(report, { force: true })

  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${VITEST_REPORT}`]
  const vitest = await runProgram(installed('vitest'), ['run', ...reporters], { show: true })
  const playwright = await runProgram(installed('playwright'), ['test'], { show: true })
  return addCounts(
    countVitest(VITEST_REPORT, vitest.exitCode),
    countPlaywright(PLAYWRIGHT_REPORT, playwright.exitCode),
  )
}
