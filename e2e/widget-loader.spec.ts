import { readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import { expect } from '@playwright/test'
import { atAllHours, test as base, launcherOf, opensWidget, visitorChat } from './steps.ts'

const DEMO = readFileSync(join(import.meta.dirname, '../apps/widget/demo/demo.html'), 'utf8')
const PUBLISHED = DEMO.slice(DEMO.indexOf('<!-- Chat widget embed code -->'), DEMO.lastIndexOf('</body>'))
const SNIPPET = atAllHours(PUBLISHED)
const LATER = /\/widget\/assets\/later-/

/** A customer's website: another origin, on which every address shows this page and `/slow.png` waits for `finish`. */
async function customerSite(server: string, html: string) {
  let finish = () => {}
  const finished = new Promise<void>((resolve) => {
    finish = resolve
  })
  const body = html.replaceAll('"/widget.js"', `"${server}/widget.js"`)
  const http = createServer(async (request, response) => {
    if (request.url === '/slow.png') await finished
    response.setHeader('content-type', 'text/html; charset=utf-8')
    response.end(`<!doctype html><html lang="en"><head><title>Shop</title></head><body>${body}</body></html>`)
  })
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  const url = `http://127.0.0.1:${(http.address() as AddressInfo).port}/`
  return { url, finish, close: () => http.close().closeAllConnections() }
}

const test = base.extend<{
  customerPage: (html: string, waitUntil?: 'commit') => Promise<{ url: string; finish(): void }>
}>({
  customerPage: async ({ page, chat }, use) => {
    const sites: { close(): void }[] = []
    await use(async (html, waitUntil) => {
      const site = await customerSite(chat.url, html)
      sites.push(site)
      await page.goto(site.url, waitUntil && { waitUntil })
      return site
    })
    for (const site of sites) site.close()
  },
})

const launcher = launcherOf

test('[WG1] the published snippet works unchanged on another website', async ({ page, customerPage }) => {
  const warnings: string[] = []
  page.on('console', (message) => {
    if (message.text().includes('biometricsChat')) warnings.push(message.text())
  })
  await customerPage(PUBLISHED)
  await expect(page.getByText('Hi! How can we help you?')).toBeVisible()
  await launcher(page).click()
  // By night, when the published hours are over, it asks for a message and where the answer can go.
  const frame = page.frameLocator('iframe')
  const composer = frame.getByRole('textbox', { name: 'Message', exact: true })
  const email = frame.getByRole('textbox', { name: 'Your e-mail' })
  await expect(composer.or(email)).toBeVisible()
  if (await email.isVisible()) {
    await email.fill('vera@example.com')
    await frame.getByRole('textbox', { name: 'Your message' }).fill('From another website')
    await frame.getByRole('button', { name: 'Leave a message' }).click()
  } else await visitorChat(frame).says('From another website')
  await visitorChat(frame).sees('From another website')
  await expect(visitorChat(frame).messages.getByLabel('Sent')).toBeVisible()
  expect(warnings).toEqual([])
})

test('[WG1] a hostile page neither undresses the widget nor hears of it', async ({ page, customerPage }) => {
  const hostile = `
    <style>* { all: unset !important } iframe, button, div { display: none !important; opacity: 0 !important }</style>
    <script>
      window.errors = []
      window.onerror = (message) => { errors.push(message); throw new Error(message) }
      addEventListener('unhandledrejection', (event) => errors.push(String(event.reason)))
      Object.prototype.inherited = 'surprise'
    </script>`
  await customerPage(`${hostile}${SNIPPET}`)
  await expect(launcher(page)).toBeVisible()
  expect(await launcher(page).boundingBox()).toMatchObject({ width: 56, height: 56 })
  const vera = await opensWidget(page)
  await vera.says('Still here')
  await vera.sees('Still here')
  await page.evaluate(() => {
    const { biometricsChat } = window as unknown as {
      biometricsChat: Record<string, (...args: unknown[]) => unknown>
    }
    for (const name of Object.keys(biometricsChat))
      if (name !== 'destroy') biometricsChat[name]?.(Symbol('x'), () => {})
  })
  expect(await page.evaluate(() => (window as unknown as { errors: string[] }).errors)).toEqual([])
})

test('[WG1] [WD2] nothing but the loader is loaded, in one request, before somebody comes near', async ({
  page,
  chat,
  customerPage,
}) => {
  const loaded: string[] = []
  page.on('request', (request) => {
    if (request.url().startsWith(chat.url)) loaded.push(new URL(request.url()).pathname)
  })
  const { finish } = await customerPage(`${SNIPPET}<img src="/slow.png" alt="">`, 'commit')
  await expect(launcher(page)).toBeVisible()
  finish()
  await expect(page.getByText('Hi! How can we help you?')).toBeVisible()
  expect(loaded).toEqual(['/widget.js'])
  const later = page.waitForRequest(LATER)
  const frame = page.waitForRequest(`${chat.url}/widget/biometrics-web`)
  await launcher(page).hover()
  await later
  await frame
})

test('[WG1] nothing on the page moves', async ({ page, customerPage }) => {
  await page.addInitScript(() => {
    const shifts: number[] = []
    Object.assign(window, { shifts })
    new PerformanceObserver((list) => {
      for (const entry of list.getEntries()) shifts.push((entry as unknown as { value: number }).value)
    }).observe({ type: 'layout-shift', buffered: true })
  })
  await customerPage(`<p>Words</p><main style="height:3000px">More</main>${SNIPPET}`)
  const before = await page.locator('p').boundingBox()
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  await opensWidget(page)
  expect(await page.locator('p').boundingBox()).toEqual(before)
  expect(await page.evaluate(() => document.documentElement.scrollHeight)).toBe(height)
  expect(await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts)).toEqual([])
})

test('[WG1] calls pushed before the loader is there are kept, and wrong values are named', async ({
  page,
  customerPage,
}) => {
  const warnings: string[] = []
  page.on('console', (message) => warnings.push(message.text()))
  await customerPage(
    `<script>
      window.biometricsChat = window.biometricsChat || []
      biometricsChat.push(['init', { appId: 'biometrics-web', color: 'blue', position: 'bottom-left' }])
      biometricsChat.push(['on', 'open', () => { document.title = 'opened' }])
      biometricsChat.push(['prefill', 'I was typed by the page'], ['open'])
    </script><script src="/widget.js" async></script>`,
  )
  await expect(page.frameLocator('iframe').getByRole('textbox', { name: 'Message' })).toHaveValue(
    'I was typed by the page',
  )
  expect(await page.title()).toBe('opened')
  expect((await launcher(page).boundingBox())?.x).toBe(20)
  expect(warnings.filter((text) => text.includes('color'))).toEqual([
    'biometricsChat: "color" is not valid (blue), used instead: #1a73e8',
  ])
})

test('[WG1] a second app on the same page is refused in words', async ({ page, customerPage }) => {
  const said: string[] = []
  page.on('console', (message) => said.push(message.text()))
  await customerPage(
    `${SNIPPET.replace(' async', '')}<script>window.biometricsChat = { appId: 'another' }</script><script src="/widget.js"></script>`,
  )
  await expect(launcher(page)).toHaveCount(1)
  expect(said).toContain('biometricsChat: "biometrics-web" is here already, app "another" is not started')
  await page.evaluate(() => (window as unknown as { biometricsChat: { open(): void } }).biometricsChat.open())
  await expect(page.frameLocator('iframe').getByRole('textbox', { name: 'Message' })).toBeVisible()
})

test('[WG1] events and state reach the page, and another route of a single-page app the server', async ({
  page,
  chat,
  customerPage,
}) => {
  const { url } = await customerPage(SNIPPET)
  await expect(launcher(page)).toBeVisible()
  await page.evaluate(() => {
    const { biometricsChat } = window as unknown as {
      biometricsChat: { on(name: string, fn: () => void): void }
    }
    const heard: string[] = []
    Object.assign(window, { heard })
    for (const name of ['ready', 'open', 'close', 'conversation:start', 'message:sent']) {
      biometricsChat.on(name, () => heard.push(name))
    }
  })
  const vera = await opensWidget(page)
  await vera.says('Tell the page')
  await expect(vera.messages.getByLabel('Sent')).toBeVisible()
  await page.evaluate(() => history.pushState(null, '', '/another/route'))
  const visitors = async () => (await chat.rest('GET', '/api/v1/conversations?limit=200')).json()
  await expect.poll(async () => JSON.stringify(await visitors())).toContain(`${url}another/route`)
  await vera.composer.press('Escape')
  await expect(launcher(page)).toBeFocused()
  const state = await page.evaluate(() => {
    const { biometricsChat, heard } = window as unknown as {
      biometricsChat: { get(name: string): unknown }
      heard: string[]
    }
    return { heard, state: biometricsChat.get('state'), unread: biometricsChat.get('unread') }
  })
  expect(state).toMatchObject({ state: 'closed', unread: 0 })
  for (const name of ['ready', 'open', 'close', 'conversation:start', 'message:sent'])
    expect(state.heard).toContain(name)
})
