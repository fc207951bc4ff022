import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import { type OwnServer, startOwnServer } from '../../tooling/own-server.ts'
import { percentile } from '../../tooling/percentile.ts'
import { CHROMIUM_ARGUMENTS } from '../../tooling/test/chromium-arguments.ts'
import { findChromium } from '../../tooling/test/find-chromium.ts'
import { table } from '../lib/table.ts'

/** The first ones warm up code and connections, and are not counted. */
const WARM_RUNS = 5
const PAUSE_MS = 150
const FIRST = 'Hello, is anybody there?'

declare global {
  interface Window {
    clickedAt: number
    /** When a text stands painted in the list of messages. */
    paintedAt(text: string): Promise<number>
  }
}

/** From a visitor's click on send to the text on the agent's page, in two Chromiums. */
export async function measureBrowsers({ runs }: { runs: number }): Promise<string> {
  const server = await startOwnServer()
  const browsers: Browser[] = []
  const openPage = async () => {
    const browser = await chromium.launch({ executablePath: await findChromium(), args: CHROMIUM_ARGUMENTS })
    browsers.push(browser)
    return browser.newPage()
  }
  try {
    const [visitor, agent] = [await openPage(), await openPage()]
    await openChat(visitor, agent, server)
    const times: number[] = []
    for (let run = -WARM_RUNS; run < runs; run++) {
      const ms = await measureOne(visitor, agent, `Message number ${run + WARM_RUNS + 1}`)
      if (run >= 0) times.push(ms)
      await pause(PAUSE_MS)
    }
    return describe(times, browsers[0]?.version() ?? '')
  } finally {
    for (const browser of browsers) await browser.close()
    await server.stop()
  }
}

async function openChat(visitor: Page, agent: Page, { url, admin }: OwnServer): Promise<void> {
  await visitor.addInitScript(() => {
    addEventListener('click', () => (window.clickedAt = Date.now()), true)
  })
  await agent.addInitScript(() => {
    window.paintedAt = (text) =>
      new Promise((resolve) => {
        const observer = new MutationObserver(() => {
          const messages = document.querySelector(
            '[role=region][aria-label=Messages], section[aria-label=Messages]',
          )
          if (!messages?.textContent?.includes(text)) return
          observer.disconnect()
          // A task after the next frame's callbacks: the frame has been drawn.
          requestAnimationFrame(() => setTimeout(() => resolve(Date.now())))
        })
        observer.observe(document.body, { childList: true, subtree: true, characterData: true })
      })
  })

  await visitor.goto(`${url}/chat/biometrics-web`)
  await visitor.getByRole('textbox', { name: 'Message' }).fill(FIRST)
  await visitor.getByRole('button', { name: 'Send' }).click()
  await agent.goto(`${url}/inbox/unassigned`)
  await agent.getByLabel('E-mail').fill(admin.email)
  await agent.getByRole('textbox', { name: 'Password' }).fill(admin.password)
  await agent.getByRole('button', { name: 'Sign in' }).click()
  await agent.getByRole('link').filter({ hasText: FIRST }).first().click()
  await agent.getByRole('button', { name: 'Take', exact: true }).click()
  await agent.getByRole('region', { name: 'Messages' }).getByText(FIRST, { exact: true }).waitFor()
}

async function measureOne(visitor: Page, agent: Page, text: string): Promise<number> {
  const painted = agent.evaluate((awaited) => window.paintedAt(awaited), text)
  await visitor.getByRole('textbox', { name: 'Message' }).fill(text)
  await visitor.getByRole('button', { name: 'Send' }).click()
  return (await painted) - (await visitor.evaluate(() => window.clickedAt))
}

function describe(times: readonly number[], version: string): string {
  const of = (share: number) => percentile(times, share).toFixed(0)
  return [
    `Two Chromiums ${version} without a GPU: the widget as a full page, and the dashboard with the conversation open; ${times.length} messages, from the click on send until the text has been painted on the agent's page.`,
    table(['', 'p50 ms', 'p90 ms', 'slowest ms'], [['click to painted', of(0.5), of(0.9), of(1)]]),
  ].join('\n\n')
}
