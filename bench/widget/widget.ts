import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { type Browser, type BrowserContext, chromium, type Page } from '@playwright/test'
import { startOwnServer } from '../../tooling/own-server.ts'
import { percentile } from '../../tooling/percentile.ts'
import { CHROMIUM_ARGUMENTS } from '../../tooling/test/chromium-arguments.ts'
import { findChromium } from '../../tooling/test/find-chromium.ts'
import { table } from '../lib/table.ts'
import { measurePageCost } from './page-cost.ts'
import { CPU_SLOWDOWN, SLOW_4G } from './slow.ts'

const QUIET_MS = 3_000

declare global {
  interface Window {
    pressedAt?: number
    composerAt?: number
    longTasks: number[]
    shifts: number
  }
}

interface Loaded {
  requests: number
  bytes: number
}

/** What a page pays for the widget, in a real Chromium: before anybody opens it, and from the click to a box to write in. */
export async function measureWidget({ runs }: { runs: number }): Promise<string> {
  const server = await startOwnServer()
  const shop = await startShop(server.url)
  const browser = await chromium.launch({ executablePath: await findChromium(), args: CHROMIUM_ARGUMENTS })
  try {
    const before = await beforeOpening(browser, shop.url, server.url)
    const opened = await openedOnce(browser, shop.url, server.url)
    const cold = await timesOf(browser, shop.url, runs, { warm: false, slow: false })
    const warm = await timesOf(browser, shop.url, runs, { warm: true, slow: false })
    const slow = await timesOf(browser, shop.url, Math.min(runs, 5), { warm: true, slow: true })
    const pages = { without: `${shop.url}plain`, with: shop.url }
    const cost = await measurePageCost(browser, pages, Math.min(runs, 5))
    return [
      `Chromium ${browser.version()}; a plain page on one origin, the chat on another; bodies as they came over the wire.`,
      '',
      table(
        ['', 'measured', 'at most'],
        [
          ['requests before anybody opens it', `${before.requests}`, '1'],
          ['bytes of them', `${before.bytes}`, '2000'],
          ['tasks over 50 ms', `${before.longTasks}`, '0'],
          ['layout shift', `${before.shift}`, '0'],
          [
            'bytes until the box to write in is there, answers of the API left out',
            `${opened.bytes}`,
            '35000',
          ],
          ['memory of JavaScript over the page’s own, MB', opened.heapMb.toFixed(1), '15'],
        ],
      ),
      '',
      `From the click to the box, ms (${runs} times, slow ones ${Math.min(runs, 5)} times):`,
      '',
      table(
        ['', 'p50', 'slowest', 'at most'],
        [
          ['nothing in the cache', ...inWords(cold), ''],
          ['everything in the cache', ...inWords(warm), '300'],
          [`the same, CPU ${CPU_SLOWDOWN} times slower, Slow 4G`, ...inWords(slow), '1000'],
        ],
      ),
      '',
      `The same page without and with the widget, CPU ${CPU_SLOWDOWN} times slower, Slow 4G; points as Lighthouse gives them for phones, but for the speed index; the goal is at most one point less:`,
      '',
      cost,
    ].join('\n')
  } finally {
    await browser.close()
    shop.close()
    await server.stop()
  }
}

const inWords = (times: number[]) => [percentile(times, 0.5), Math.max(...times)].map((ms) => ms.toFixed(0))

async function startShop(chatUrl: string) {
  const pageWith = (chat: string) =>
    `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title><h1>Shop</h1><p>Words.</p>${chat}</html>`
  const chat = `<script>window.biometricsChat = { appId: 'biometrics-web', greeting: 'Hi! How can we help you?' }</script><script src="${chatUrl}/widget.js" async></script>`
  const server = createServer((request, response) => {
    const html = pageWith(request.url === '/plain' ? '' : chat)
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(html)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return { url: `http://${new URL(chatUrl).hostname}:${port}/`, close: () => server.close() }
}

/** A page that notes what it pays, and when the box to write in is there. */
async function openPage(context: BrowserContext): Promise<Page> {
  const page = await context.newPage()
  await page.addInitScript(() => {
    window.longTasks = []
    window.shifts = 0
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.longTasks.push(entry.duration)
    }).observe({ type: 'longtask', buffered: true })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) window.shifts += (entry as unknown as { value: number }).value
    }).observe({ type: 'layout-shift', buffered: true })
    addEventListener('click', () => (window.pressedAt ??= Date.now()), true)
    const look = () => {
      if (document.querySelector('textarea')) window.composerAt ??= Date.now()
      else requestAnimationFrame(look)
    }
    if (window !== window.parent) look()
  })
  return page
}

function count(
  page: Page,
  chatUrl: string,
  counts: (path: string) => boolean = () => true,
): () => Promise<Loaded> {
  const all: Promise<number>[] = []
  page.on('requestfinished', (request) => {
    const url = new URL(request.url())
    if (url.origin !== new URL(chatUrl).origin || !counts(url.pathname)) return
    all.push(request.sizes().then(({ responseBodySize }) => responseBodySize))
  })
  return async () => ({
    requests: all.length,
    bytes: (await Promise.all(all)).reduce((sum, bytes) => sum + bytes, 0),
  })
}

async function beforeOpening(browser: Browser, shopUrl: string, chatUrl: string) {
  const context = await browser.newContext()
  const page = await openPage(context)
  const loaded = count(page, chatUrl)
  await page.goto(shopUrl)
  await page.locator('button.launcher').waitFor()
  // Long enough for whatever waits until the page is idle.
  await page.waitForTimeout(QUIET_MS)
  const { longTasks, shift } = await page.evaluate(() => ({
    longTasks: window.longTasks.length,
    shift: window.shifts,
  }))
  const result = { ...(await loaded()), longTasks, shift }
  await context.close()
  return result
}

async function openedOnce(browser: Browser, shopUrl: string, chatUrl: string) {
  const context = await browser.newContext()
  const page = await openPage(context)
  const loaded = count(page, chatUrl, (path) => !path.startsWith('/api/'))
  const devtools = await context.newCDPSession(page)
  const heap = async () => {
    await devtools.send('HeapProfiler.collectGarbage')
    return (await devtools.send('Runtime.getHeapUsage')).usedSize
  }
  await page.goto(shopUrl)
  await page.locator('button.launcher').waitFor()
  const own = await heap()
  await page.locator('button.launcher').click()
  await page.frameLocator('iframe').locator('textarea').waitFor()
  await page.waitForTimeout(QUIET_MS)
  const result = { ...(await loaded()), heapMb: ((await heap()) - own) / 1e6 }
  await context.close()
  return result
}

async function timesOf(
  browser: Browser,
  shopUrl: string,
  runs: number,
  how: { warm: boolean; slow: boolean },
) {
  const times: number[] = []
  let context = await browser.newContext()
  for (let run = how.warm ? -1 : 0; run < runs; run += 1) {
    const page = await openPage(context)
    if (how.slow && run >= 0) {
      const devtools = await context.newCDPSession(page)
      await devtools.send('Network.enable')
      await devtools.send('Network.emulateNetworkConditions', SLOW_4G)
      await devtools.send('Emulation.setCPUThrottlingRate', { rate: CPU_SLOWDOWN })
    }
    await page.goto(shopUrl)
    await page.locator('button.launcher').waitFor()
    // Where a hand would come from: not at the same instant as the press.
    await page.locator('button.launcher').click({ delay: 80 })
    const frame = page.frameLocator('iframe')
    await frame.locator('textarea').waitFor()
    const pressedAt = await page.evaluate(() => window.pressedAt ?? 0)
    const composerAt = await frame.locator('textarea').evaluate(() => window.composerAt ?? 0)
    if (run >= 0) times.push(composerAt - pressedAt)
    await page.close()
    if (how.warm) continue
    await context.close()
    context = await browser.newContext()
  }
  await context.close()
  return times
}
