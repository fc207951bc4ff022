import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { type Installation, launcherOf, opensWidget, test, visitorChat } from './steps.ts'

const CHAT = (url: string) => `${url}/chat/biometrics-web`

/** A customer's page on another origin. */
async function site(html: string, headers: Record<string, string> = {}) {
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/html; charset=utf-8', ...headers })
    response.end(
      `<!doctype html><html lang="en"><meta name="viewport" content="width=device-width"><title>Shop</title><body><h1>Shop</h1>${html}</body></html>`,
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const url = `http://localhost:${(server.address() as AddressInfo).port}/`
  return { url, close: () => server.close().closeAllConnections() }
}

const snippet = (url: string, config: object = {}) =>
  `<script>window.biometricsChat = ${JSON.stringify({ appId: 'biometrics-web', ...config })}</script><script src="${url}/widget.js"></script>`

async function setApp(chat: Installation, fields: object): Promise<void> {
  const { items } = await (await chat.rest('GET', '/api/v1/apps')).json()
  const answer = await chat.rest('PATCH', `/api/v1/apps/${items[0].id}`, fields)
  expect(answer.status).toBe(200)
}

async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))))
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

const newest = async (chat: Installation) => {
  const { items } = await (await chat.rest('GET', '/api/v1/conversations?limit=200')).json()
  return items.sort((a: { createdAt: string }, b: { createdAt: string }) =>
    a.createdAt < b.createdAt ? 1 : -1,
  )[0]
}

test('[WD3] the form before the first message: what is missing is said, and the answers reach the agents', async ({
  page,
  chat,
}) => {
  await setApp(chat, {
    prechatForm: {
      enabled: true,
      fields: [
        { name: 'name', label: { en: 'Name', de: 'Ihr Name' }, required: true },
        { name: 'email', type: 'email', label: 'E-mail' },
        { name: 'order', label: 'Order', pattern: '\\d{4}' },
        {
          name: 'topic',
          type: 'select',
          label: 'Topic',
          options: ['Readers', { value: 'k', label: 'Kits' }],
        },
        { name: 'terms', type: 'consent', label: 'I agree', link: 'https://shop.example/privacy' },
      ],
    },
  })
  await page.goto(CHAT(chat.url))
  await page.getByRole('textbox', { name: 'Order' }).fill('12')
  expect(await violations(page)).toEqual([])
  await page.getByRole('button', { name: 'Start chat' }).click()
  await expect(page.getByRole('textbox', { name: 'Name' })).toBeFocused()
  await expect(page.getByText('Please fill this in')).toHaveCount(2)
  await expect(page.getByText('This does not have the right form')).toBeVisible()
  expect(await violations(page)).toEqual([])
  await page.getByRole('textbox', { name: 'Name' }).fill('Vera Form')
  await page.getByRole('textbox', { name: 'E-mail' }).fill('vera@example.com')
  await page.getByRole('textbox', { name: 'Order' }).fill('1234')
  await page.getByRole('combobox', { name: 'Topic' }).selectOption('k')
  await page.getByRole('checkbox', { name: 'I agree' }).check()
  await page.getByRole('button', { name: 'Start chat' }).click()
  await visitorChat(page).says('With a form')
  await expect(visitorChat(page).messages.getByLabel('Sent')).toBeVisible()
  const conversation = await newest(chat)
  expect(conversation.prechat).toMatchObject({ order: '1234', topic: 'k', terms: true })
  expect(conversation.visitor).toMatchObject({ name: 'Vera Form', email: 'vera@example.com' })
  await setApp(chat, { prechatForm: null })
})

test('[WD7] outside hours it takes a message, switches live both ways, and keeps what was typed', async ({
  page,
  chat,
}) => {
  await page.goto(CHAT(chat.url))
  const { composer } = visitorChat(page)
  await composer.fill('Half a sentence')
  await setApp(chat, { messageWhenNobodyOnline: true })
  const message = page.getByRole('textbox', { name: 'Your message' })
  // An agent of the story before counts as online for another minute.
  await expect(message).toHaveValue('Half a sentence', { timeout: 90_000 })
  expect(await violations(page)).toEqual([])
  await setApp(chat, { messageWhenNobodyOnline: false })
  await expect(composer).toHaveValue('Half a sentence')
  await setApp(chat, { messageWhenNobodyOnline: true })
  await message.fill('Please call me')
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await expect(page.getByText('Please fill this in')).toBeVisible()
  await page.getByRole('textbox', { name: 'Your e-mail' }).fill('victor@example.com')
  await page.getByRole('button', { name: 'Leave a message' }).click()
  await visitorChat(page).sees('Please call me')
  await expect(visitorChat(page).messages.getByLabel('Sent')).toBeVisible()
  expect((await newest(chat)).visitor.email).toBe('victor@example.com')
  await setApp(chat, { messageWhenNobodyOnline: false })
})

test('[WD5] agents shape their words, and the visitor keeps the conversation as a file', async ({
  page,
  chat,
}) => {
  await page.goto(CHAT(chat.url))
  const vera = visitorChat(page)
  await vera.says('2 * 3 * 4 and **mine**')
  await expect(vera.messages.getByLabel('Sent')).toBeVisible()
  const { id } = await newest(chat)
  const text = '**Bold** and [a link](https://shop.example/x)\n- one\n- two\n<img src=x onerror=alert(1)>'
  const said = await chat.rest('POST', `/api/v1/conversations/${id}/messages`, {
    type: 'text',
    content: { text },
  })
  expect(said.status, await said.text()).toBe(201)
  await expect(vera.messages.locator('strong')).toHaveText('Bold')
  await expect(vera.messages.getByRole('link', { name: 'a link' })).toHaveAttribute(
    'rel',
    'noopener noreferrer',
  )
  await expect(vera.messages.getByText('<img src=x onerror=alert(1)>')).toBeVisible()
  await vera.sees('2 * 3 * 4 and **mine**')
  await vera.composer.fill(' bye')
  await vera.composer.press('Home')
  await page.getByRole('button', { name: 'Emoji' }).click()
  expect(await violations(page)).toEqual([])
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await page.keyboard.type('ok')
  await expect(vera.composer).toHaveValue('😃ok bye')
  await expect(vera.composer).toBeFocused()
  await page.getByRole('button', { name: 'More' }).click()
  expect(await violations(page)).toEqual([])
  const download = page.waitForEvent('download')
  await page.getByRole('button', { name: 'Save as text file' }).click()
  const stream = await (await download).createReadStream()
  const file = Buffer.concat(await stream.toArray()).toString()
  expect(file).toContain('You: 2 * 3 * 4 and **mine**')
  expect(file.indexOf('**Bold**')).toBeGreaterThan(file.indexOf('mine'))
})

test('[WD6] a picture that is too large arrives smaller', async ({ page, chat }) => {
  await page.goto(CHAT(chat.url))
  const vera = visitorChat(page)
  await vera.says('Here is a picture')
  const chosen = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Attach a file' }).click()
  const large = await page.evaluate(async () => {
    const canvas = new OffscreenCanvas(2_600, 1_500)
    const brush = canvas.getContext('2d') as OffscreenCanvasRenderingContext2D
    const noise = brush.createImageData(2_600, 1_500)
    let seed = 1
    for (let at = 0; at < noise.data.length; at += 1) {
      seed = (seed * 48_271) % 2_147_483_647
      noise.data[at] = seed & 255
    }
    brush.putImageData(noise, 0, 0)
    const bytes = new Uint8Array(await (await canvas.convertToBlob({ type: 'image/png' })).arrayBuffer())
    let text = ''
    for (let at = 0; at < bytes.length; at += 8_192)
      text += String.fromCharCode(...bytes.subarray(at, at + 8_192))
    return btoa(text)
  })
  const buffer = Buffer.from(large, 'base64')
  expect(buffer.length).toBeGreaterThan(10 * 1024 * 1024)
  await (await chosen).setFiles({ name: 'noise.png', mimeType: 'image/png', buffer })
  await expect(vera.messages.getByRole('button', { name: 'Enlarge noise.jpg' })).toBeVisible({
    // Noise is the hardest of pictures, for the browser that shrinks it and the server that reads it.
    timeout: 120_000,
  })
  const { lastMessage } = await newest(chat)
  expect(lastMessage.content).toMatchObject({ width: 2_560 })
  expect(lastMessage.content.size).toBeLessThan(10 * 1024 * 1024)
})

test('[BT3] visitors search the articles in the chat, and are told when there is none', async ({
  page,
  chat,
}) => {
  const { items: apps } = await (await chat.rest('GET', '/api/v1/apps')).json()
  for (const [title, body] of [
    ['How to clean the reader', 'Wipe the glass with a soft, dry cloth.'],
    ['Where invoices are sent', 'To the address of the contract.'],
  ]) {
    const made = await chat.rest('POST', '/api/v1/articles', { appId: apps[0].id, title, body })
    expect(made.status, await made.text()).toBe(201)
  }
  await page.goto(CHAT(chat.url))
  await page.getByRole('button', { name: 'All conversations' }).click()
  const help = page.getByRole('search')
  await expect(help.getByRole('link')).toHaveCount(2)
  await help.getByRole('searchbox', { name: 'Search for help' }).fill('clean')
  await expect(help.getByRole('link')).toHaveCount(1)
  const link = help.getByRole('link', { name: /How to clean the reader/ })
  await expect(link).toHaveAttribute('href', /\/help\/biometrics-web\//)
  await expect(link).toHaveAttribute('rel', 'noopener')
  expect(await violations(page)).toEqual([])
  await help.getByRole('searchbox').fill('zeppelin')
  await expect(help.getByText('Nothing found. Ask us instead.')).toBeVisible()
  await page.getByRole('button', { name: 'New conversation' }).click()
  await expect(visitorChat(page).composer).toBeVisible()
})

test('[WD8] one language is loaded, and Arabic runs from right to left', async ({ browser, chat }) => {
  const context = await browser.newContext({ locale: 'ar-EG' })
  const page = await context.newPage()
  const words: string[] = []
  page.on('request', (request) => {
    const [, name] = /words-[\w-]{8}-([\w-]+)\.js/.exec(request.url()) ?? []
    if (name) words.push(name)
  })
  await page.goto(CHAT(chat.url))
  await expect(page.getByRole('textbox', { name: 'الرسالة' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('dir', 'rtl')
  expect(words).toEqual(['ar'])
  // Words in Latin letters read from the left, and stand where the chat begins.
  const greeting = page.getByText('Hi! How can we help you?')
  const rightEdge = (element: Element) => Math.round(element.getBoundingClientRect().right)
  const heading = page.getByRole('heading').filter({ has: greeting })
  expect(await greeting.evaluate(rightEdge)).toBe(await heading.evaluate(rightEdge))
  expect(await violations(page)).toEqual([])
  await context.close()
})

test('[WD1] [WD4] stored settings hold where the page says nothing, and the greeting waits for its rules', async ({
  page,
  chat,
}) => {
  await setApp(chat, {
    position: 'bottom-left',
    color: '#0a7d33',
    greeting: 'Stored greeting',
    greetingRules: { scrollPercent: 50, urlPattern: '/*' },
  })
  // The loader's table is at most five seconds old.
  await expect
    .poll(async () => (await fetch(`${chat.url}/widget.js`)).text(), { timeout: 15_000 })
    .toContain('Stored greeting')
  const shop = await site(`<div style="height:4000px"></div>${snippet(chat.url)}`)
  const rules = page.waitForRequest(/greeting-/)
  await page.goto(shop.url)
  expect((await launcherOf(page).boundingBox())?.x).toBe(20)
  await expect(launcherOf(page)).toHaveCSS('background-color', 'rgb(10, 125, 51)')
  await rules
  await expect(page.getByText('Stored greeting')).toBeHidden()
  await page.mouse.wheel(0, 3_000)
  await expect(page.getByText('Stored greeting')).toBeVisible()
  await setApp(chat, { position: 'bottom-right', color: '#1a73e8', greeting: null, greetingRules: null })
  shop.close()
})

const HOSTILE: Record<string, [html: string, headers?: (url: string) => Record<string, string>]> = {
  'a strict content policy': [
    '',
    (url) => ({
      'content-security-policy': `default-src 'none'; script-src 'nonce-x' ${url}; frame-src ${url}; style-src 'none'; require-trusted-types-for 'script'`,
    }),
  ],
  'what is built in written over': [
    `<script nonce="x">Array.prototype.each = function () {}; Array.prototype.toJSON = function () { return 'no' }; Object.prototype.extra = 1; Function.prototype.bind = null</script>`,
  ],
  'a transformed body below a huge layer': [
    `<style>body { transform: rotate(1deg); filter: blur(0) } .over { position: fixed; inset: 0; z-index: 2147483647; pointer-events: none }</style><div class="over"></div>`,
  ],
  'no storage': [
    `<script nonce="x">for (const name of ['localStorage', 'sessionStorage']) Object.defineProperty(window, name, { get() { throw new Error('blocked') } })</script>`,
  ],
  'words from right to left': [`<script nonce="x">document.documentElement.dir = 'rtl'</script>`],
}
for (const [name, [html, headers]] of Object.entries(HOSTILE)) {
  test(`[WD2] works on a page with ${name}`, async ({ page, chat }) => {
    const errors: string[] = []
    page.on('pageerror', (error) => errors.push(error.message))
    const code = `${html}${snippet(chat.url)}`.replaceAll('<script>', '<script nonce="x">')
    const shop = await site(code, headers?.(chat.url))
    await page.goto(shop.url)
    const vera = await opensWidget(page)
    await vera.says(`Hello from ${name}`)
    await vera.sees(`Hello from ${name}`)
    await expect(vera.messages.getByLabel('Sent')).toBeVisible()
    expect(errors).toEqual([])
    shop.close()
  })
}

test('[WD2] works in a sandboxed frame in a frame, and is not printed', async ({ page, chat }) => {
  const inner = await site(snippet(chat.url))
  const middle = await site(`<iframe src="${inner.url}" width="700" height="600"></iframe>`)
  const outer = await site(
    `<iframe sandbox="allow-scripts allow-same-origin allow-forms" src="${middle.url}" width="800" height="700"></iframe>`,
  )
  await page.goto(outer.url)
  const shop = page.frameLocator('iframe').frameLocator('iframe')
  await shop.locator('button.launcher').click()
  const vera = visitorChat(shop.frameLocator('iframe'))
  await vera.says('From deep inside')
  await expect(vera.messages.getByLabel('Sent')).toBeVisible()
  await page.goto(inner.url)
  await expect(launcherOf(page)).toBeVisible()
  await page.emulateMedia({ media: 'print' })
  await expect(launcherOf(page)).toBeHidden()
  for (const one of [inner, middle, outer]) one.close()
})

test('[WD10] on a phone the back button closes the chat and leaves the page where it was', async ({
  browser,
  chat,
}) => {
  const shop = await site(snippet(chat.url))
  const context = await browser.newContext({
    viewport: { width: 390, height: 780 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await context.newPage()
  await page.goto(shop.url)
  await opensWidget(page)
  await page.goBack()
  await expect(launcherOf(page)).toBeVisible()
  expect(page.url()).toBe(shop.url)
  await opensWidget(page)
  await page.frameLocator('iframe').getByRole('button', { name: 'Close chat' }).tap()
  await expect(launcherOf(page)).toBeVisible()
  await expect.poll(() => page.evaluate(() => history.state)).toBeNull()
  await context.close()
  shop.close()
})

test('[WD10] the full page can be installed and tells an app around it', async ({ page, chat }) => {
  await page.addInitScript(() => {
    const told: string[] = []
    Object.assign(window, { told, ReactNativeWebView: { postMessage: (text: string) => told.push(text) } })
  })
  await page.goto(CHAT(chat.url))
  await page.getByRole('button', { name: 'Close chat' }).click()
  const told = () => page.evaluate(() => (window as unknown as { told: string[] }).told)
  expect(await told()).toEqual(['{"type":"ready"}', '{"type":"unread","count":0}', '{"type":"close"}'])
  const address = await page.locator('link[rel=manifest]').getAttribute('href')
  const manifest = await (await fetch(chat.url + address)).json()
  expect(manifest).toMatchObject({ display: 'standalone', start_url: '/chat/biometrics-web' })
  expect((await fetch(chat.url + manifest.icons[0].src)).status).toBe(200)
})
