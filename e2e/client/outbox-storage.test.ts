import type { Browser, BrowserContext, Page } from '@playwright/test'
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { OUTBOX_CONTRACT } from '../../packages/client/src/testing/outbox-contract.ts'
import { bundlePage, launchBrowser } from './browser.ts'

let browser: Browser
let context: BrowserContext
let script: string

beforeAll(async () => {
  browser = await launchBrowser()
  script = await bundlePage('outbox-page.ts')
})
beforeEach(async () => {
  context = await browser.newContext()
})
afterEach(() => context.close())
afterAll(() => browser.close())

/** A page of an origin with a storage; `before` runs in it before anything else. */
async function openPage(before?: () => void): Promise<Page> {
  const page = await context.newPage()
  if (before) await page.addInitScript(before)
  await page.route('**/*', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<!doctype html><title>page</title>' }),
  )
  await page.goto('http://chat.localhost/')
  await page.addScriptTag({ content: script })
  return page
}

const put = (page: Page, clientId: string) => page.evaluate((id) => window.page.put(id), clientId)
const load = (page: Page) => page.evaluate(() => window.page.load())
const inLocalStorage = (page: Page) => page.evaluate(() => Object.keys(localStorage))

describe('the outbox in IndexedDB', () => {
  it.each(Object.keys(OUTBOX_CONTRACT))('%s', async (title) => {
    const page = await openPage()
    await page.evaluate((name) => window.page.holds(name), title)
  })
})

describe('the outbox of a browser', () => {
  it('[DL9] is in IndexedDB, for all tabs and the next visit', async () => {
    const page = await openPage()
    await put(page, 'a')
    expect(await load(await openPage())).toEqual(['a'])
    expect(await inLocalStorage(page)).toEqual([])
  })

  it.each<[string, () => void]>([
    ['blocks it', () => Reflect.deleteProperty(window, 'indexedDB')],
    [
      'refuses every access to it',
      () => {
        indexedDB.open = () => {
          throw new DOMException('no', 'SecurityError')
        }
      },
    ],
    [
      'has no room',
      () => {
        IDBObjectStore.prototype.put = () => {
          throw new DOMException('full', 'QuotaExceededError')
        }
      },
    ],
    [
      'never answers',
      () => {
        indexedDB.open = () => new EventTarget() as IDBOpenDBRequest
      },
    ],
  ])('[DL9] is under keys where the browser %s, and moves when it does no longer', async (_, block) => {
    const page = await openPage(block)
    await put(page, 'a')
    expect(await load(page)).toEqual(['a'])
    expect(await inLocalStorage(page)).toEqual(['outbox:a'])
    const later = await openPage()
    expect(await load(later)).toEqual(['a'])
    await expect.poll(() => inLocalStorage(later)).toEqual([])
    expect(await load(await openPage())).toEqual(['a'])
  })

  it('[DL9] is in memory where the browser blocks all storage', async () => {
    const page = await openPage(() => {
      for (const name of ['indexedDB', 'localStorage', 'BroadcastChannel']) {
        Object.defineProperty(window, name, {
          get() {
            throw new DOMException('no', 'SecurityError')
          },
        })
      }
    })
    const loaded = page.evaluate(async () => {
      const outbox = window.page.outbox()
      await outbox?.put({ clientId: 'a', conversationKey: 'c', draft: {}, status: {} } as never)
      return (await outbox?.load())?.map(({ clientId }) => clientId)
    })
    expect(await loaded).toEqual(['a'])
  })
})
