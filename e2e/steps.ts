import { chmodSync, mkdtempSync, rmSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import {
  type BrowserContext,
  test as base,
  expect,
  type FrameLocator,
  type Locator,
  type Page,
} from '@playwright/test'
import { type MainProcess, runMain } from '../apps/server/src/testing/run-main.ts'

export const ADA = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }

/** The product as an operator runs it: one process on a folder of its own, which can be stopped and started again. */
export interface Installation {
  readonly url: string
  readonly dataDir: string
  readonly setupLink: string | null
  restart(): Promise<void>
  /** Stopped until the returned function is called. */
  interrupt(): Promise<() => Promise<void>>
  /** Signed in over REST, for what is not the story's own. */
  rest(method: string, address: string, body?: unknown): Promise<Response>
}

/** All stories together are more than one visitor does, and go on for longer than a sign-in is fresh. */
const SETTINGS = { LOG_LEVEL: 'error', LIMITS: 'off', PROOF_MINUTES: '1440' }

export async function install(
  settings: Record<string, string> = {},
): Promise<Installation & { remove(): Promise<void> }> {
  const dataDir = mkdtempSync(path.join(os.tmpdir(), 'chat-e2e-'))
  // Where the tests run as root, PostgreSQL runs as another user and must be able to come here.
  chmodSync(dataDir, 0o755)
  let main: MainProcess = await runMain({ ...SETTINGS, PORT: '0', DATA_DIR: dataDir, ...settings })
  const { url } = main
  const start = async () => {
    main = await runMain({ ...SETTINGS, PORT: new URL(url).port, DATA_DIR: dataDir, ...settings })
  }
  let token: Promise<string> | undefined
  return {
    url,
    dataDir,
    setupLink: main.setupLink,
    async restart() {
      await main.stop()
      await start()
    },
    async interrupt() {
      await main.stop()
      return start
    },
    async rest(method, address, body) {
      token ??= signIn(url)
      return fetch(url + address, {
        method,
        headers: { authorization: `Bearer ${await token}`, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      })
    },
    async remove() {
      await main.stop()
      rmSync(dataDir, { recursive: true, force: true })
    },
  }
}

async function signIn(url: string): Promise<string> {
  const response = await fetch(`${url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ email: ADA.email, password: ADA.password }),
  })
  return (await response.json()).token
}

/** From here on nobody is given anything: the story says who takes it. */
export async function routeByHand(chat: Installation): Promise<void> {
  const { items } = await (await chat.rest('GET', '/api/v1/groups')).json()
  for (const { id } of items) await chat.rest('PATCH', `/api/v1/groups/${id}`, { routing: 'manual' })
}

/** Stories that need no fresh installation share one per worker, with Ada as its admin. */
export const test = base.extend<{ visitorContext: BrowserContext }, { chat: Installation }>({
  chat: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const installation = await install({
        BOOTSTRAP_ADMIN_EMAIL: ADA.email,
        BOOTSTRAP_ADMIN_PASSWORD: ADA.password,
      })
      await routeByHand(installation)
      await use(installation)
      await installation.remove()
    },
    { scope: 'worker' },
  ],
  visitorContext: async ({ browser }, use) => {
    const context = await browser.newContext()
    await use(context)
    await context.close()
  },
})

/** Ada at her desk. */
export async function asAgent(page: Page, url: string, view = 'unassigned'): Promise<AgentDesk> {
  await page.goto(`${url}/inbox/${view}`)
  await page.getByLabel('E-mail').fill(ADA.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(ADA.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('navigation', { name: 'Lists of conversations' })).toBeVisible()
  return agentDesk(page)
}

export type AgentDesk = ReturnType<typeof agentDesk>

export function agentDesk(page: Page) {
  const messages = page.getByRole('region', { name: 'Messages' })
  const composer = page.getByRole('textbox', { name: 'Message' })
  return {
    page,
    messages,
    composer,
    view: (name: string) =>
      page.getByRole('navigation', { name: 'Lists of conversations' }).getByRole('link', { name }),
    /** In the head of the conversation; notices have a button of the same name. */
    closing: page
      .getByRole('region', { name: 'Conversation', exact: true })
      .getByRole('button', { name: 'Close', exact: true }),
    /** The row of a conversation in the list, by words that it shows. */
    row: (words: string | RegExp) => page.getByRole('link').filter({ hasText: words }).first(),
    async opens(words: string) {
      await this.row(words).click()
      await expect(composer).toBeVisible()
    },
    async takes() {
      await page.getByRole('button', { name: 'Take', exact: true }).click()
      await expect(page.getByRole('button', { name: 'Take', exact: true })).toBeHidden()
    },
    async says(words: string) {
      await composer.fill(words)
      await composer.press('Enter')
      await expect(composer).toHaveValue('')
    },
    sees: (words: string) => expect(messages.getByText(words, { exact: true })).toBeVisible(),
  }
}

export type VisitorChat = ReturnType<typeof visitorChat>

/** A visitor's chat: in the frame on a page, or as a page of its own. */
export function visitorChat(frame: Page | FrameLocator) {
  const composer: Locator = frame.getByRole('textbox', { name: 'Message' })
  const messages: Locator = frame.getByRole('log', { name: 'Messages' })
  return {
    frame,
    composer,
    messages,
    async says(words: string) {
      await composer.fill(words)
      await composer.press('Enter')
      await expect(composer).toHaveValue('')
    },
    sees: (words: string) => expect(messages.getByText(words, { exact: true })).toBeVisible(),
  }
}

/** The published hours would make a story end differently by night. */
export const atAllHours = (html: string) => html.replace('Mon-Fri 9:00-18:00 CET', '24/7 UTC')

/** The demo page, at any time of the day. */
export async function visitsDemo(page: Page, url: string): Promise<void> {
  await page.route(`${url}/demo`, async (route) => {
    const response = await route.fetch()
    await route.fulfill({ response, body: atAllHours(await response.text()) })
  })
  await page.goto(`${url}/demo`)
}

/** The round button, whatever it is called in the visitor's language. */
export const launcherOf = (page: Page) => page.locator('button.launcher')

/** Opens the widget on a page that embeds it. */
export async function opensWidget(page: Page): Promise<VisitorChat> {
  await launcherOf(page).click()
  const chat = visitorChat(page.frameLocator('iframe'))
  await expect(chat.composer).toBeVisible()
  return chat
}

/** Vera has asked something on the full-page chat, and Ada has taken it. */
export async function talking(chat: Installation, agentPage: Page, visitorPage: Page, question: string) {
  const ada = await asAgent(agentPage, chat.url)
  await visitorPage.goto(`${chat.url}/chat/biometrics-web`)
  const vera = visitorChat(visitorPage)
  await vera.says(question)
  await ada.opens(question)
  await ada.takes()
  return { ada, vera }
}
