import { createVisitorClient, memoryStorage } from '@biometrics/chat-client'
import { expect, type Page } from '@playwright/test'
import { asAgent, test } from './steps.ts'

const HISTORY = 450
/** Fewer than the outbox holds. */
const AT_ONCE = 50

/** A visitor without a screen, who has said these things. */
async function visitorWho(url: string, name: string, says: readonly string[]) {
  const client = createVisitorClient({
    url,
    appId: 'biometrics-web',
    storage: memoryStorage(),
    session: { visitor: { name } },
  })
  const stored = () =>
    Object.values(client.state.threads).reduce(
      (sum, { messages }) => sum + messages.filter(({ senderType }) => senderType === 'user').length,
      0,
    )
  await client.connect()
  const [first = 'Hello', ...others] = says
  const key = client.start({ type: 'text', content: { text: first } })
  for (const [index, text] of others.entries()) {
    client.send(key, { type: 'text', content: { text } })
    if (index % AT_ONCE === 0) await expect.poll(stored).toBeGreaterThan(index)
  }
  await expect.poll(stored).toBe(says.length)
  return client
}

test('[AG1] [AW6] a chat by keyboard alone: open, take, answer with a canned response, close', async ({
  page,
  chat,
}) => {
  const vera = await visitorWho(chat.url, 'Vera Keys', ['May I order by post?'])
  const ada = await asAgent(page, chat.url)
  await page.getByRole('link', { name: 'Skip to the conversations' }).focus()
  await page.keyboard.press('Enter')
  const row = ada.row('Vera Keys')
  while (!(await row.evaluate((element) => element === document.activeElement))) {
    await page.keyboard.press((await page.locator(':focus[data-conversation]').count()) ? 'ArrowDown' : 'Tab')
  }
  await page.keyboard.press('Enter')
  await expect(ada.composer).toBeFocused()
  await page.keyboard.type('/hi')
  await expect(page.getByRole('option').first()).toHaveAttribute('aria-selected', 'true')
  await page.keyboard.press('Tab')
  await expect(ada.composer).toHaveValue(/^Hi Vera Keys!/)
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('Yes, you may.')
  await page.keyboard.press('Enter')
  await expect(ada.messages.getByText(/^Hi Vera Keys!.*Yes, you may\.$/s)).toBeVisible()

  await page
    .getByRole('button', { name: /^(Take|Close)$/ })
    .first()
    .focus()
  if (await page.getByRole('button', { name: 'Take', exact: true }).isVisible()) {
    await page.keyboard.press('Enter')
    const close = ada.closing
    // It may be there before the answer to the last step, and waits for that.
    await expect(close).toBeEnabled()
    await close.focus()
  }
  await page.keyboard.press('Enter')
  await expect(page.getByRole('menuitem', { name: 'Close as resolved' })).toBeVisible()
  await page.getByRole('menuitem', { name: 'Close as resolved' }).focus()
  await page.keyboard.press('Enter')
  await expect(page.getByText('This conversation is closed.')).toBeVisible()
  await expect(ada.messages).toBeFocused()
  vera.destroy()
})

test('[AG1] a long history is read up to its first message, with few of its lines in the page', async ({
  page,
  chat,
}) => {
  const lines = Array.from({ length: HISTORY }, (_, n) => `Line ${n + 1} ${'and more '.repeat(n % 9)}`.trim())
  const victor = await visitorWho(chat.url, 'Victor Long', lines)
  const ada = await asAgent(page, chat.url)
  await ada.opens('Victor Long')
  await expect(ada.messages.getByText(lines.at(-1) ?? '', { exact: true })).toBeInViewport()

  const drawn = await ada.messages.evaluate(scrollToTheBeginning)
  expect(drawn).toBeLessThan(120)
  await expect(ada.messages.getByText('Line 1', { exact: true })).toBeInViewport()
  await page.getByRole('button', { name: 'To the latest' }).click()
  await expect(ada.messages.getByText(lines.at(-1) ?? '', { exact: true })).toBeInViewport()
  // Who is at the end stays there, however wide the window.
  for (const [width, height] of [
    [800, 560],
    [1_600, 700],
  ] as const) {
    await page.setViewportSize({ width, height })
    await expect(ada.messages.getByText(lines.at(-1) ?? '', { exact: true })).toBeInViewport()
  }
  await expect(page.getByRole('button', { name: 'To the latest' })).toBeHidden()
  victor.destroy()
})

/** Scrolls up as a wheel does, page after page, and counts the lines in the page at most. */
async function scrollToTheBeginning(region: Element) {
  const STEP_PX = 160
  const begun = () => region.textContent?.includes('The conversation began')
  let drawn = 0
  for (const end = performance.now() + 40_000; performance.now() < end; ) {
    region.scrollTop -= STEP_PX
    await new Promise((resolve) => requestAnimationFrame(resolve))
    drawn = Math.max(drawn, region.querySelectorAll('[dir="auto"]').length)
    if (region.scrollTop === 0 && begun()) break
  }
  return drawn
}

test('[SY1] drafts of a reply and of a note stay through reloads, each with its conversation', async ({
  page,
  chat,
}) => {
  const vera = await visitorWho(chat.url, 'Vera Drafts', ['Draft one'])
  const victor = await visitorWho(chat.url, 'Victor Drafts', ['Draft two'])
  const ada = await asAgent(page, chat.url)
  await ada.opens('Vera Drafts')
  await ada.composer.fill('half a sen')
  await page.getByText('Note', { exact: true }).click()
  await ada.composer.fill('half a note')
  await ada.opens('Victor Drafts')
  await expect(ada.composer).toHaveValue('')
  await page.reload()
  await ada.opens('Vera Drafts')
  await expect(ada.composer).toHaveValue('half a note')
  await page.getByText('Reply', { exact: true }).click()
  await expect(ada.composer).toHaveValue('half a sen')
  vera.destroy()
  victor.destroy()
})

test('[AW2] [AW6] what was open at one conversation is not open at the next, and undoing stays in its own text', async ({
  page,
  chat,
}) => {
  const older = await visitorWho(chat.url, 'Otto Older', ['The older one'])
  const newer = await visitorWho(chat.url, 'Nora Newer', ['The newer one'])
  const ada = await asAgent(page, chat.url, 'open')
  await ada.opens('Nora Newer')
  await ada.composer.pressSequentially('Good morning /')
  const responses = page.getByRole('listbox', { name: 'Canned responses' })
  await expect(responses).toBeVisible()

  await page.keyboard.press('Alt+j')
  await ada.sees('The older one')
  await expect(responses).toBeHidden()
  await expect(ada.composer).toBeFocused()
  await expect(ada.composer).toHaveValue('')
  await page.keyboard.press('Control+z')
  await expect(ada.composer).toHaveValue('')
  await ada.composer.pressSequentially('Good evening')
  await page.getByRole('button', { name: 'Emoji' }).click()
  await expect(page.getByRole('button', { name: 'Emoji' })).toHaveAttribute('aria-expanded', 'true')

  await page.keyboard.press('Alt+k')
  await ada.sees('The newer one')
  await expect(page.getByRole('button', { name: 'Emoji' })).toHaveAttribute('aria-expanded', 'false')
  await expect(responses).toBeHidden()
  await expect(ada.composer).toHaveValue('Good morning /')
  await expect(ada.composer).toBeFocused()
  for (const visitor of [older, newer]) visitor.destroy()
})

test('[AG1] on a phone, list and conversation are screens of their own', async ({ browser, chat }) => {
  const vera = await visitorWho(chat.url, 'Vera Phone', ['From a small screen'])
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true })
  const page = await context.newPage()
  const ada = await asAgent(page, chat.url)
  await ada.opens('Vera Phone')
  await expect(ada.row('Vera Phone')).toBeHidden()
  await expect(ada.composer).toBeInViewport()
  await page.getByRole('link', { name: 'Back to the list' }).click()
  await expect(ada.row('Vera Phone')).toBeVisible()
  expect(await overflow(page)).toBe(0)
  await context.close()
  vera.destroy()
})

function overflow(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}
