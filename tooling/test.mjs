import { spawn } from 'node:child_process'
import { mkdirSync, rmSync } from 'node:fs'
import path from 'node:path'
import { findChromium } from './find-chromium.mjs'
import { BUILD, buildFrontends, ROOT } from './frontends.mjs'
import { requireNode } from './node-version.mjs'
import { addCounts, countPlaywright, countVitest, summary } from './test-counts.mjs'

requireNode()
process.chdir(ROOT)

const RESULTS = {
  vitest: path.join(BUILD, 'vitest.json'),
  playwright: path.join(BUILD, 'playwright.json'),
}

const counts = await runTests().catch((error) => {
  console.error(error.message)
  return { passed: 0, failed: 1, skipped: 0 }
})
console.log(summary(counts))
process.exitCode = counts.failed > 0 || counts.passed === 0 ? 1 : 0

async function runTests() {
  if (!(await buildFrontends())) throw new Error('Without the frontends there is nothing to test.')
  process.env.CHROME_PATH = await findChromium()
  mkdirSync(BUILD, { recursive: true })
  for (const file of Object.values(RESULTS)) rmSync(file, { force: true })

  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${RESULTS.vitest}`]
  const vitest = countVitest(RESULTS.vitest, await run('vitest', ['run', ...reporters]))
  const playwright = countPlaywright(RESULTS.playwright, await run('playwright', ['test']))
  return addCounts(vitest, playwright)
}

/** Resolves with the exit code. */
function run(program, args) {
  const child = spawn(path.join(ROOT, 'node_modules/.bin', program), args, {
    stdio: 'inherit',
    shell: process.platform === 'win32',
  })
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('close', resolve)
  })
}
