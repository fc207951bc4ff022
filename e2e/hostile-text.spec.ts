import { expect, type Page } from '@playwright/test'
import { io } from 'socket.io-client'
import { PAYLOADS } from './payloads.ts'
import { asAgent, type Installation, opensWidget, talking, test } from './steps.ts'

/** A screen full of long texts takes a busy machine a while. */
const PATIENCE_MS = 60_000

/** What a page did that it must not: reports of its policies, scripts that ran, requests that left. */
async function watch(page: Page, url: string) {
  const found: string[] = []
  await page.exposeFunction('reportViolation', (text: string) => found.push(text))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', (event) => {
      // The listener is in every frame; the function is in every frame too.
      const report = (window as unknown as { reportViolation(text: string): void }).reportViolation
      report(
        `${event.violatedDirective} ${event.blockedURI} ${event.sample} ${event.sourceFile}:${event.lineNumber}`,
      )
    })
  })
  page.on('dialog', (dialog) => void dialog.dismiss().then(() => found.push(`a dialog: ${dialog.message()}`)))
  page.on('request', (request) => {
    const { origin, protocol } = new URL(request.url())
    if (origin !== url && !/^(data|blob):$/.test(protocol))
      found.push(`a request to ${request.url().slice(0, 100)}`)
  })
  return {
    found,
    async ends() {
      for (const frame of page.frames()) {
        const ran = await frame.evaluate(() => 'ran' in window)
        if (ran) found.push(`a script ran in ${frame.url()}`)
      }
      expect(found).toEqual([])
    },
  }
}

async function post(chat: Installation, path: string, body: object, token?: string) {
  const answer = await fetch(`${chat.url}/api/v1${path}`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(token !== undefined && { authorization: `Bearer ${token}` }),
    },
    body: JSON.stringify(body),
  })
  expect(answer.ok, `${path} ${await answer.clone().text()}`).toBe(true)
  return answer.json()
}

test('[SC6] dashboard and chat break none of their own rules', async ({ page, chat, visitorContext }) => {
  const visitor = await visitorContext.newPage()
  const [desk, phone] = [await watch(page, chat.url), await watch(visitor, chat.url)]
  const { ada, vera } = await talking(chat, page, visitor, 'Do you keep to your own rules?')
  await ada.says('We do: https://example.com/rules')
  await vera.sees('Do you keep to your own rules?')
  await expect(vera.messages.getByRole('link', { name: /example\.com/ })).toBeVisible()
  for (const path of ['profile', 'canned-responses', 'team', 'app']) {
    await page.goto(`${chat.url}/settings/${path}`)
    await expect(page.getByRole('heading', { level: 2 }).first()).toBeVisible({ timeout: PATIENCE_MS })
  }
  await visitor.goto(`${chat.url}/demo`)
  await opensWidget(visitor)
  await desk.ends()
  await phone.ends()
})

test('[SC7] two hundred hostile texts are shown as texts, in every place where a text is shown', async ({
  page,
  chat,
  visitorContext,
}) => {
  test.setTimeout(400_000)
  const pick = (index: number) => PAYLOADS[index % PAYLOADS.length] ?? ''
  const first = pick(2)
  const { visitorToken } = await post(chat, '/visitor/sessions', {
    appId: 'biometrics-web',
    visitor: {
      name: first,
      phone: pick(20).slice(0, 50),
      attributes: Object.fromEntries(
        PAYLOADS.slice(0, 40).map((text, index) => [`${text}`.slice(0, 200), pick(index + 1)]),
      ),
    },
    page: { url: pick(33), title: pick(4), referrer: pick(19) },
  })

  const visitor = await visitorContext.newPage()
  const [desk, phone] = [await watch(page, chat.url), await watch(visitor, chat.url)]
  const ada = await asAgent(page, chat.url)
  await visitor.goto(`${chat.url}/chat/biometrics-web`)
  await visitor.getByRole('textbox', { name: 'Message' }).fill('The texts come now')
  await visitor.getByRole('textbox', { name: 'Message' }).press('Enter')
  await ada.opens('The texts come now')
  await ada.takes()
  const conversationId = new URL(page.url()).pathname.split('/').at(-1) ?? ''

  // As messages and in everything that agents can offer, on both screens.
  for (const text of PAYLOADS)
    await chat.rest('POST', `/api/v1/conversations/${conversationId}/messages`, {
      type: 'text',
      content: { text },
    })
  for (let index = 0; index < PAYLOADS.length; index += 10) {
    const options = PAYLOADS.slice(index, index + 10).map((text) => ({
      title: text.slice(0, 200),
      value: text.slice(0, 1000),
    }))
    await chat.rest('POST', `/api/v1/conversations/${conversationId}/messages`, {
      type: 'quick_reply',
      content: { text: pick(index), options },
    })
    const cards = PAYLOADS.slice(index, index + 5).map((text) => ({
      title: text.slice(0, 200),
      subtitle: text,
      buttons: [{ title: text.slice(0, 200), type: 'reply', value: text.slice(0, 1000) }],
    }))
    await chat.rest('POST', `/api/v1/conversations/${conversationId}/messages`, {
      type: 'carousel',
      content: { cards },
    })
  }
  // Links of buttons that are no links are refused, not shown.
  const bad = await chat.rest('POST', `/api/v1/conversations/${conversationId}/messages`, {
    type: 'carousel',
    content: {
      cards: [{ title: 'x', buttons: [{ title: 'x', type: 'link', value: 'javascript:window.ran=1' }] }],
    },
  })
  expect(bad.status).toBe(400)
  await chat.rest('PUT', `/api/v1/conversations/${conversationId}/tags`, {
    tags: PAYLOADS.slice(0, 20).map((text) => text.slice(0, 50)),
  })
  await chat.rest('POST', '/api/v1/canned-responses', {
    title: pick(2),
    content: pick(4),
    category: pick(5),
    shortcut: '/hostile',
    tags: [pick(6).slice(0, 50)],
  })
  await chat.rest('POST', '/api/v1/groups', { name: pick(7) })
  await chat.rest('POST', '/api/v1/agents', {
    name: pick(8),
    email: 'hostile@example.com',
    password: 'staple battery horse',
  })
  // Somebody who is nothing but hostile text: name, page, answers, subject and rating.
  const hostile = io(`${chat.url}/visitor`, { auth: { token: visitorToken }, transports: ['websocket'] })
  const started = await hostile.emitWithAck('conversation:start', {
    clientId: 'hostile',
    subject: pick(9).slice(0, 200),
    prechat: Object.fromEntries(
      PAYLOADS.slice(0, 10).map((text, index) => [text.slice(0, 200), pick(index + 40)]),
    ),
    message: { clientId: 'hostile', type: 'text', content: { text: pick(2) } },
  })
  expect(started.ok).toBe(true)
  const hostileId: string = started.data.conversation.id
  const file = new FormData()
  file.set('file', new Blob(['<script>window.ran=1</script>'], { type: 'text/html' }), pick(2))
  const uploaded = await fetch(`${chat.url}/api/v1/uploads`, {
    method: 'POST',
    headers: { authorization: `Bearer ${visitorToken}` },
    body: file,
  })
  const { url, name, size } = await uploaded.json()
  await chat.rest('POST', `/api/v1/conversations/${conversationId}/messages`, {
    type: 'file',
    content: { url, name, size },
  })

  await hostile.emitWithAck('conversation:close', { conversationId: hostileId })
  await hostile.emitWithAck('conversation:rate', { conversationId: hostileId, score: 1, comment: pick(10) })
  hostile.close()

  // All of it is read through: what is drawn only when one looks is looked at.
  for (const [screen, log] of [
    [visitor, visitor.getByRole('log', { name: 'Messages' })],
    [page, page.getByRole('region', { name: 'Messages' })],
  ] as const) {
    await screen.reload()
    await expect(log.getByText('window.ran').first()).toBeVisible({ timeout: PATIENCE_MS })
    for (let step = 0; step < 15; step++) {
      await log.hover()
      await screen.mouse.wheel(0, -2_500)
      await screen.evaluate(() => new Promise((resolve) => requestAnimationFrame(resolve)))
    }
  }
  for (const path of [
    'settings/canned-responses',
    'settings/team',
    'inbox/closed',
    `conversations/${conversationId}`,
  ]) {
    await page.goto(`${chat.url}/${path}`)
    await expect(page.getByText('window.ran').first()).toBeVisible({ timeout: PATIENCE_MS })
  }
  // The file itself, opened as a page.
  const opened = await visitorContext.newPage()
  await opened
    .goto(chat.url + url)
    .catch((error: Error) => expect(error.message).toContain('Download is starting'))
  await desk.ends()
  await phone.ends()
})
