import { readFileSync } from 'node:fs'
import AxeBuilder from '@axe-core/playwright'
import type { Flow } from '@biometrics/chat-protocol'
import { type Browser, expect, type Page, test as base } from '@playwright/test'
import { ADA, asAgent, install, type Installation, visitorChat } from './steps.ts'

/** An installation of its own, in which a bot answers first. */
const test = base.extend<{ chat: Awaited<ReturnType<typeof install>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  chat: async ({}, use) => {
    const chat = await install({
      BOOTSTRAP_ADMIN_EMAIL: ADA.email,
      BOOTSTRAP_ADMIN_PASSWORD: ADA.password,
    })
    await use(chat)
    await chat.remove()
  },
})

/** The editor as somebody sees it who makes a flow. */
function flowEditor(page: Page) {
  const step = page.getByRole('tabpanel', { name: 'Step' })
  const trial = page.getByRole('tabpanel', { name: 'Test chat' })
  return {
    step,
    trial,
    said: trial.getByRole('log'),
    /** A box of the picture, by words in it. */
    box: (words: string | RegExp) => page.locator('li > button').filter({ hasText: words }),
    lines: page.locator('svg path[data-kind]'),
    async adds(kind: string) {
      await page.getByRole('button', { name: 'Add a step' }).click()
      await page.getByRole('menuitem', { name: kind, exact: true }).click()
    },
    async writes(words: string) {
      await step.getByRole('textbox', { name: 'Words' }).fill(words)
    },
    async publishes() {
      await page.getByRole('button', { name: 'Publish', exact: true }).click()
      await expect(page.getByRole('button', { name: 'Publish', exact: true })).toBeDisabled()
    },
    async imports(name: string, content: unknown) {
      await page.getByRole('button', { name: 'More', exact: true }).click()
      const choosing = page.waitForEvent('filechooser')
      await page.getByRole('menuitem', { name: 'Import a file' }).click()
      const text = typeof content === 'string' ? content : JSON.stringify(content)
      const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) }
      await (await choosing).setFiles(file)
    },
  }
}

/** Somebody new, who asks what it costs and is told by the bot. */
async function isTold(browser: Browser, chat: Installation, words: string) {
  const context = await browser.newContext()
  const page = await context.newPage()
  await page.goto(`${chat.url}/chat/biometrics-web`)
  const vera = visitorChat(page)
  await vera.says('hello')
  await expect(vera.messages.getByText('Welcome to BIOMETRICS!')).toBeVisible()
  await vera.messages.getByRole('button', { name: 'Prices' }).click()
  await expect(vera.messages.getByText(words)).toBeVisible()
  await context.close()
}

test('[BT2] an admin draws a flow, tries it beside the picture, publishes, rolls back, exports and imports; visitors meet what is published', async ({
  chat,
  page,
  browser,
}) => {
  const { items } = await (await chat.rest('GET', '/api/v1/apps')).json()
  const address = `/api/v1/apps/${items[0].id}/bot`
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/bot`)
  await expect(page.getByRole('radio', { name: 'A flow', exact: true })).toBeDisabled()
  await page.getByRole('link', { name: 'Edit the flow' }).click()
  const editor = flowEditor(page)
  await expect(editor.lines).toHaveCount(5)

  await editor.box('Hello').click()
  await editor.writes('Welcome to BIOMETRICS!')
  await expect(editor.box('Welcome to BIOMETRICS!')).toBeVisible()
  await editor.box('What can I do for you?').click()
  await editor.step.getByRole('button', { name: 'Add a choice' }).click()
  await editor.step.getByRole('textbox', { name: 'Choice 3' }).fill('Prices')
  await editor.adds('Say')
  await editor.writes('It costs five a month.')
  await editor.box('What can I do for you?').click()
  const choice = editor.step.getByRole('group', { name: 'Choice 3' })
  await choice.getByRole('combobox', { name: 'Leads to' }).click()
  await page.getByRole('option', { name: /It costs five a month/ }).click()
  await expect(editor.lines).toHaveCount(6)
  await expect(page.getByText('Not saved')).toBeVisible()

  await page.getByRole('tab', { name: 'Test chat' }).click()
  await editor.trial.getByRole('button', { name: 'Begin', exact: true }).click()
  await expect(editor.said.getByText('Welcome to BIOMETRICS!')).toBeVisible()
  await expect(editor.box('Welcome to BIOMETRICS!')).toHaveAttribute('data-lit', 'true')
  await editor.said.getByRole('button', { name: 'Prices' }).click()
  await expect(editor.said.getByText('It costs five a month.')).toBeVisible()
  await expect(editor.box('It costs five a month.')).toHaveAttribute('data-lit', 'true')
  if (process.env.SHOTS) await looksLike(page, 'flow-trial')
  expect((await (await chat.rest('GET', address)).json()).flowVersion).toBeNull()
  await editor.publishes()
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await page.getByRole('link', { name: 'Bot', exact: true }).first().click()
  await page.getByRole('radio', { name: 'A flow', exact: true }).check()
  await page.getByRole('main').getByRole('button', { name: 'Save' }).first().click()
  await expect.poll(async () => (await (await chat.rest('GET', address)).json()).kind).toBe('flow')
  await isTold(browser, chat, 'It costs five a month.')

  await page.getByRole('link', { name: 'Edit the flow' }).click()
  await editor.box('It costs five a month.').click()
  await editor.writes('It costs seven a month.')
  await page.getByRole('link', { name: 'Bot', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Stay here' }).click()
  await editor.publishes()
  await page.getByRole('button', { name: 'Versions' }).click()
  await page.getByRole('menuitem', { name: /^Version 1/ }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Publish it again' }).click()
  await expect(editor.box('It costs five a month.')).toBeVisible()
  await expect(editor.box('It costs seven a month.')).toHaveCount(0)
  await isTold(browser, chat, 'It costs five a month.')

  const downloading = page.waitForEvent('download')
  await page.getByRole('button', { name: 'More', exact: true }).click()
  await page.getByRole('menuitem', { name: 'Export as a file' }).click()
  const download = await downloading
  expect(download.suggestedFilename()).toBe('biometrics-web-flow.json')
  const exported: Flow = JSON.parse(readFileSync(await download.path(), 'utf8'))
  expect(exported).toEqual((await (await chat.rest('GET', `${address}/flow`)).json()).flow)

  await editor.imports('shopping.json', '{"start": "milk"')
  await expect(page.getByText('shopping.json is no flow.')).toBeVisible()
  await editor.imports('odd.json', { ...exported, steps: [{ kind: 'dance', id: 'hello' }] })
  await expect(page.getByText(/odd\.json is no flow\.\s*steps\.0\.kind/)).toBeVisible()
  await expect(editor.box('Welcome to BIOMETRICS!')).toBeVisible()
  const lost = exported.steps.map((step) => (step.id === 'hello' ? { ...step, next: 'nowhere' } : step))
  await editor.imports('lost.json', { ...exported, steps: lost })
  await page.getByRole('button', { name: 'Publish', exact: true }).click()
  const mistakes = page.getByRole('alert').filter({ hasText: 'One mistake keeps it from being published' })
  await expect(
    mistakes.getByRole('button', { name: /^hello: next: there is no step "nowhere"/ }),
  ).toBeVisible()
  if (process.env.SHOTS) await looksLike(page, 'flow-mistake')
  const other = exported.steps.map((step) =>
    'text' in step ? { ...step, text: step.text.replace('five', 'nine') } : step,
  )
  await editor.imports('other.json', { ...exported, steps: other })
  await expect(editor.box('It costs nine a month.')).toBeVisible()
  await page.getByRole('button', { name: 'Save', exact: true }).click()
  await expect(page.getByText('Not published')).toBeVisible()
  await isTold(browser, chat, 'It costs five a month.')
  expect((await (await chat.rest('GET', `${address}/flow`)).json()).flow).toEqual({
    ...exported,
    steps: other,
  })
})

/** For whoever judges by eye; not part of any check. */
async function looksLike(page: Page, name: string) {
  for (const colorScheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await page.setViewportSize({ width, height: 800 })
      await page.emulateMedia({ colorScheme })
      await page.screenshot({ path: `${process.env.SHOTS}/${name}-${width}-${colorScheme}.png` })
    }
  await page.setViewportSize({ width: 1280, height: 720 })
  await page.emulateMedia({ colorScheme: 'light' })
}
