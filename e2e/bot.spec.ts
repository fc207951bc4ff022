import { once } from 'node:events'
import { createServer, type ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import AxeBuilder from '@axe-core/playwright'
import { expect, test as base } from '@playwright/test'
import { ADA, asAgent, install, routeByHand, visitorChat } from './steps.ts'

const ARTICLE = {
  title: 'Delivery time',
  body: 'A parcel takes **two days**.',
  questions: ['When does my parcel arrive?'],
}

/** An installation of its own, in which the articles answer first. */
const test = base.extend<{ chat: Awaited<ReturnType<typeof install>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  chat: async ({}, use) => {
    const chat = await install({
      BOOTSTRAP_ADMIN_EMAIL: ADA.email,
      BOOTSTRAP_ADMIN_PASSWORD: ADA.password,
      OUTBOUND_ALLOW: '127.0.0.1',
    })
    await routeByHand(chat)
    await use(chat)
    await chat.remove()
  },
})

test('[BT3] [BT6] [BT7] the articles answer a visitor, a button leads to a person, who has been told and is helped', async ({
  chat,
  page,
  browser,
}) => {
  const { items } = await (await chat.rest('GET', '/api/v1/apps')).json()
  const appId = items[0].id
  await chat.rest('POST', '/api/v1/articles', { appId, ...ARTICLE })
  const ada = await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/bot`)
  await page.getByRole('radio', { name: 'The articles' }).check()
  await page.getByRole('main').getByRole('button', { name: 'Save' }).first().click()
  await expect(page.getByRole('radio', { name: 'The articles' })).toBeChecked()
  await expect
    .poll(async () => (await (await chat.rest('GET', `/api/v1/apps/${appId}/bot`)).json()).kind)
    .toBe('knowledge')

  const visitorPage = await (await browser.newContext()).newPage()
  await visitorPage.goto(`${chat.url}/chat/biometrics-web`)
  const vera = visitorChat(visitorPage)
  await vera.says('When does my parcel arrive?')
  await expect(vera.messages.getByText('A parcel takes two days.')).toBeVisible()
  await expect(vera.messages.getByText('Was this helpful?')).toBeVisible()
  await vera.messages.getByRole('button', { name: 'A person, please' }).click()
  await expect(vera.messages.getByText(/I am handing you over to a person/)).toBeVisible()

  await page.goto(`${chat.url}/inbox/unassigned`)
  await ada.row(/handing you over|A person, please|two days|parcel/).click()
  await expect(ada.messages.getByText(/The bot handed over: the visitor asked for a person/)).toBeVisible()
  await ada.takes()
  await page.getByRole('button', { name: 'Help with the answer' }).click()
  const help = page.getByRole('region', { name: 'Help with the answer' })
  await expect(help.getByText('Translating needs a language model', { exact: false })).toBeVisible()
  await help.getByRole('button', { name: 'Use “Delivery time”' }).click()
  await expect(ada.composer).toHaveValue(/^A parcel takes two days\./)
  await expect(vera.messages.getByText('A parcel takes two days.')).toHaveCount(1)
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/help.png` })
  await ada.composer.press('Enter')
  await expect(vera.messages.getByText('A parcel takes two days.')).toHaveCount(2)

  await page.getByRole('button', { name: 'Transfer' }).first().click()
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('button', { name: 'Propose a summary' }).click()
  await expect(dialog.getByText('No language model is set: these are the last words.')).toBeVisible()
  await expect(dialog.getByRole('textbox', { name: /Note/ })).toHaveValue(
    /Visitor: When does my parcel arrive\?/,
  )
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/transfer.png` })
})

/** A language model that says its words when it is told to. */
async function startModel() {
  let speak = (_response: ServerResponse) => {}
  const asked = new Promise<ServerResponse>((resolve) => {
    speak = resolve
  })
  const server = createServer((_request, response) => {
    response.writeHead(200, { 'content-type': 'text/event-stream' })
    speak(response)
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    async says(content: string) {
      const response = await asked
      response.write(`data: ${JSON.stringify({ choices: [{ delta: { content } }] })}\n\n`)
    },
    async ends() {
      const response = await asked
      response.end('data: [DONE]\n\n')
    },
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

test('[BT4] an admin sets a language model, and a visitor sees its answer grow, once, with its article', async ({
  chat,
  page,
  browser,
}) => {
  const model = await startModel()
  const { items } = await (await chat.rest('GET', '/api/v1/apps')).json()
  await chat.rest('POST', '/api/v1/articles', { appId: items[0].id, ...ARTICLE })
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/bot`)
  await expect(page.getByRole('radio', { name: 'A language model' })).toBeDisabled()
  const section = page.getByRole('region', { name: 'Language model' })
  await section.getByRole('textbox', { name: 'Address' }).fill('http://192.168.7.7/v1')
  await section.getByRole('textbox', { name: 'Model', exact: true }).fill('small')
  await section.getByRole('button', { name: 'Save' }).click()
  await expect(section.getByRole('textbox', { name: 'Address' })).toHaveAccessibleDescription(/Not accepted/)
  await section.getByRole('textbox', { name: 'Address' }).fill(model.baseUrl)
  await section.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('radio', { name: 'A language model' })).toBeEnabled()
  await page.getByRole('radio', { name: 'A language model' }).check()
  await page.getByRole('main').getByRole('button', { name: 'Save' }).first().click()
  await expect
    .poll(async () => (await (await chat.rest('GET', `/api/v1/apps/${items[0].id}/bot`)).json()).kind)
    .toBe('model')
  if (process.env.SHOTS)
    for (const [width, colorScheme] of [
      [1280, 'light'],
      [390, 'dark'],
    ] as const) {
      await page.setViewportSize({ width, height: 900 })
      await page.emulateMedia({ colorScheme })
      await section.scrollIntoViewIfNeeded()
      await section.screenshot({ path: `${process.env.SHOTS}/model-${width}.png` })
      await page.screenshot({ path: `${process.env.SHOTS}/bot-${width}.png` })
      const outside = page.getByRole('region', { name: 'A program of your own' })
      await outside.screenshot({ path: `${process.env.SHOTS}/outside-${width}.png` })
    }

  const visitorPage = await (await browser.newContext()).newPage()
  await visitorPage.goto(`${chat.url}/chat/biometrics-web`)
  const vera = visitorChat(visitorPage)
  await vera.says('When does my parcel arrive?')
  if (process.env.SHOTS) {
    await expect(vera.messages.getByText(/is typing/)).toBeVisible()
    await visitorPage.screenshot({ path: `${process.env.SHOTS}/typing.png` })
  }
  await model.says('SOURCES: 1\nIt takes two')
  await expect(vera.messages.getByText('It takes two', { exact: true })).toBeVisible()
  if (process.env.SHOTS) await visitorPage.screenshot({ path: `${process.env.SHOTS}/growing.png` })
  await model.says(' days.')
  await model.ends()
  await expect(vera.messages.getByText(/It takes two days\.[\s\S]*Delivery time: http/)).toBeVisible()
  await expect(vera.messages.getByText('It takes two', { exact: true })).toBeHidden()
  await expect(vera.messages.getByText('Was this helpful?')).toBeVisible()
  if (process.env.SHOTS) await visitorPage.screenshot({ path: `${process.env.SHOTS}/answered.png` })
  model.stop()
})

/** A language model that translates: it says into which language, and repeats the words. */
async function startTranslator() {
  let isBroken = false
  const server = createServer(async (request, response) => {
    let body = ''
    for await (const chunk of request) body += chunk
    const { messages } = JSON.parse(body)
    const into = /tag (\S+)\./.exec(messages[0].content)?.[1]
    const texts: string[] = JSON.parse(messages[1].content)
    const content = isBroken ? 'Gladly!' : JSON.stringify(texts.map((text) => `${into}: ${text}`))
    response.writeHead(200, { 'content-type': 'application/json' })
    response.end(JSON.stringify({ choices: [{ message: { role: 'assistant', content } }] }))
  })
  server.listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  return {
    baseUrl: `http://127.0.0.1:${port}/v1`,
    breaks() {
      isBroken = true
    },
    stop() {
      server.closeAllConnections()
      server.close()
    },
  }
}

test('[BT6] messages are shown in the agent’s language below the visitor’s own, as they come, and a reply is put into the visitor’s', async ({
  chat,
  page,
  browser,
}) => {
  const model = await startTranslator()
  const { items } = await (await chat.rest('GET', '/api/v1/apps')).json()
  const settings = { baseUrl: model.baseUrl, model: 'small' }
  expect((await chat.rest('PUT', `/api/v1/apps/${items[0].id}/model`, settings)).status).toBe(200)
  const answer = { title: 'Parcel', content: 'Your parcel is on its way.', shortcut: '/parcel' }
  await chat.rest('POST', '/api/v1/canned-responses', { ...answer, category: '', tags: [] })
  const visitorPage = await (await browser.newContext({ locale: 'de-DE' })).newPage()
  await visitorPage.goto(`${chat.url}/chat/biometrics-web`)
  const log = visitorPage.getByRole('log')
  const box = visitorPage.getByRole('textbox')
  const says = async (words: string) => {
    await box.fill(words)
    await box.press('Enter')
    await expect(log.getByText(words, { exact: true })).toBeVisible()
  }
  await says('Wo ist mein Parcel?')

  const ada = await asAgent(page, chat.url)
  await ada.opens('Wo ist mein Parcel?')
  await ada.takes()
  await page.getByRole('button', { name: 'Help with the answer' }).click()
  const help = page.getByRole('region', { name: 'Help with the answer' })
  await expect(help.getByRole('button', { name: 'Use “Parcel”' })).toBeVisible()
  await expect(ada.messages.getByText('en: Wo ist mein Parcel?')).toHaveCount(0)
  const translate = help.getByRole('button', { name: 'Translate into English' })
  await translate.click()
  await expect(ada.messages.getByText('en: Wo ist mein Parcel?')).toBeVisible()
  await ada.sees('Wo ist mein Parcel?')
  await says('Es ist dringend.')
  await expect(ada.messages.getByText('en: Es ist dringend.')).toBeVisible()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/translated.png` })
  expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])

  await help.getByRole('button', { name: 'Use “Parcel”' }).click()
  await expect(ada.composer).toHaveValue('Your parcel is on its way.')
  await help.getByRole('button', { name: 'Translate my reply into German' }).click()
  await expect(ada.composer).toHaveValue(/^de\S*: Your parcel is on its way\.$/)
  await expect(log.getByText('Your parcel is on its way.')).toHaveCount(0)
  await ada.composer.press('Enter')
  await expect(log.getByText(/^de\S*: Your parcel is on its way\.$/)).toBeVisible()

  model.breaks()
  await says('Danke!')
  await expect(help.getByRole('alert')).toHaveText('The language model did not answer.')
  await ada.sees('Danke!')
  await expect(translate).toHaveAttribute('aria-pressed', 'false')
  model.stop()
})
