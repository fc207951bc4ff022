import type { Browser, BrowserContext, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { bundlePage, launchBrowser } from './browser.ts'
import { startWorld, textsOf, type World } from './world.ts'

const PATIENCE = { timeout: 30_000 }
const eventually = <T>(look: () => Promise<T>) => expect.poll(look, PATIENCE)

let world: World
let browser: Browser
let context: BrowserContext
let script: string

beforeAll(async () => {
  world = await startWorld()
  browser = await launchBrowser()
  script = await bundlePage('tabs-page.ts')
})
beforeEach(async () => {
  context = await browser.newContext()
})
afterEach(() => context.close())
afterAll(async () => {
  await browser.close()
  await world.stop()
})

/** A tab of the server's own origin, with the real storage, locks and sockets of a browser. */
async function openTab(url = world.server.url, before?: () => void): Promise<Page> {
  const page = await context.newPage()
  if (before) await page.addInitScript(before)
  await page.route('**/tab', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>tab</title>' }),
  )
  await page.goto(`${url}/tab`)
  await page.addScriptTag({ content: script })
  return page
}

const start = (page: Page, text: string) =>
  page.evaluate((said) => window.chat.start({ type: 'text', content: { text: said } }), text)
const send = (page: Page, id: string, text: string) =>
  page.evaluate(([key, said]) => window.chat.send(key, { type: 'text', content: { text: said } }), [
    id,
    text,
  ] as const)
const connect = (page: Page) => page.evaluate(() => window.chat.connect())
const onlyThread = (page: Page) =>
  page.evaluate(async () => {
    const [id] = Object.keys(window.chat.state.threads)
    if (id) await window.chat.open(id)
    return id ? { id, ...window.chat.state.threads[id] } : undefined
  })
const pendingTexts = (page: Page) =>
  page.evaluate(() => {
    const { starting, threads } = window.chat.state
    const all = [...(starting?.pending ?? []), ...Object.values(threads).flatMap((thread) => thread.pending)]
    return all.map((entry) => (entry.draft.content as { text: string }).text)
  })
const stored = (page: Page) => page.evaluate(() => window.storedTexts())

/** A tab in which the visitor has said "one". */
async function chatting(url?: string) {
  const tab = await openTab(url)
  await connect(tab)
  await start(tab, 'one')
  await eventually(() => onlyThread(tab).then((thread) => thread?.messages?.length)).toBe(1)
  const { id } = (await onlyThread(tab)) ?? { id: '' }
  return { tab, id }
}
const texts = (id: string) => world.log(id).then((log) => log.map(({ text }) => text))

describe('the tabs of one browser', () => {
  it('[VS1] opened at once are one visitor', async () => {
    const pages = await Promise.all([openTab(), openTab(), openTab()])
    await Promise.all(pages.map(connect))
    const ids = await Promise.all(
      pages.map((page) => page.evaluate(() => window.chat.state.session?.visitor.id)),
    )
    expect(new Set(ids).size).toBe(1)
  })

  it('[DL9] [SY1] what was typed offline is seen in another tab, survives a reload, and is sent once and in order', async () => {
    const network = await world.network()
    const one = await openTab(network.url)
    await connect(one)
    await start(one, 'one')
    await eventually(() => onlyThread(one).then((thread) => thread?.messages?.length)).toBe(1)
    const { id } = (await onlyThread(one)) ?? { id: '' }
    const two = await openTab(network.url)
    await connect(two)
    network.down()
    for (const text of ['two', 'three', 'four']) await send(one, id, text)
    await eventually(() => pendingTexts(two)).toEqual(['two', 'three', 'four'])
    expect(await stored(two)).toEqual(['two', 'three', 'four'])

    await one.close()
    await two.close()
    const again = await openTab(network.url)
    await eventually(() => stored(again)).toHaveLength(3)
    network.mend()
    await connect(again)
    await eventually(() => onlyThread(again).then((thread) => thread?.messages?.length)).toBe(4)
    const log = await world.log(id)
    expect(log.map((line) => line.text)).toEqual(['one', 'two', 'three', 'four'])
    const shown = await onlyThread(again)
    expect(textsOf(shown?.messages ?? [])).toEqual(log)
    await eventually(() => stored(again)).toEqual([])
  })

  it('[DL9] share the work of many messages, each sent once', async () => {
    const pages = await Promise.all([openTab(), openTab(), openTab()])
    const [one] = pages
    if (!one) throw new Error('no tab')
    await connect(one)
    await start(one, 'begin')
    await eventually(() => onlyThread(one).then((thread) => thread?.messages?.length)).toBe(1)
    const { id } = (await onlyThread(one)) ?? { id: '' }
    await Promise.all(pages.map(connect))
    await Promise.all(
      pages.map(async (page, tab) => {
        for (let count = 0; count < 15; count += 1) await send(page, id, `${tab}:${count}`)
      }),
    )
    for (const page of pages) {
      await eventually(() => onlyThread(page).then((thread) => thread?.messages?.length)).toBe(46)
      await eventually(() => pendingTexts(page)).toEqual([])
    }
    const texts = (await world.log(id)).map((line) => line.text)
    for (const tab of [0, 1, 2]) {
      const own = texts.filter((text) => text.startsWith(`${tab}:`))
      expect(own).toEqual(Array.from({ length: 15 }, (_, count) => `${tab}:${count}`))
    }
  })

  it('[DL9] a message survives a tab that crashes between Enter and ✓', async () => {
    const network = await world.network()
    const { tab, id } = await chatting(network.url)
    network.down()
    await send(tab, id, 'two')
    await eventually(() => stored(tab)).toEqual(['two'])
    const crashed = tab.waitForEvent('crash')
    tab.goto('chrome://crash').catch(() => {})
    await crashed

    network.mend()
    const again = await openTab(network.url)
    await connect(again)
    await eventually(() => texts(id)).toEqual(['one', 'two'])
    await eventually(() => stored(again)).toEqual([])
  })

  it('[DL9] what an older version kept under keys is sent, and kept there no longer', async () => {
    const { tab, id } = await chatting()
    const visitorId = await tab.evaluate(() => window.chat.state.session?.visitor.id)
    await tab.close()
    const old = await openTab()
    await old.evaluate(
      ([key, owner]) => {
        const entry = {
          clientId: 'from-before',
          conversationKey: key,
          draft: { type: 'text', content: { text: 'from before' } },
          createdAt: 1,
          status: { name: 'waiting' },
          owner,
        }
        localStorage.setItem('biometrics-chat:biometrics-web:outbox:from-before', JSON.stringify(entry))
      },
      [id, visitorId] as const,
    )
    const tabs = await Promise.all([openTab(), openTab()])
    await Promise.all(tabs.map(connect))
    await eventually(() => texts(id)).toEqual(['one', 'from before'])
    for (const page of tabs) {
      await eventually(() => stored(page)).toEqual([])
      await eventually(() => pendingTexts(page)).toEqual([])
    }
    const keys = await old.evaluate(() => Object.keys(localStorage))
    expect(keys.filter((key) => key.includes(':outbox:'))).toEqual([])
  })

  it('[DL9] a tab that sleeps with the lock in its hand is not waited for longer than a command may take', async () => {
    const { id } = await chatting()
    const asleep = await openTab()
    await asleep.evaluate((key) => {
      const name = `biometrics-chat:biometrics-web:outbox:${key}`
      void navigator.locks.request(name, () => new Promise(() => {})).catch(() => {})
    }, id)
    const awake = await openTab(world.server.url, () => {
      // Fifteen seconds pass sooner.
      const timeout = AbortSignal.timeout.bind(AbortSignal)
      AbortSignal.timeout = (ms) => timeout(ms === 15_000 ? 200 : ms)
    })
    await connect(awake)
    await send(awake, id, 'two')
    await send(awake, id, 'three')
    await eventually(() => texts(id)).toEqual(['one', 'two', 'three'])
    await eventually(() => pendingTexts(awake)).toEqual([])
  })
})
