import { expect, test as base } from '@playwright/test'
import { ADA, asAgent, install, visitorChat } from './steps.ts'

/** An installation of its own: what is set here is what every visitor meets. */
const test = base.extend<{ chat: Awaited<ReturnType<typeof install>> }>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
  chat: async ({}, use) => {
    const chat = await install({ BOOTSTRAP_ADMIN_EMAIL: ADA.email, BOOTSTRAP_ADMIN_PASSWORD: ADA.password })
    await use(chat)
    await chat.remove()
  },
})

test('[WD1] [WD3] [WD4] an admin sets how the chat looks, greets and asks, sees it beside the form, and visitors meet it', async ({
  chat,
  page,
  browser,
}) => {
  const app = async () => (await (await chat.rest('GET', '/api/v1/apps')).json()).items[0]
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/app`)
  await page.getByRole('link', { name: 'Chat window' }).click()
  const preview = page.frameLocator('iframe[title="Preview"]')
  await expect(preview.locator('button.launcher')).toBeVisible()

  const color = page.getByRole('textbox', { name: 'Colour', exact: true })
  await color.fill('#ffd400')
  await expect(
    page.getByText('Black letters on it: 14.2 to 1. It is hard to see on a white page', { exact: false }),
  ).toBeVisible()
  await page.getByRole('combobox', { name: 'Place' }).selectOption('Bottom left')
  await page.getByRole('textbox', { name: 'Words' }).fill('Welcome to the shop')
  await page
    .getByRole('spinbutton', { name: 'After' })
    .or(page.getByRole('textbox', { name: 'After' }))
    .fill('3')
  await page.getByRole('textbox', { name: 'On pages' }).fill('/chat*')
  await expect(preview.getByText('Welcome to the shop')).toBeVisible()

  await page.getByRole('switch', { name: 'Ask before the first message' }).check()
  await page.getByRole('button', { name: 'Add a field' }).click()
  const first = page.getByRole('group', { name: 'Field 1' })
  await first.getByRole('textbox', { name: 'Question' }).fill('Name')
  await first.getByRole('button', { name: 'One for each language' }).click()
  await first.getByRole('combobox', { name: 'Add a language' }).selectOption('German')
  await first.getByRole('textbox', { name: 'Question, German' }).fill('Ihr Name')
  await first.getByRole('textbox', { name: 'Kept as' }).fill('name')
  await first.getByRole('checkbox', { name: 'Must be answered' }).check()
  await page.getByRole('button', { name: 'Add a field' }).click()
  const second = page.getByRole('group', { name: 'Field 2' })
  await second.getByRole('combobox', { name: 'Kind' }).selectOption('Choice')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(second.getByText('Enter a question')).toBeVisible()
  await expect(second.getByText('Enter at least one choice')).toBeVisible()
  expect((await app()).color).not.toBe('#ffd400')
  await second.getByRole('textbox', { name: 'Question' }).fill('Topic')
  await second.getByRole('textbox', { name: 'Choices' }).fill('Orders\nBills')

  // The button is fixed in its frame: only the frame itself can be brought into sight.
  const previewFrame = page.locator('iframe[title="Preview"]')
  await previewFrame.scrollIntoViewIfNeeded()
  // It is loaded anew a moment after the last change, and a chat that was opened before would be gone.
  await expect(previewFrame).toHaveAttribute('src', /Bills/)
  await preview.locator('button.launcher').click()
  const asked = preview.frameLocator('iframe')
  await expect(asked.getByRole('textbox', { name: 'Name' })).toBeVisible()
  await expect(asked.getByRole('combobox', { name: 'Topic' })).toBeVisible()
  if (process.env.SHOTS)
    for (const colorScheme of ['light', 'dark'] as const)
      for (const width of [1280, 390]) {
        await page.setViewportSize({ width, height: 900 })
        await page.emulateMedia({ colorScheme })
        await page.screenshot({ path: `${process.env.SHOTS}/widget-${width}-${colorScheme}.png` })
        await second.scrollIntoViewIfNeeded()
        await page.screenshot({ path: `${process.env.SHOTS}/widget-form-${width}-${colorScheme}.png` })
        await color.scrollIntoViewIfNeeded()
      }
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('There are unsaved changes')).toBeHidden()
  expect(await app()).toMatchObject({
    color: '#ffd400',
    position: 'bottom-left',
    greeting: 'Welcome to the shop',
    greetingRules: { afterSeconds: 3, urlPattern: '/chat*' },
    prechatForm: {
      enabled: true,
      fields: [
        { name: 'name', label: { en: 'Name', de: 'Ihr Name' }, type: 'text', required: true },
        { name: 'topic', label: 'Topic', type: 'select', options: ['Orders', 'Bills'] },
      ],
    },
  })
  await expect(page.getByText(/greeting: 'Welcome to the shop',\s+color: '#ffd400'/)).toBeVisible()

  const german = await browser.newContext({ locale: 'de-DE' })
  const visitorPage = await german.newPage()
  await visitorPage.goto(`${chat.url}/chat/biometrics-web`)
  const { frame } = visitorChat(visitorPage)
  await expect(frame.getByRole('textbox', { name: 'Ihr Name' })).toBeVisible()
  await german.close()
})
