import { expect, type Locator, type Page, test as base } from '@playwright/test'
import {
  ADA,
  type AgentDesk,
  agentDesk,
  type Installation,
  install,
  routeByHand,
  visitorChat,
} from './steps.ts'

const BEN = { name: 'Ben', email: 'ben@example.com', password: 'staple battery horse' }

/** A desk of its own, where nothing moves but by hand. */
const test = base.extend<
  { desk: { ada: AgentDesk; ben: AgentDesk; chat: Installation } },
  { chat: Installation }
>({
  chat: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const chat = await install({
        BOOTSTRAP_ADMIN_EMAIL: ADA.email,
        BOOTSTRAP_ADMIN_PASSWORD: ADA.password,
      })
      await chat.rest('POST', '/api/v1/agents', BEN)
      await routeByHand(chat)
      await use(chat)
      await chat.remove()
    },
    { scope: 'worker' },
  ],
  desk: async ({ browser, chat }, use) => {
    const [adas, bens] = await Promise.all([browser.newContext(), browser.newContext()])
    const ada = await signedIn(await adas.newPage(), chat.url, ADA)
    const ben = await signedIn(await bens.newPage(), chat.url, BEN)
    await use({ ada, ben, chat })
    await Promise.all([adas.close(), bens.close()])
  },
})

async function signedIn(page: Page, url: string, person: { email: string; password: string }) {
  await page.goto(`${url}/inbox/unassigned`)
  await page.getByLabel('E-mail').fill(person.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(person.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
  return agentDesk(page)
}

/** Somebody asks something in a browser of their own. */
async function visitor(desk: AgentDesk, url: string, question: string) {
  const context = await desk.page.context().browser()?.newContext()
  const page = await context?.newPage()
  if (!page) throw new Error('no browser')
  await page.goto(`${url}/chat/biometrics-web`)
  const chat = visitorChat(page)
  await chat.says(question)
  return chat
}

/** By keyboard, wherever the focus was. */
async function transfersTo(page: Page, name: string) {
  await expect(page.getByRole('dialog').getByRole('combobox')).toBeFocused()
  await page.keyboard.type(name)
  await expect(page.getByRole('dialog').getByRole('option')).toHaveCount(1)
  await page.keyboard.press('Enter')
  await page.keyboard.press('Control+Enter')
}

/** With the mouse, and let go only once the place has said that it would take it. */
async function drags(page: Page, what: Locator, where: Locator) {
  await expect(async () => {
    // Anew each time: what was drawn again in between is no longer what was taken.
    await page.mouse.up()
    await what.hover()
    await page.mouse.down()
    const box = await where.boundingBox()
    if (!box) throw new Error('nowhere to be seen')
    const middle = { x: box.x + box.width / 2, y: box.y + box.height / 2 }
    await page.mouse.move(middle.x, middle.y - 4)
    await page.mouse.move(middle.x, middle.y, { steps: 4 })
    await expect(where).toHaveAttribute('data-over', 'true', { timeout: 2_000 })
  }).toPass()
  await page.mouse.up()
}

const waitingTime = (desk: AgentDesk, words: string) => desk.row(words).getByText(/^Waiting \d+:\d\d/)

test('[QU1] two agents and a queue: who waits longest is taken next, and the other sees it go', async ({
  desk: { ada, ben, chat },
}) => {
  await visitor(ada, chat.url, 'First in line')
  await expect(ada.row('First in line')).toBeVisible()
  await visitor(ada, chat.url, 'Second in line')
  await expect(ben.row('Second in line')).toBeVisible()
  const rows = ben.page.locator('[data-conversation]')
  await expect(rows.nth(0)).toContainText('First in line')
  await expect(rows.nth(1)).toContainText('Second in line')

  const shown = await waitingTime(ben, 'First in line').textContent()
  await expect(waitingTime(ben, 'First in line')).not.toHaveText(shown ?? '')

  await ben.page.getByRole('button', { name: 'Take next' }).click()
  await expect(ben.page.getByRole('heading', { name: 'My conversations' })).toBeVisible()
  await ben.sees('First in line')
  await expect(ada.row('First in line')).toHaveCount(0)

  await ada.page.keyboard.press('n')
  await ada.sees('Second in line')
  await ada.page.keyboard.press('Alt+n')
  await expect(ada.page.getByText('Nobody is waiting for you just now.')).toBeVisible()
})

test('[TR1] a transfer to somebody who is away is asked about, comes with its note and is told to the visitor', async ({
  desk: { ada, ben, chat },
}) => {
  const vera = await visitor(ada, chat.url, 'My invoice is wrong')
  await ada.opens('My invoice is wrong')
  await ada.takes()
  await ben.page.getByRole('button', { name: /^Ben/ }).click()
  await ben.page.getByRole('radio', { name: /^Away/ }).check()
  await ben.page.keyboard.press('Escape')
  await expect(ben.page.getByRole('button', { name: /^Ben.*Away/ })).toBeFocused()

  await ada.composer.focus()
  await ada.page.keyboard.press('Alt+t')
  const dialog = ada.page.getByRole('dialog', { name: 'Transfer the conversation' })
  await expect(dialog.getByRole('combobox')).toBeFocused()
  await ada.page.keyboard.type('be')
  await expect(dialog.getByRole('option')).toHaveText([/Ben.*Away.*\d of \d+ chats/])
  await ada.page.keyboard.press('Enter')
  await expect(dialog.getByRole('textbox', { name: 'Note for whoever gets it' })).toBeFocused()
  await ada.page.keyboard.type('She pays by card')
  await ada.page.keyboard.press('Control+Enter')
  await expect(dialog.getByText('Ben is away.')).toBeVisible()
  await expect(dialog.getByRole('button', { name: 'Transfer anyway' })).toBeFocused()
  await ada.page.keyboard.press('Enter')
  await expect(dialog).toBeHidden()

  await ben.view('My conversations').click()
  await ben.opens('She pays by card')
  await ben.sees('She pays by card')
  await vera.sees('You are being connected with Ben.')
  await expect(vera.messages.getByText('She pays by card')).toHaveCount(0)
  await ben.page.getByRole('button', { name: 'Details' }).click()
  await expect(ben.page.getByText('Transferred to Ben by Admin')).toBeVisible()
  await ben.page.keyboard.press('Escape')

  await expect(ada.page.getByRole('button', { name: 'Take over' })).toBeVisible()
  // The desk is shared with the stories that follow.
  await ben.page.getByRole('button', { name: /^Ben/ }).click()
  await ben.page.getByRole('radio', { name: /^Online/ }).check()
  await expect(ben.page.getByRole('button', { name: /^Ben.*Online/ })).toBeVisible()
})

test('[TR2] priority, tags, snooze and the closing form by keyboard alone', async ({
  desk: { ada, chat },
}) => {
  const form = [
    {
      name: 'cause',
      label: 'Cause',
      type: 'select',
      required: true,
      options: [{ value: 'Dust', label: 'Dust' }],
    },
  ]
  const apps = await (await chat.rest('GET', '/api/v1/apps')).json()
  await chat.rest('PATCH', `/api/v1/apps/${apps.items[0].id}`, { closeForm: form })
  await ada.page.reload()

  await visitor(ada, chat.url, 'The gate beeps')
  await ada.opens('The gate beeps')
  const press = (keys: string) => ada.page.keyboard.press(keys)
  await press('Alt+a')
  await expect(ada.closing).toBeVisible()
  await expect(ada.composer).toBeFocused()

  await press('Alt+p')
  await expect(ada.page.getByRole('menuitem', { name: 'Normal' })).toBeFocused()
  await press('ArrowUp')
  await press('ArrowUp')
  await press('Enter')
  await expect(ada.page.getByRole('img', { name: 'Urgent' }).first()).toBeVisible()
  await expect(ada.composer).toBeFocused()

  await press('Alt+l')
  await expect(ada.page.getByRole('dialog').getByLabel('Tags of the conversation')).toBeFocused()
  await ada.page.keyboard.type('gate')
  await press('Enter')
  await ada.page.getByRole('dialog').getByRole('button', { name: 'Save' }).focus()
  await press('Enter')
  await expect(ada.page.getByRole('dialog')).toHaveCount(0)
  await press('Alt+i')
  await expect(ada.page.getByText('gate', { exact: true })).toBeVisible()
  await press('Escape')

  await press('Alt+s')
  await expect(ada.page.getByRole('menuitem', { name: 'Until the visitor writes' })).toBeFocused()
  await press('Enter')
  await expect(ada.page.getByText(/Snoozed until the visitor writes/).first()).toBeVisible()
  await press('Escape')
  await ada.view('My conversations').click()
  await expect(ada.row('The gate beeps')).toHaveCount(0)
  await ada.view('Snoozed').click()
  await expect(ada.row('The gate beeps')).toBeVisible()
  await ada.row('The gate beeps').click()
  await ada.page.getByRole('button', { name: 'Go on now' }).click()
  await expect(ada.row('The gate beeps')).toHaveCount(0)
  await ada.view('My conversations').click()
  await ada.opens('The gate beeps')

  await press('Alt+c')
  await expect(ada.page.getByRole('menuitem', { name: 'Close as resolved' })).toBeFocused()
  await press('Enter')
  const closing = ada.page.getByRole('dialog', { name: 'Close the conversation' })
  await closing.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(closing.getByText('Please fill this in')).toBeVisible()
  await closing.getByLabel('Cause').selectOption('Dust')
  await closing.getByRole('button', { name: 'Close', exact: true }).last().click()
  await expect(ada.page.getByText('This conversation is closed.')).toBeVisible()
  await chat.rest('PATCH', `/api/v1/apps/${apps.items[0].id}`, { closeForm: null })
})

test('[TR1] a supervisor gives conversations to agents by dragging and by keyboard', async ({
  desk: { ada, ben, chat },
}) => {
  await visitor(ada, chat.url, 'Drag me')
  await visitor(ada, chat.url, 'Type me')
  const { page } = ada
  await page.getByRole('link', { name: 'Team' }).click()
  const queue = page.getByRole('region', { name: 'Queue' })
  const bens = page.getByRole('list', { name: 'Agents' }).locator('> li[aria-label="Ben"]')
  const card = (where: typeof queue, index: number) => where.locator('li').nth(index)
  await expect(card(queue, 1)).toBeVisible()
  await drags(page, card(queue, 0), bens)
  await expect(bens.getByText('Drag me')).toBeVisible()
  await ben.view('My conversations').click()
  await expect(ben.row('Drag me')).toBeVisible()

  await queue.getByRole('button', { name: /^Assign .* to somebody$/ }).focus()
  await page.keyboard.press('Enter')
  await transfersTo(page, 'ben')
  await expect(bens.getByText('Type me')).toBeVisible()
  await expect(queue.getByText('Nobody is waiting')).toBeVisible()
  await expect(ben.row('Type me')).toBeVisible()

  await drags(page, card(bens, 0), queue)
  await expect(queue.getByText(/^Waiting /)).toHaveCount(1)
})

test('[AW6] the palette does what it names, and ? shows every key', async ({ desk: { ada } }) => {
  const { page } = ada
  await page.keyboard.press('Control+k')
  await page.getByPlaceholder('What do you want to do?').fill('snooz')
  await page.keyboard.press('Enter')
  await expect(page.getByRole('heading', { level: 1, name: 'Snoozed' })).toBeVisible()
  await page.keyboard.press('g')
  await page.keyboard.press('q')
  await expect(page.getByRole('heading', { level: 1, name: 'Queue' })).toBeVisible()
  await page.keyboard.press('?')
  await expect(page.getByRole('dialog', { name: 'Keyboard shortcuts' })).toContainText(
    'Take the next who waits',
  )
})

test('[AW8] what comes while the agent is elsewhere is told once, however many tabs there are', async ({
  desk: { ada, ben, chat },
}) => {
  const vera = await visitor(ada, chat.url, 'Anybody there?')
  await expect(ada.row('Anybody there?')).toBeVisible()
  const elsewhere = () => {
    document.hasFocus = () => false
    const told: string[] = []
    Object.assign(window, { told })
    class Recorder {
      static permission = 'granted'
      constructor(title: string) {
        told.push(title)
      }
      close() {}
    }
    const badges: number[] = []
    const setAppBadge = async (count: number) => void badges.push(count)
    Object.defineProperty(navigator, 'setAppBadge', { value: setAppBadge })
    Object.assign(window, { Notification: Recorder, badges })
  }
  await ben.page.addInitScript(elsewhere)
  await ben.page.reload()
  const second = await ben.page.context().newPage()
  await second.addInitScript(elsewhere)
  await second.goto(`${chat.url}/inbox/mine`)
  await expect(second.getByText('My conversations').first()).toBeVisible()
  const told = async () => {
    const lists = await Promise.all(
      [ben.page, second].map((page) => page.evaluate(() => (window as unknown as { told: string[] }).told)),
    )
    return lists.flat()
  }

  await ada.opens('Anybody there?')
  await ada.page.keyboard.press('Alt+t')
  await transfersTo(ada.page, 'ben')
  await expect(agentDesk(second).row('Anybody there?')).toBeVisible()
  await expect.poll(told).toEqual(['A conversation for you'])

  // How much is unread stands on the icon of the installed page and in the title, and no more once nobody is signed in.
  const badge = () => second.evaluate(() => (window as unknown as { badges: number[] }).badges.at(-1))
  await vera.says('I am still here')
  await expect.poll(badge).toBeGreaterThan(0)
  await expect.poll(async () => (await second.title()).startsWith(`(${await badge()})`)).toBe(true)
  await second.getByRole('button', { name: /Ben/ }).click()
  await second.getByRole('button', { name: 'Sign out' }).click()
  await expect(second.getByRole('heading', { name: 'Sign in' })).toBeVisible()
  await expect.poll(badge).toBe(0)
})
