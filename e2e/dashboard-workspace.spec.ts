import { createVisitorClient, memoryStorage } from '@biometrics/chat-client'
import { expect, type Locator, type Page } from '@playwright/test'
import {
  ADA,
  agentDesk,
  asAgent,
  type Installation,
  launcherOf,
  talking,
  test,
  visitorChat,
  visitsDemo,
} from './steps.ts'

const BELLA = { name: 'Bella Diaz', email: 'bella.diaz@example.com', password: 'staple battery horse' }

/** A visitor without a screen, who has said one thing. */
async function visitorWho(chat: Installation, name: string, text: string) {
  const client = createVisitorClient({
    url: chat.url,
    appId: 'biometrics-web',
    storage: memoryStorage(),
    session: { visitor: { name }, language: 'en' },
  })
  await client.connect()
  client.start({ type: 'text', content: { text } })
  await expect.poll(() => Object.values(client.state.threads)[0]?.messages.length ?? 0).toBeGreaterThan(0)
  return client
}

async function signIn(page: Page, url: string, who: { email: string; password: string }) {
  await page.goto(`${url}/inbox/open`)
  await page.getByLabel('E-mail').fill(who.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(who.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  return agentDesk(page)
}

/** Presses Enter, and tells the text with the caret as it is before anything else can happen. */
function enterAt(composer: Locator): Promise<string> {
  return composer.evaluate((box: HTMLTextAreaElement) => {
    box.dispatchEvent(new KeyboardEvent('keydown', { key: 'Enter', bubbles: true, cancelable: true }))
    return `${box.value.slice(0, box.selectionStart)}|${box.value.slice(box.selectionEnd)}`
  })
}

test('[AW7] [AW4] Ada finds what was said, names Bella in a note, and Bella comes to it', async ({
  page,
  chat,
  browser,
}) => {
  await chat.rest('POST', '/api/v1/agents', BELLA)
  const wilma = await visitorWho(chat, 'Wilma Search', 'Do you ship stuffed giraffes to Norway?')
  const otherContext = await browser.newContext()
  const bella = await signIn(await otherContext.newPage(), chat.url, BELLA)
  await expect(bella.row('Wilma Search')).toBeVisible()

  const ada = await asAgent(page, chat.url, 'open')
  const palette = page
    .getByRole('dialog')
    .filter({ has: page.getByRole('textbox', { name: 'Command palette' }) })
  await page.keyboard.press('Control+k')
  await palette.getByRole('textbox').fill('giraffe')
  await palette.getByText('Search for “giraffe” in messages').click()
  const box = page.getByRole('searchbox', { name: 'Search' })
  await expect(box).toHaveValue('giraffe')
  // What was said a moment ago can be found a little later.
  const hit = page.getByRole('link').filter({ hasText: 'Wilma Search' })
  await expect(async () => {
    await box.fill('shipping giraf from:visitor')
    await box.fill('ship giraf from:visitor')
    await expect(hit).toBeVisible({ timeout: 3_000 })
  }).toPass()
  await expect(hit.locator('mark')).toHaveText(['ship', 'giraffes'])
  await box.fill('is:nonsense')
  await expect(page.getByRole('alert')).toContainText('is: must be open')
  await box.fill('Wilma')
  await expect(page.getByRole('heading', { name: 'People' })).toBeVisible()
  await box.fill('giraf')
  await expect(page.getByRole('heading', { name: 'People' })).toBeHidden()
  await hit.click()
  await expect(ada.messages.locator('[data-found]')).toContainText('stuffed giraffes')

  await page.getByText('Note', { exact: true }).click()
  await ada.composer.fill(' to Norway?')
  await ada.composer.press('Home')
  await ada.composer.pressSequentially('@bel')
  await expect(page.getByRole('option', { name: 'Bella Diaz' })).toHaveAttribute('aria-selected', 'true')
  expect(await enterAt(ada.composer)).toBe('@Bella Diaz | to Norway?')
  await ada.composer.pressSequentially('do we ship')
  await ada.composer.press('Enter')
  await ada.sees('@Bella Diaz do we ship to Norway?')

  const mentions = bella.page.getByRole('link', { name: /^Mentions/ })
  await expect(mentions).toHaveText(/1$/)
  await mentions.click()
  await bella.page.getByRole('link').filter({ hasText: 'about Wilma Search' }).click()
  await expect(bella.messages.locator('[data-found]')).toContainText('@Bella Diaz do we ship')
  await expect(mentions).toHaveText('Mentions')
  for (const [desk, other] of [
    [ada, 'Bella Diaz'],
    [bella, 'Admin'],
  ] as const)
    await expect(desk.page.getByText(`${other} looks at this too`)).toBeAttached()
  wilma.destroy()
  await otherContext.close()
})

test('[AW5] [AW12] Ada does the same with several, takes it back, and lets a macro do more at once', async ({
  page,
  chat,
}) => {
  const visitors = await Promise.all(
    ['Maja Many', 'Milo Many'].map((name) => visitorWho(chat, name, 'Where is my parcel?')),
  )
  const ada = await asAgent(page, chat.url, 'open')
  const mark = (name: string) => page.getByRole('checkbox', { name: `Mark the conversation with ${name}` })
  await ada.row('Maja Many').hover()
  await mark('Maja Many').check()
  await mark('Milo Many').check()
  const tools = page.getByRole('toolbar', { name: 'What to do with the marked ones' })
  await expect(tools).toContainText('2 marked')
  await tools.getByRole('button', { name: 'Close' }).click()
  await page.getByRole('menuitem', { name: 'Close as resolved' }).click()
  await expect(ada.row('Maja Many')).toBeHidden()
  await expect(page.getByText('2 conversations closed')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(ada.row('Maja Many')).toBeVisible()
  await expect(ada.row('Milo Many')).toBeVisible()

  await page.goto(`${chat.url}/settings/macros`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'New macro' })
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText('Add at least one step.')).toBeVisible()
  await form.getByLabel('Name').fill('Lost parcel')
  await form.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('menuitem', { name: 'Send a reply' }).click()
  await form.getByLabel('Send a reply').fill('Hi {{name}}, we are looking for it.')
  await form.getByRole('button', { name: 'Add a step' }).click()
  await page.getByRole('menuitem', { name: 'Set the priority' }).click()
  await form.getByLabel('Set the priority').selectOption('urgent')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Send a reply · Set the priority')).toBeVisible()

  await ada.view('All open').click()
  await page.getByRole('button', { name: 'What the list shows' }).click()
  await page.getByLabel('Priority').selectOption('urgent')
  await page.getByLabel('Keep as a view').fill('Burning')
  await page.getByRole('button', { name: 'Save' }).click()
  const burning = page.getByRole('navigation', { name: 'Saved views' }).getByRole('link', { name: 'Burning' })
  await expect(burning).toBeVisible()
  await expect(ada.row('Milo Many')).toBeHidden()

  await ada.view('All open').click()
  await ada.opens('Milo Many')
  await page.keyboard.press('Control+k')
  await page.getByRole('textbox', { name: 'Command palette' }).fill('lost parcel')
  await page.keyboard.press('Enter')
  await ada.sees('Hi Milo Many, we are looking for it.')
  await burning.click()
  await expect(ada.row('Milo Many')).toBeVisible()
  await expect(ada.row('Maja Many')).toBeHidden()

  // The desk is others' too.
  await page.getByRole('button', { name: 'What the list shows' }).click()
  await page.getByRole('button', { name: 'Remove the view “Burning”' }).click()
  await expect(burning).toBeHidden()
  const { items } = await (await chat.rest('GET', '/api/v1/macros')).json()
  for (const { id } of items) await chat.rest('DELETE', `/api/v1/macros/${id}`)
  for (const visitor of visitors) visitor.destroy()
})

test('[AW10] [AW1] Ada sees who is there, begins a conversation that is unread in the chat, and writes down who it is', async ({
  page,
  chat,
  visitorContext,
}) => {
  const shop = await visitorContext.newPage()
  await visitsDemo(shop, chat.url)
  await launcherOf(shop).click()
  await expect(shop.frameLocator('iframe').getByRole('textbox', { name: 'Message' })).toBeVisible()
  await shop.frameLocator('iframe').getByRole('button', { name: 'Close chat' }).click()

  const ada = await asAgent(page, chat.url, 'mine')
  await page.getByRole('link', { name: 'Visitors' }).click()
  const row = page
    .getByRole('listitem')
    .filter({ hasText: await shop.title() })
    .first()
  await row.getByRole('button', { name: 'Start a chat' }).click()
  const dialog = page.getByRole('dialog', { name: /^Start a chat with/ })
  await dialog.getByLabel('Message').fill('Can I help you with the readers?')
  await dialog.getByRole('button', { name: 'Send' }).click()
  await ada.sees('Can I help you with the readers?')

  await expect(launcherOf(shop)).toHaveAccessibleName(/1/)
  await launcherOf(shop).click()
  const widget = visitorChat(shop.frameLocator('iframe'))
  await widget.sees('Can I help you with the readers?')
  await widget.says('Yes, which one is for doors?')
  await ada.sees('Yes, which one is for doors?')

  await page.setViewportSize({ width: 1500, height: 900 })
  const details = page.getByRole('complementary', { name: 'Details' })
  await details.getByRole('button', { name: 'Write something down' }).click()
  await details.getByLabel('About this person').fill('Builds a new office')
  await details.getByRole('button', { name: 'Save' }).click()
  await expect(details.getByText('Builds a new office')).toBeVisible()
  await expect(details.getByText('Pages visited')).toBeVisible()
  const edge = page.getByRole('separator', { name: 'Width of the details' })
  const before = (await details.boundingBox())?.width ?? 0
  await edge.focus()
  await page.keyboard.press('ArrowLeft')
  await expect.poll(async () => (await details.boundingBox())?.width).toBe(before + 16)
  await page.reload()
  await expect.poll(async () => (await details.boundingBox())?.width).toBe(before + 16)
  await page.getByRole('button', { name: 'Fold', exact: true }).click()
  await expect(page.getByRole('button', { name: 'Unfold' })).toBeVisible()
})

test('[AW2] [AW3] Ada takes a reply back, answers one message, and brings canned responses as a table', async ({
  page,
  chat,
}) => {
  const wanda = await visitorWho(chat, 'Wanda Words', 'Which reader is for doors?')
  const ada = await asAgent(page, chat.url, 'open')
  await page.goto(`${chat.url}/settings/notices`)
  await page.getByRole('switch', { name: 'Let me take back what I send' }).check({ force: true })
  await page.goto(`${chat.url}/settings/canned-responses`)
  const table =
    'shortcut,title,content,scope\n/doors,Doors,"The {{name}} one",personal\nnone,No slash,Text,\n'
  await page.getByRole('button', { name: 'Import and export' }).click()
  const choosing = page.waitForEvent('filechooser')
  await page.getByRole('menuitem', { name: 'Import …' }).click()
  await (await choosing).setFiles({ name: 'mine.csv', mimeType: 'text/csv', buffer: Buffer.from(table) })
  await expect(page.getByText('1 added, 0 changed')).toBeVisible()
  await expect(page.getByText(/1 was left out:\s*2: shortcut/)).toBeVisible()
  await expect(page.getByRole('listitem').filter({ hasText: '/doors' })).toContainText('Only me')
  await page.getByRole('button', { name: 'Edit “Doors”' }).click()
  const form = page.getByRole('dialog', { name: 'Edit canned response' })
  await form.getByLabel('Title').fill('Doors and gates')
  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Stay here' }).click()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Doors and gates')).toBeVisible()

  await ada.view('All open').click()
  await ada.opens('Wanda Words')
  await ada.composer.pressSequentially('/doors')
  await expect(page.getByRole('option', { name: 'Doors and gates' })).toBeVisible()
  expect(await enterAt(ada.composer)).toBe('The Wanda Words one|')
  await ada.composer.press('Control+z')
  await expect(ada.composer).toHaveValue('/doors')
  await ada.composer.press('End')
  await ada.composer.press('Tab')
  await expect(ada.composer).toHaveValue('The Wanda Words one')
  await ada.composer.press('Enter')
  await expect(page.getByText('Not sent yet')).toBeVisible()
  await page.getByRole('button', { name: 'Undo' }).click()
  await expect(ada.composer).toHaveValue('The Wanda Words one')

  await page.getByRole('button', { name: 'Emoji' }).click()
  const first = page.getByRole('group', { name: 'Emoji' }).getByRole('button').first()
  await expect(first).toBeFocused()
  for (const scheme of ['light', 'dark'] as const)
    for (const width of [1280, 390]) {
      await page.emulateMedia({ colorScheme: scheme })
      await page.setViewportSize({ width, height: 800 })
    }
  await page.keyboard.press('Escape')
  await expect(first).toBeHidden()
  await expect(ada.composer).toBeFocused()
  await ada.composer.press('Home')
  await page.getByRole('button', { name: 'Emoji' }).click()
  await expect(first).toBeFocused()
  await page.keyboard.press('ArrowDown')
  await page.keyboard.press('ArrowRight')
  await page.keyboard.press('Enter')
  await expect(ada.composer).toHaveValue('😍The Wanda Words one')
  await expect(ada.composer).toBeFocused()
  await page.keyboard.press('Backspace')
  await expect(ada.composer).toHaveValue('The Wanda Words one')

  await ada.messages.getByText('Which reader is for doors?').hover()
  await page.getByRole('button', { name: 'Answer this message' }).first().click()
  await ada.composer.fill('The R2 one.')
  await ada.composer.press('Enter')
  await expect(page.getByText('Not sent yet')).toBeVisible()
  await ada.sees('The R2 one.')
  const answer = ada.messages.locator('[data-kind="ours"]').filter({ hasText: 'The R2 one.' })
  await expect(answer).toContainText('Which reader is for doors?')

  const { items } = await (await chat.rest('GET', '/api/v1/canned-responses')).json()
  const mine = items.find(({ shortcut }: { shortcut: string }) => shortcut === '/doors')
  await chat.rest('DELETE', `/api/v1/canned-responses/${mine.id}`)
  wanda.destroy()
})

test('[AW9] [AW2] where the app wants it Ada reads what Vera types, Vera is told so, and sees what Ada answers to', async ({
  page,
  chat,
  visitorContext,
}) => {
  const { items } = await (await chat.rest('GET', '/api/v1/apps')).json()
  const allow = (typingPreview: boolean) =>
    chat.rest('PATCH', `/api/v1/apps/${items[0].id}`, { typingPreview })
  await allow(true)
  try {
    const { ada, vera } = await talking(chat, page, await visitorContext.newPage(), 'Do you see me typing?')
    const told = vera.frame.getByText('Our team sees what you type here before you send it.')
    await expect(told).toBeVisible()
    const unsent = page.getByText('Not sent yet: a word that I take b')
    await vera.composer.pressSequentially('a word that I take b')
    await expect(unsent).toBeVisible()
    await vera.composer.fill('')
    await expect(unsent).toBeHidden()

    await ada.messages.getByText('Do you see me typing?').hover()
    await page.getByRole('button', { name: 'Answer this message' }).first().click()
    await ada.says('Every letter.')
    await vera.sees('Every letter.')
    await expect(vera.messages.getByRole('blockquote')).toHaveText('Do you see me typing?')
  } finally {
    await allow(false)
  }
  const vera = visitorChat(await visitorContext.newPage())
  await (vera.frame as Page).goto(`${chat.url}/chat/biometrics-web`)
  await expect(vera.composer).toBeVisible()
  await expect(vera.frame.getByText('Our team sees what you type here')).toBeHidden()
})

test('[AW5] on a phone a long press marks a conversation, and a tap another one', async ({
  browser,
  chat,
}) => {
  const visitors = await Promise.all(
    ['Tia Touch', 'Tom Touch'].map((name) => visitorWho(chat, name, 'Is there anybody?')),
  )
  const context = await browser.newContext({
    viewport: { width: 390, height: 844 },
    hasTouch: true,
    isMobile: true,
  })
  const page = await context.newPage()
  await page.goto(`${chat.url}/inbox/open`)
  await page.getByLabel('E-mail').fill(ADA.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(ADA.password)
  await page.getByRole('button', { name: 'Sign in' }).tap()
  const ada = agentDesk(page)
  const box = await ada.row('Tia Touch').boundingBox()
  const touches = await context.newCDPSession(page)
  const point = { x: (box?.x ?? 0) + 150, y: (box?.y ?? 0) + 25 }
  await touches.send('Input.dispatchTouchEvent', { type: 'touchStart', touchPoints: [point] })
  const tools = page.getByRole('toolbar', { name: 'What to do with the marked ones' })
  await expect(tools).toContainText('1 marked')
  await touches.send('Input.dispatchTouchEvent', { type: 'touchEnd', touchPoints: [] })
  await ada.row('Tom Touch').tap()
  await expect(tools).toContainText('2 marked')
  await tools.getByRole('button', { name: 'Close' }).tap()
  await page.getByRole('menuitem', { name: 'Close as resolved' }).tap()
  await expect(ada.row('Tom Touch')).toBeHidden()
  await expect(ada.row('Tia Touch')).toBeHidden()
  // What says so leaves the bar at the bottom free.
  await expect(page.getByRole('button', { name: 'Undo' })).toBeVisible()
  await ada.view('Mine').tap()
  await expect(page).toHaveURL(/inbox\/mine/)
  for (const visitor of visitors) visitor.destroy()
  await context.close()
})

test('[AW11] without a network Ada is told what is unsent, and then both her browsers are right without a reload', async ({
  page,
  chat,
  browser,
}) => {
  const oskar = await visitorWho(chat, 'Oskar Offline', 'Is anybody there?')
  const office = await asAgent(page, chat.url, 'open')
  await office.opens('Oskar Offline')
  const elsewhere = await browser.newContext()
  const home = await asAgent(await elsewhere.newPage(), chat.url, 'open')
  await home.opens('Oskar Offline')
  await home.takes()
  await expect(office.closing).toBeVisible()

  await page.context().setOffline(true)
  await expect(page.getByText('No connection. It will be back by itself.')).toBeVisible()
  await office.says('Written in a tunnel')
  await expect(page.getByText('One message is waiting to be sent.')).toBeVisible()
  // What would have to be done there and then says that it was not.
  await office.closing.click()
  await page.getByRole('menuitem').first().click()
  await expect(page.getByText('The server cannot be reached.')).toBeVisible()
  const paula = await visitorWho(chat, 'Paula Later', 'Hello?')
  await expect(home.row('Paula Later')).toBeVisible()
  await home.says('Written at home')

  await page.context().setOffline(false)
  await expect(page.getByText('No connection.')).toBeHidden()
  await expect(page.getByText('waiting to be sent')).toBeHidden()
  await office.sees('Written at home')
  await home.sees('Written in a tunnel')
  await expect(office.row('Paula Later')).toBeVisible()
  const beside = agentDesk(await page.context().newPage())
  await beside.page.goto(page.url())
  for (const desk of [office, home, beside]) {
    await expect(desk.messages.getByText(/^Written/)).toHaveText(['Written at home', 'Written in a tunnel'])
  }
  oskar.destroy()
  paula.destroy()
  await elsewhere.close()
})
