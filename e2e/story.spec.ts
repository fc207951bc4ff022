import { expect } from '@playwright/test'
import { customersSite } from './customers-site.ts'
import {
  ADA,
  agentDesk,
  asAgent,
  install,
  opensWidget,
  routeByHand,
  talking,
  test,
  visitorChat,
  visitsDemo,
} from './steps.ts'

const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAgAAAAICAIAAABLbSncAAAAEUlEQVR42mPQyLiCFTEMLQkAm8ZZAbut18gAAAAASUVORK5CYII=',
  'base64',
)

test('[AG1] [SY1] from the set-up link to a chat that outlives reloads and a restart of the server', async ({
  browser,
}) => {
  const chat = await install()
  const agentPage = await (await browser.newContext()).newPage()

  await agentPage.goto(chat.setupLink ?? 'no set-up link was printed')
  await agentPage.getByLabel('Name').fill(ADA.name)
  await agentPage.getByLabel('E-mail').fill(ADA.email)
  const password = agentPage.getByRole('textbox', { name: 'Password' })
  await password.fill('too short')
  await agentPage.getByRole('button', { name: 'Create account' }).click()
  await expect(agentPage.getByText(/At least 12 characters; these are 9/)).toBeVisible()
  await password.fill(ADA.password)
  await agentPage.getByRole('button', { name: 'Create account' }).click()
  await expect(agentPage.getByText('Nothing on your desk')).toBeVisible()
  expect(agentPage.url()).not.toContain('token')
  await routeByHand(chat)

  const visitors = await browser.newContext()
  const page = await visitors.newPage()
  await visitsDemo(page, chat.url)
  const vera = await opensWidget(page)
  await vera.says('My reader does not see my finger')
  await vera.sees('My reader does not see my finger')

  const ada = agentDesk(agentPage)
  await ada.view('Queue').click()
  await ada.opens('My reader does not see my finger')
  await ada.takes()
  await ada.says('Let us have a look')
  await vera.sees('Let us have a look')

  await page.reload()
  const veraBack = await opensWidget(page)
  await veraBack.sees('Let us have a look')
  const secondTab = await visitors.newPage()
  await secondTab.goto(`${chat.url}/chat/biometrics-web`)
  const second = visitorChat(secondTab)
  await second.sees('My reader does not see my finger')
  await agentPage.reload()
  await ada.sees('My reader does not see my finger')

  const resume = await chat.interrupt()
  await expect(
    veraBack.frame.getByText('No connection. What you write is kept and sent later.'),
  ).toBeVisible()
  await veraBack.says('Are you still there?')
  await ada.says('The line was bad')
  await expect(ada.messages.getByText('Waiting for the connection')).toBeVisible()
  await page.close()
  await resume()
  const newPage = await visitors.newPage()
  await visitsDemo(newPage, chat.url)
  const veraAgain = await opensWidget(newPage)
  await veraAgain.sees('Are you still there?')
  await ada.sees('Are you still there?')
  await veraAgain.sees('The line was bad')
  await second.sees('The line was bad')
  await expect(ada.messages.getByText('Are you still there?')).toHaveCount(1)
  await expect(veraAgain.messages.getByText('Waiting to be sent')).toHaveCount(0)

  await agentPage.getByRole('button', { name: 'Close', exact: true }).first().click()
  await agentPage.getByRole('menuitem', { name: 'Close as resolved' }).click()
  await expect(agentPage.getByText('This conversation is closed.')).toBeVisible()
  await expect(second.frame.getByText('This chat has ended')).toBeVisible()
  await secondTab.getByRole('radio', { name: '5 stars' }).check({ force: true })
  await secondTab.getByRole('button', { name: 'Send rating' }).click()
  await expect(secondTab.getByText('Thank you for your rating')).toBeVisible()
  await agentPage.getByRole('button', { name: 'Reopen' }).first().click()
  await ada.says('One more thing')
  await second.sees('One more thing')
  await chat.remove()
})

test('[MS1] all six types are drawn on both sides, and quick replies and cards answered', async ({
  page,
  chat,
  visitorContext,
}) => {
  const visitorPage = await visitorContext.newPage()
  const { ada, vera } = await talking(chat, page, visitorPage, 'Which reader should I buy?')
  const conversationId = new URL(page.url()).pathname.split('/').at(-1)
  const send = async (type: string, content: unknown) => {
    const sent = await chat.rest('POST', `/api/v1/conversations/${conversationId}/messages`, {
      type,
      content,
    })
    expect(sent.status, await sent.text()).toBe(201)
  }
  await send('quick_reply', {
    text: 'For a door or for a till?',
    options: [
      { title: 'A door', value: 'door' },
      { title: 'A till', value: 'till' },
    ],
  })
  await send('carousel', {
    cards: [
      {
        title: 'Iris 3',
        subtitle: 'Sees from afar',
        buttons: [{ title: 'I take this one', type: 'reply', value: 'iris-3' }],
      },
      {
        title: 'Finger 2',
        buttons: [{ title: 'Read more', type: 'link', value: 'https://example.com/finger' }],
      },
    ],
  })
  await send('system', { message: 'A specialist reads along' })

  for (const side of [vera, ada]) {
    await side.sees('For a door or for a till?')
    await side.sees('A door')
    await side.sees('Iris 3')
    await side.sees('Sees from afar')
    await expect(side.messages.getByText('A specialist reads along')).toBeVisible()
  }
  const door = vera.messages.getByRole('button', { name: 'A door' })
  await door.focus()
  await visitorPage.keyboard.press('Enter')
  await expect(ada.messages.getByText('A door', { exact: true })).toHaveCount(2)
  await expect(vera.messages.getByRole('button', { name: 'A till' })).toBeDisabled()
  await vera.messages.getByRole('button', { name: 'I take this one' }).click()
  await expect(ada.messages.getByText('I take this one', { exact: true })).toHaveCount(2)
  await expect(vera.messages.getByRole('link', { name: 'Read more' })).toHaveAttribute('rel', /noopener/)

  await visitorPage.locator('input[type=file]').setInputFiles([
    { name: 'finger.png', mimeType: 'image/png', buffer: PNG },
    { name: 'reader.log', mimeType: 'text/plain', buffer: Buffer.from('all is well\n') },
  ])
  await expect(vera.messages.getByRole('img', { name: 'finger.png' })).toBeVisible()
  await expect(ada.messages.getByRole('img', { name: 'finger.png' })).toBeVisible()
  await expect(vera.messages.getByText('reader.log')).toBeVisible()
  const file = ada.messages.getByRole('link', { name: /reader\.log/ })
  const download = page.waitForEvent('download')
  await file.click()
  expect((await download).suggestedFilename()).toBe('reader.log')
})

test('[MS6] a note is seen by agents only', async ({ page, chat, visitorContext }) => {
  const visitorPage = await visitorContext.newPage()
  const frames: string[] = []
  visitorPage.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => frames.push(String(payload))),
  )
  const { ada, vera } = await talking(chat, page, visitorPage, 'Is this private?')
  await page.getByText('Note', { exact: true }).first().click()
  await ada.says('canary for us alone')
  await ada.sees('canary for us alone')
  await page.getByText('Reply', { exact: true }).first().click()
  await ada.says('It is')
  await vera.sees('It is')
  await expect(vera.messages.getByText('canary')).toHaveCount(0)
  expect(frames.join('\n')).toContain('It is')
  expect(frames.join('\n')).not.toContain('canary')
})

test('[TY1] each side sees the other typing and reading', async ({ page, chat, visitorContext }) => {
  const visitorPage = await visitorContext.newPage()
  const { ada, vera } = await talking(chat, page, visitorPage, 'Knock knock')
  await expect(
    vera.messages.getByText('Read', { exact: true }).or(vera.messages.getByLabel('Read')),
  ).toBeVisible()
  await vera.composer.pressSequentially('I am wri')
  await expect(page.getByText(/is typing/).first()).toBeVisible()
  await ada.composer.pressSequentially('Me too')
  await expect(visitorPage.getByText(/is typing/).first()).toBeVisible()
})

test('[WD5] what is sent is delivered once somebody has it, and read once it is seen; who answers has a face', async ({
  page,
  chat,
  visitorContext,
}) => {
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/profile`)
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a picture' }).click()
  await (await choosing).setFiles({ name: 'me.svg', mimeType: 'image/png', buffer: Buffer.from('<svg/>') })
  await expect(page.getByText('This is no picture', { exact: false })).toBeVisible()
  const again = page.waitForEvent('filechooser')
  await page.getByRole('button', { name: 'Choose a picture' }).click()
  await (await again).setFiles({ name: 'me.png', mimeType: 'image/png', buffer: PNG })
  await expect(page.getByRole('main').locator('img')).toBeVisible()
  if (process.env.SHOTS) await page.screenshot({ path: `${process.env.SHOTS}/profile.png` })

  const visitorPage = await visitorContext.newPage()
  await visitorPage.goto(`${chat.url}/chat/biometrics-web`)
  const vera = visitorChat(visitorPage)
  await vera.says('Has anybody got this?')
  // Exactly: what waits to be sent says so with the same word.
  await expect(vera.messages.getByLabel('Sent', { exact: true })).toBeVisible()
  const { items } = await (await chat.rest('GET', '/api/v1/conversations?status=open&limit=200')).json()
  const { id } = items.find(
    ({ lastMessage }: { lastMessage: { content: { text?: string } } | null }) =>
      lastMessage?.content.text === 'Has anybody got this?',
  )
  expect((await chat.rest('POST', `/api/v1/conversations/${id}/take`)).status).toBe(200)
  await expect(vera.messages.getByLabel('Delivered')).toBeVisible()
  const face = visitorPage.locator('header img')
  await expect.poll(() => face.evaluate((image) => (image as HTMLImageElement).naturalWidth)).toBe(160)
  if (process.env.SHOTS) await visitorPage.screenshot({ path: `${process.env.SHOTS}/delivered.png` })
  await page.goto(`${chat.url}/conversations/${id}`)
  await expect(vera.messages.getByLabel('Read')).toBeVisible()
  await page.goto(`${chat.url}/settings/profile`)
  await page.getByRole('button', { name: 'Remove the picture' }).click()
  await expect(page.getByRole('main').locator('img')).toHaveCount(0)
})

test('[UP1] a dropped and a pasted file arrive on the other side, and one too large is refused before it is sent', async ({
  page,
  chat,
  visitorContext,
}) => {
  const visitorPage = await visitorContext.newPage()
  const { ada, vera } = await talking(chat, page, visitorPage, 'I have pictures')

  await vera.composer.evaluate(transfer, { kind: 'paste', name: 'pasted.txt', text: 'from the clipboard' })
  await expect(ada.messages.getByText('pasted.txt')).toBeVisible()
  await vera.messages.evaluate(transfer, { kind: 'drop', name: 'dropped.txt', text: 'from the desktop' })
  await expect(ada.messages.getByText('dropped.txt')).toBeVisible()

  await ada.composer.evaluate(transfer, { kind: 'paste', name: 'answer.txt', text: 'for you' })
  await expect(page.getByRole('list', { name: 'Attached files' }).getByText('1 kB')).toBeVisible()
  await ada.composer.press('Enter')
  await expect(vera.messages.getByText('answer.txt')).toBeVisible()

  let uploads = 0
  visitorPage.on('request', (request) => (uploads += Number(request.url().endsWith('/uploads'))))
  await visitorPage.locator('input[type=file]').setInputFiles({
    name: 'film.bin',
    mimeType: 'application/octet-stream',
    buffer: Buffer.alloc(10 * 1024 * 1024 + 1),
  })
  await expect(visitorPage.getByText(/Larger than 10/)).toBeVisible()
  expect(uploads).toBe(0)
})

/** What a browser does when somebody pastes or drops a file. */
function transfer(target: Element, { kind, name, text }: { kind: string; name: string; text: string }) {
  const data = new DataTransfer()
  data.items.add(new File([text], name, { type: 'text/plain' }))
  const options = { bubbles: true, cancelable: true, composed: true }
  if (kind === 'paste') target.dispatchEvent(new ClipboardEvent('paste', { ...options, clipboardData: data }))
  else {
    for (const type of ['dragenter', 'dragover', 'drop']) {
      target.dispatchEvent(new DragEvent(type, { ...options, dataTransfer: data }))
    }
  }
}

test('[VS1] [WG1] on a customer’s site the published snippet works unchanged, and the token stays in the frame', async ({
  chat,
  visitorContext,
}) => {
  const site = await customersSite(chat.url)
  const page = await visitorContext.newPage()
  const addresses: string[] = []
  page.on('request', (request) => addresses.push(request.url()))
  page.on('websocket', (socket) => addresses.push(socket.url()))
  await page.goto(site.url)
  await expect(page.getByText('Hi! How can we help you?')).toBeVisible()
  const vera = await opensWidget(page)
  await vera.says('Do you keep my token safe?')
  await vera.sees('Do you keep my token safe?')
  await expect(vera.messages.getByLabel('Sent', { exact: true })).toBeVisible()

  const frame = page.frames().find((one) => one.url().startsWith(`${chat.url}/widget/`))
  const stored = await frame?.evaluate(() => Object.values(localStorage).join('\n'))
  expect(stored).toMatch(/vis_[\w-]{43}/)
  expect(addresses.length).toBeGreaterThan(3)
  expect(addresses.filter((address) => address.includes('vis_'))).toEqual([])
  expect(await visitorContext.cookies()).toEqual([])
  expect(await page.evaluate(() => JSON.stringify({ ...localStorage, ...sessionStorage }))).not.toContain(
    'vis_',
  )
  await site.close()
})
