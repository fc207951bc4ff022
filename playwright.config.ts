import { defineConfig } from '@playwright/test'
import { CHROMIUM_ARGUMENTS } from './tooling/test/chromium-arguments.ts'

// Against hanging, not against slowness: a busy machine may take its time.
const TEST_TIMEOUT_MS = 180_000
const EXPECT_TIMEOUT_MS = 20_000

/** Stories in real browsers, `e2e/*.spec.ts`; `npm test` finds the browser and names it in CHROME_PATH. */
export default defineConfig({
  testDir: 'e2e',
  testMatch: '**/*.spec.ts',
  outputDir: '.build/test-results',
  timeout: TEST_TIMEOUT_MS,
  expect: { timeout: EXPECT_TIMEOUT_MS },
  workers: 2,
  // A busy machine may stumble over one of a thousand waits. What passed only at the second try is counted and named.
  retries: 1,
  reporter: [['list'], ['json', { outputFile: '.build/playwright.json' }]],
  use: {
    browserName: 'chromium',
    screenshot: 'only-on-failure',
    // Recording costs as much as the story itself.
    trace: 'on-first-retry',
    launchOptions: {
      ...(process.env.CHROME_PATH && { executablePath: process.env.CHROME_PATH }),
      args: CHROMIUM_ARGUMENTS,
    },
  },
})
