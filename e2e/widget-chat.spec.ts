import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { type Installation, launcherOf, opensWidget, test, visitorChat, visitsDemo } from './steps.ts'

const PHONE = { width: 390, height: 780 }

/** Answers the newest conversation over REST. */
async function answers(chat: Installation, type: string, content: unknown): Promise<void> {
  const { items } = await (await chat.rest('GET', '/api/v1/conversations?limit=200')).json()
  const newest = items.sort((a: { createdAt: string }, b: { createdAt: string }) =>
    a.createdAt < b.createdAt ? 1 : -1,
  )[0]
  const sent = await chat.rest('POST', `/api/v1/conversations/${newest.id}/messages`, { type, content })
  expect(sent.status).toBe(201)
}

/** Waits until nothing fades any more, as axe looks at colours. */
async function violations(page: Page): Promise<string[]> {
  await page.evaluate(() => Promise.all(document.getAnimations().map((one) => one.finished.catch(() => {}))))
  const { violations: found } = await new AxeBuilder({ page }).analyze()
  return found.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`)
}

test('[WG1] on a phone the chat fills the screen and the letters are large enough not to zoom', async ({
  browser,
  chat,
}) => {
  const context = await browser.newContext({ viewport: PHONE, hasTouch: true, isMobile: true })
  const page = await context.newPage()
  await visitsDemo(page, chat.url)
  const vera = await opensWidget(page)
  expect(await page.locator('iframe').boundingBox()).toEqual({ x: 0, y: 0, ...PHONE })
  const letters = await vera.composer.evaluate((field) => Number.parseFloat(getComputedStyle(field).fontSize))
  expect(letters).toBeGreaterThanOrEqual(16)
  await expect(launcherOf(page)).toBeHidden()
  await page.frameLocator('iframe').getByRole('button', { name: 'Close chat' }).tap()
  await expect(launcherOf(page)).toBeVisible()
  await context.close()
})

test('[MS1] [WD9] a whole chat by keyboard alone', async ({ page, chat }) => {
  await visitsDemo(page, chat.url)
  const launcher = launcherOf(page)
  await launcher.focus()
  await page.keyboard.press('Enter')
  const vera = visitorChat(page.frameLocator('iframe'))
  await expect(vera.composer).toBeFocused()
  await page.keyboard.type('First line')
  await page.keyboard.press('Shift+Enter')
  await page.keyboard.type('second line')
  await page.keyboard.press('Enter')
  await page.keyboard.type('typed while it begins')
  await expect(vera.messages.getByText('First line\nsecond line')).toBeVisible()
  await expect(vera.messages.getByLabel('Sent')).toBeVisible()
  await expect(vera.composer).toHaveValue('typed while it begins')
  await expect(vera.composer).toBeFocused()

  await answers(chat, 'quick_reply', {
    text: 'Left or right?',
    options: [
      { title: 'Left', value: 'l' },
      { title: 'Right', value: 'r' },
    ],
  })
  const left = vera.messages.getByRole('button', { name: 'Left' })
  await expect(left).toBeVisible()
  await page.keyboard.press('Shift+Tab')
  for (
    let steps = 0;
    steps < 6 && !(await left.evaluate((it) => it === document.activeElement));
    steps += 1
  ) {
    await page.keyboard.press('Shift+Tab')
  }
  await page.keyboard.press('Space')
  await expect(vera.messages.getByRole('button', { name: 'Right' })).toBeDisabled()
  await expect(vera.messages.getByText('Left', { exact: true })).toHaveCount(2)

  await page.keyboard.press('Escape')
  await expect(launcher).toBeFocused()
})

for (const colorScheme of ['light', 'dark'] as const) {
  test(`[MS1] axe finds nothing to complain about, ${colorScheme}`, async ({ browser, chat }) => {
    const context = await browser.newContext({ colorScheme, viewport: { width: 800, height: 900 } })
    const page = await context.newPage()
    await page.goto(`${chat.url}/chat/biometrics-web`)
    const vera = visitorChat(page)
    await expect(vera.composer).toBeVisible()
    expect(await violations(page)).toEqual([])
    await vera.says('What do your readers cost? See https://shop.example.test/list')
    await expect(vera.messages.getByLabel('Sent')).toBeVisible()
    await answers(chat, 'quick_reply', {
      text: 'Which one?',
      options: [{ title: 'Touch One', value: 'one' }],
    })
    await answers(chat, 'carousel', {
      cards: [
        {
          title: 'Touch One',
          subtitle: 'For doors',
          buttons: [{ title: 'This one', type: 'reply', value: 'one' }],
        },
        {
          title: 'Glance',
          buttons: [{ title: 'Read more', type: 'link', value: 'https://shop.example.test' }],
        },
      ],
    })
    await answers(chat, 'file', { url: 'https://shop.example.test/list.pdf', name: 'list.pdf', size: 1200 })
    await answers(chat, 'system', { message: 'A colleague reads along' })
    await vera.sees('A colleague reads along')
    expect(await violations(page)).toEqual([])
    await vera.messages.getByRole('button', { name: 'Touch One' }).click()
    await expect(vera.messages.getByRole('button', { name: 'This one' })).toBeEnabled()
    await page.getByRole('button', { name: 'More' }).click()
    await page.getByRole('button', { name: 'End chat' }).click()
    expect(await violations(page)).toEqual([])
    await page.getByRole('dialog').getByRole('button', { name: 'End chat' }).click()
    await page.getByRole('radio', { name: '4 stars' }).check({ force: true })
    expect(await violations(page)).toEqual([])
    await page.getByRole('button', { name: 'Send rating' }).click()
    await expect(page.getByText('Thank you for your rating')).toBeVisible()
    await page.getByRole('button', { name: 'All conversations' }).click()
    await expect(page.getByRole('heading', { name: 'Your conversations' })).toBeVisible()
    expect(await violations(page)).toEqual([])
    await context.close()
  })
}

test('[SY1] what is written without a connection waits, is seen to wait, and goes out in order', async ({
  browser,
  chat,
}) => {
  const context = await browser.newContext({ locale: 'de-DE' })
  const page = await context.newPage()
  await page.goto(`${chat.url}/chat/biometrics-web`)
  const composer = page.getByRole('textbox', { name: 'Nachricht' })
  const messages = page.getByRole('log', { name: 'Nachrichten' })
  await expect(composer).toBeVisible()
  await context.setOffline(true)
  await expect(page.getByText('Keine Verbindung.')).toBeVisible()
  for (const words of ['eins', 'zwei', 'drei']) {
    await composer.fill(words)
    await composer.press('Enter')
  }
  await expect(messages.getByLabel('Wartet auf das Senden')).toHaveCount(1)
  await context.setOffline(false)
  await expect(messages.getByLabel('Gesendet', { exact: true }).last()).toBeVisible()
  await expect(messages.getByText(/^(eins|zwei|drei)$/)).toHaveText(['eins', 'zwei', 'drei'])
  await expect(page.getByText('Keine Verbindung.')).toBeHidden()
  await context.close()
})

test('[MS4] older messages come in above without moving what is read', async ({ page, chat }) => {
  await page.goto(`${chat.url}/chat/biometrics-web`)
  const vera = visitorChat(page)
  await vera.says('Tell me everything')
  await expect(vera.messages.getByLabel('Sent')).toBeVisible()
  for (let count = 1; count <= 130; count += 1) await answers(chat, 'text', { text: `Chapter ${count}` })
  await vera.sees('Chapter 130')
  await page.reload()
  await vera.sees('Chapter 130')
  await expect(vera.messages.getByText('Chapter 60', { exact: true })).toHaveCount(0)
  /** Looks at the first row in sight, after scrolling there if it is told where. */
  const look = (scrollTop?: number) =>
    vera.messages.evaluate((box, top) => {
      if (top !== undefined) box.scrollTop = top
      const rows = [...box.querySelectorAll('li')]
      const edge = box.getBoundingClientRect().top
      const first = rows.find((row) => row.getBoundingClientRect().top > edge)
      const place = Math.round(first?.getBoundingClientRect().top ?? 0)
      return { rows: rows.length, words: first?.textContent, place }
    }, scrollTop)
  const before = await look(400)
  await expect.poll(async () => (await look()).rows).toBeGreaterThan(before.rows)
  const { words, place } = await look()
  expect(words).toBe(before.words)
  expect(Math.abs(place - before.place)).toBeLessThanOrEqual(1)
  await page.getByRole('button', { name: 'Jump to the latest message' }).click()
  await expect(vera.messages.getByText('Chapter 130', { exact: true })).toBeInViewport()
})

test('[VS1] an app that does not exist is refused in words', async ({ page, chat }) => {
  await page.goto(`${chat.url}/chat/nobodys-app`)
  await expect(page.getByText('This chat does not exist.')).toBeVisible()
})
