import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import { type BrowserContext, expect, type Page } from '@playwright/test'
import arabic from '../apps/widget/src/i18n/ar.json' with { type: 'json' }
import { type Installation, launcherOf, opensWidget, test, visitorChat, visitsDemo } from './steps.ts'

const FULL_PAGE = (url: string) => `${url}/chat/biometrics-web`
const SMALLEST_TARGET_PX = 24

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))))
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

async function answers(chat: Installation, question: string, type: string, content: unknown): Promise<void> {
  let id: string | undefined
  // A tab shows what another has in the outbox before the server has it.
  await expect(async () => {
    const { items } = await (await chat.rest('GET', '/api/v1/conversations?limit=200')).json()
    id = items.find((one: { lastMessage: { content: { text?: string } } }) => {
      return one.lastMessage.content.text === question
    })?.id
    expect(id).toBeDefined()
  }).toPass()
  const sent = await chat.rest('POST', `/api/v1/conversations/${id}/messages`, { type, content })
  expect(sent.status).toBe(201)
}

const CARDS = { cards: [{ title: 'بطاقة', buttons: [{ title: 'هذه', type: 'reply', value: 'one' }] }] }

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[WD9] axe finds nothing from right to left, ${colorScheme}, from the welcome to the rating`, async ({
    browser,
    chat,
  }) => {
    const context = await browser.newContext({
      colorScheme,
      locale: 'ar',
      viewport: { width: 390, height: 780 },
    })
    const page = await context.newPage()
    await page.goto(FULL_PAGE(chat.url))
    const { composer, messages } = {
      composer: page.getByRole('textbox', { name: arabic.chat.message }),
      messages: page.getByRole('log', { name: arabic.chat.messages }),
    }
    await expect(composer).toBeVisible()
    await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
    expect(await violations(page)).toEqual([])
    const question = `كم السعر؟ ${colorScheme}`
    await composer.fill(question)
    await composer.press('Enter')
    await expect(messages.getByLabel(arabic.chat.sent)).toBeVisible()
    await answers(chat, question, 'carousel', CARDS)
    await expect(messages.getByRole('button', { name: 'هذه' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: arabic.chat.more }).click()
    expect(await violations(page)).toEqual([])
    await page.keyboard.press('Escape')
    await page.getByRole('button', { name: arabic.chat.back }).click()
    await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await context.close()
  })
}

test('[WD9] the chat is a dialog with a name, what comes is read aloud, and the focus goes back to where it came from', async ({
  page,
  chat,
}) => {
  await visitsDemo(page, chat.url)
  await launcherOf(page).focus()
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Chat' })
  await expect(dialog).toBeVisible()
  await expect(launcherOf(page)).toHaveAttribute('aria-expanded', 'true')
  const vera = visitorChat(page.frameLocator('iframe'))
  await expect(vera.composer).toBeFocused()
  await vera.says('Is anybody there?')
  // A log is a live region that waits for its turn (WAI-ARIA 1.2).
  await expect(vera.messages).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(dialog).toBeHidden()
  await expect(launcherOf(page)).toBeFocused()
})

test('[WD9] targets are large enough, letters too, and at 200 % nothing is lost', async ({
  browser,
  chat,
}) => {
  // What a window of 1,280 by 1,024 has left at 200 % (WCAG 1.4.4, 1.4.10).
  const context = await browser.newContext({ viewport: { width: 640, height: 512 }, deviceScaleFactor: 2 })
  const page = await context.newPage()
  await visitsDemo(page, chat.url)
  const vera = await opensWidget(page)
  await vera.says('All of it at twice the size')
  await expect(vera.messages.getByLabel('Sent', { exact: true })).toBeVisible()
  const frame = page.frames().at(-1)
  const measured = await frame?.evaluate((smallest) => {
    const seen = [...document.querySelectorAll<HTMLElement>('button, a, input, textarea, select')].filter(
      (element) => element.checkVisibility() && !element.closest('p'),
    )
    const boxes = seen.map((element) => ({
      name: element.outerHTML.slice(0, 80),
      ...element.getBoundingClientRect().toJSON(),
    }))
    return {
      small: boxes.filter(({ width, height }) => Math.min(width, height) < smallest),
      cut: boxes.filter(({ left, right, bottom }) => left < 0 || right > innerWidth || bottom > innerHeight),
      count: boxes.length,
      wide: document.documentElement.scrollWidth > innerWidth,
      letters: seen
        .filter((element) => element.matches('input, textarea, select'))
        .map((element) => Number.parseFloat(getComputedStyle(element).fontSize)),
    }
  }, SMALLEST_TARGET_PX)
  expect(measured).toMatchObject({ small: [], cut: [], wide: false })
  expect(measured?.count).toBeGreaterThan(4)
  for (const size of measured?.letters ?? [0]) expect(size).toBeGreaterThanOrEqual(16)
  await context.close()
})

test('[WD9] nothing moves for who wants no movement, and forced colours keep every outline', async ({
  browser,
  chat,
}) => {
  const context = await browser.newContext({ reducedMotion: 'reduce', forcedColors: 'active' })
  const page = await context.newPage()
  await page.goto(FULL_PAGE(chat.url))
  const vera = visitorChat(page)
  await vera.says('Calm and with a contrast of my own')
  await expect(vera.messages.getByLabel('Sent', { exact: true })).toBeVisible()
  const moving = await page.evaluate(() =>
    document
      .getAnimations()
      .map((one) => one.effect?.getComputedTiming())
      .filter((timing) => Number(timing?.duration) > 1 || timing?.iterations === Number.POSITIVE_INFINITY),
  )
  expect(moving).toEqual([])
  // Backgrounds are gone in this mode: what is a box must have a line around it, what is a picture a colour of the system.
  const bubble = vera.messages.getByText('Calm and with a contrast of my own', { exact: true })
  const lines = (element: Element) => {
    for (let one: Element | null = element; one; one = one.parentElement) {
      const { borderTopWidth, borderTopStyle, outlineStyle } = getComputedStyle(one)
      if ((Number.parseFloat(borderTopWidth) > 0 && borderTopStyle !== 'none') || outlineStyle !== 'none')
        return true
      if (one.getAttribute('role') === 'log') return false
    }
    return false
  }
  expect(await bubble.evaluate(lines)).toBe(true)
  const send = page.getByRole('button', { name: 'Send' })
  await expect(send.locator('svg')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await context.close()
})

/** A page of somebody else's on another origin. */
async function strange(html: string) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8' }).end(`<!doctype html>${html}`)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://localhost:${(server.address() as AddressInfo).port}/`,
    close: () => server.close().closeAllConnections(),
  }
}

test('[WD11] page and frame speak over a port of their own; the token is in no address and never on the page', async ({
  page,
  chat,
}) => {
  const urls: string[] = []
  page.on('request', (request) => urls.push(request.url()))
  page.on('websocket', (socket) => urls.push(socket.url()))
  await page.addInitScript(() => {
    const heard: unknown[] = []
    Object.assign(window, { heard })
    addEventListener('message', (event) => heard.push(['window', event.data]))
    const port = Object.getOwnPropertyDescriptor(MessagePort.prototype, 'onmessage') as PropertyDescriptor
    Object.defineProperty(MessagePort.prototype, 'onmessage', {
      ...port,
      set(listener: (event: MessageEvent) => void) {
        port.set?.call(this, (event: MessageEvent) => {
          heard.push(['port', event.data])
          listener(event)
        })
      },
    })
  })
  await visitsDemo(page, chat.url)
  const vera = await opensWidget(page)
  await vera.says('Between us')
  await expect(vera.messages.getByLabel('Sent', { exact: true })).toBeVisible()
  const frame = page.frames().at(-1)
  const stored = await frame?.evaluate(() => JSON.stringify({ ...localStorage }))
  const token = /"visitorToken\\?":\\?"([\w.-]{20,})|"([\w-]{40,})"/
    .exec(stored ?? '')
    ?.slice(1)
    .find(Boolean)
  expect(token, 'the frame keeps a token').toBeTruthy()
  const seen = await page.evaluate(() =>
    JSON.stringify({
      heard: (window as unknown as { heard: unknown[] }).heard,
      own: document.documentElement.outerHTML,
      cookies: document.cookie,
    }),
  )
  expect(seen).toContain('"port"')
  expect(seen).not.toContain('"window"')
  expect(seen).not.toContain(token)
  expect(urls.filter((url) => url.includes(token as string))).toEqual([])
})

test('[WD11] a frame of somebody else on the page is not heard, and other websites may not frame the chat', async ({
  page,
  chat,
}) => {
  const shop = await strange(
    `<title>Shop</title><script>window.biometricsChat = { appId: 'biometrics-web' }</script><script src="${chat.url}/widget.js"></script><iframe name="stranger" srcdoc="<p>stranger</p>"></iframe>`,
  )
  await page.goto(shop.url)
  await launcherOf(page).click()
  const inside = page.locator('iframe:not([name=stranger])')
  const vera = visitorChat(inside.contentFrame())
  await expect(vera.composer).toBeVisible()
  const said = await page.evaluate(() => {
    const { stranger } = window as unknown as { stranger: Window }
    const host = [...document.querySelectorAll('*')].find((element) => element.shadowRoot)
    const frame = host?.shadowRoot?.querySelector('iframe')?.contentWindow
    if (!frame) return 'closed'
    const script = stranger.document.createElement('script')
    script.textContent = `window.forge = (frame) => {
      const { port1, port2 } = new MessageChannel()
      frame.postMessage({ config: {}, page: { url: 'https://evil.test', title: '', referrer: '' } }, '*', [port2])
      port1.postMessage(['send', 'forged words'])
    }`
    stranger.document.body.append(script)
    ;(stranger as unknown as { forge(frame: Window): void }).forge(frame)
    return 'forged'
  })
  if (said === 'closed') {
    // The page itself cannot even reach the frame's window through the shadow root; by index it can.
    await page.evaluate(() => {
      for (let at = 0; at < window.length; at += 1) {
        const { port1, port2 } = new MessageChannel()
        window[at]?.postMessage(
          { config: {}, page: { url: 'https://evil.test', title: '', referrer: '' } },
          '*',
          [port2],
        )
        port1.postMessage(['send', 'forged words'])
      }
    })
  }
  await vera.says('My own words')
  await expect(vera.messages.getByLabel('Sent', { exact: true })).toBeVisible()
  await expect(vera.messages.getByText('forged words')).toHaveCount(0)

  const { items } = await (await chat.rest('GET', '/api/v1/apps')).json()
  const allow = (allowedOrigins: string[]) =>
    chat.rest('PATCH', `/api/v1/apps/${items[0].id}`, { allowedOrigins })
  expect((await allow(['https://shop.example.test'])).status).toBe(200)
  try {
    const framed = await fetch(`${chat.url}/widget/biometrics-web`)
    expect(framed.headers.get('content-security-policy')).toContain(
      "frame-ancestors 'self' https://shop.example.test",
    )
  } finally {
    await allow([])
    shop.close()
  }
})

/** Two tabs of one visitor, neither of which is looked at, and both of which were touched. */
async function twoTabs(context: BrowserContext, chat: Installation) {
  await context.addInitScript(() => {
    Object.defineProperty(document, 'visibilityState', { get: () => 'hidden' })
    const played: string[] = []
    Object.assign(window, { played })
    const Real = window.AudioContext
    window.AudioContext = class extends Real {
      constructor() {
        super()
        played.push('a sound')
      }
    }
  })
  const open = async () => {
    const page = await context.newPage()
    await page.goto(FULL_PAGE(chat.url))
    const tab = visitorChat(page)
    await tab.composer.click()
    return { page, ...tab }
  }
  return [await open(), await open()] as const
}

test('[WD12] two tabs show the same at once, have one outbox and make one sound', async ({
  visitorContext,
  chat,
}) => {
  const { items } = await (await chat.rest('GET', '/api/v1/apps')).json()
  const setSound = (sound: object | null) => chat.rest('PATCH', `/api/v1/apps/${items[0].id}`, { sound })
  expect((await setSound({ enabled: true })).status).toBe(200)
  const [one, two] = await twoTabs(visitorContext, chat)
  await one.says('From the first tab')
  await expect(one.messages.getByLabel('Sent', { exact: true })).toBeVisible()
  await two.page.reload()
  await two.composer.click()
  await two.sees('From the first tab')
  await two.says('From the second')
  await one.sees('From the second')

  await answers(chat, 'From the second', 'text', { text: 'Hello to both' })
  for (const tab of [one, two]) await tab.sees('Hello to both')
  const played = async () => {
    const both = await Promise.all(
      [one, two].map(({ page }) =>
        page.evaluate(() => (window as unknown as { played: string[] }).played.length),
      ),
    )
    return both.reduce((sum, count) => sum + count, 0)
  }
  await expect.poll(played).toBe(1)

  await visitorContext.setOffline(true)
  await one.says('Offline in the first')
  await two.sees('Offline in the first')
  await two.says('Offline in the second')
  await one.sees('Offline in the second')
  await visitorContext.setOffline(false)
  for (const tab of [one, two]) {
    for (const words of ['Offline in the first', 'Offline in the second']) {
      await expect(tab.messages.getByText(words, { exact: true })).toHaveCount(1)
    }
  }
  await expect
    .poll(async () => {
      const { items: all } = await (await chat.rest('GET', '/api/v1/conversations?limit=200')).json()
      const mine = all.find((conversation: { lastMessage: { content: { text?: string } } }) =>
        conversation.lastMessage.content.text?.startsWith('Offline in the'),
      )
      if (!mine) return []
      const answer = await chat.rest('GET', `/api/v1/conversations/${mine.id}/messages`)
      const { items: stored } = await answer.json()
      return stored
        .map(({ content }: { content: { text?: string } }) => content.text)
        .filter((text?: string) => text?.startsWith('Offline'))
        .sort()
    })
    .toEqual(['Offline in the first', 'Offline in the second'])
  expect(await played()).toBe(1)
  await setSound(null)
})
