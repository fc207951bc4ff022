import type { Browser } from '@playwright/test'
import { percentile } from '../../tooling/percentile.ts'
import { table } from '../lib/table.ts'
import { CPU_SLOWDOWN, SLOW_4G } from './slow.ts'

/** How a page felt, as Lighthouse measures it but for the speed index, which needs a film. Times in ms. */
interface Felt {
  firstPaint: number
  largestPaint: number
  /** What tasks took beyond 50 ms each, after the first paint. */
  blocked: number
  shift: number
}

/** Lighthouse's own curves for phones: at `good` a measure has 90 points, at `middle` 50; and what it weighs. */
const CURVES: Record<keyof Felt, { good: number; middle: number; weight: number }> = {
  firstPaint: { good: 1_800, middle: 3_000, weight: 10 },
  largestPaint: { good: 2_500, middle: 4_000, weight: 25 },
  blocked: { good: 200, middle: 600, weight: 30 },
  shift: { good: 0.1, middle: 0.25, weight: 25 },
}
const LONG_MS = 50
const SETTLED_MS = 6_000

/** The same page without and with the widget, by turns, on a slow phone in a slow network. */
export async function measurePageCost(
  browser: Browser,
  pages: { without: string; with: string },
  runs: number,
): Promise<string> {
  const without: Felt[] = []
  const withIt: Felt[] = []
  for (let run = 0; run < runs; run++) {
    without.push(await feel(browser, pages.without))
    withIt.push(await feel(browser, pages.with))
  }
  const row = (name: string, of: keyof Felt, digits = 0) => [
    name,
    ...[without, withIt].map((all) =>
      percentile(
        all.map((one) => one[of]),
        0.5,
      ).toFixed(digits),
    ),
  ]
  const points = (all: Felt[]) => percentile(all.map(pointsOf), 0.5).toFixed(1)
  return table(
    ['middle of the runs', 'without', 'with'],
    [
      row('first paint, ms', 'firstPaint'),
      row('largest paint, ms', 'largestPaint'),
      row('blocked, ms', 'blocked'),
      row('layout shift', 'shift', 3),
      ['points of 100', points(without), points(withIt)],
    ],
  )
}

async function feel(browser: Browser, url: string): Promise<Felt> {
  const context = await browser.newContext({ viewport: { width: 412, height: 823 } })
  const page = await context.newPage()
  const devtools = await context.newCDPSession(page)
  await devtools.send('Network.enable')
  await devtools.send('Network.emulateNetworkConditions', SLOW_4G)
  await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
  await page.addInitScript(() => {
    window.felt = []
    for (const type of ['paint', 'largest-contentful-paint', 'longtask', 'layout-shift'])
      new PerformanceObserver((list) => window.felt.push(...list.getEntries())).observe({
        type,
        buffered: true,
      })
  })
  await page.goto(url)
  // Long enough for whatever waits until the page is idle.
  await page.waitForTimeout(SETTLED_MS)
  const entries = await page.evaluate(() =>
    window.felt.map((entry) => ({
      type: entry.entryType,
      name: entry.name,
      startTime: entry.startTime,
      duration: entry.duration,
      value: (entry as PerformanceEntry & { value?: number }).value ?? 0,
    })),
  )
  await context.close()
  const of = (type: string) => entries.filter((entry) => entry.type === type)
  const firstPaint =
    of('paint').find(({ name }) => name === 'first-contentful-paint')?.startTime ?? Number.NaN
  return {
    firstPaint,
    largestPaint: of('largest-contentful-paint').at(-1)?.startTime ?? Number.NaN,
    blocked: of('longtask')
      .filter(({ startTime }) => startTime >= firstPaint)
      .reduce((sum, { duration }) => sum + Math.max(0, duration - LONG_MS), 0),
    shift: of('layout-shift').reduce((sum, { value }) => sum + value, 0),
  }
}

function pointsOf(felt: Felt): number {
  const names = Object.keys(CURVES) as (keyof Felt)[]
  const weights = names.reduce((sum, name) => sum + CURVES[name].weight, 0)
  return names.reduce(
    (sum, name) => sum + (CURVES[name].weight / weights) * 100 * share(felt[name], CURVES[name]),
    0,
  )
}

/** Where a value stands on a log-normal curve through (good, 0.9) and (middle, 0.5). */
function share(value: number, { good, middle }: { good: number; middle: number }): number {
  if (value <= 0) return 1
  // The error function has reached four fifths here.
  const AT_GOOD = 0.9061938024368232
  const x = (Math.log(value / middle) * AT_GOOD) / Math.log(middle / good)
  return (1 - errorFunction(x)) / 2
}

/** Abramowitz and Stegun, 7.1.26; wrong by 1.5e-7 at most. */
function errorFunction(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x))
  const series =
    t * (0.254829592 + t * (-0.284496736 + t * (1.421413741 + t * (-1.453152027 + t * 1.061405429))))
  return Math.sign(x) * (1 - series * Math.exp(-x * x))
}

declare global {
  interface Window {
    felt: PerformanceEntry[]
  }
}
