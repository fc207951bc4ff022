import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { asAgent, test } from './steps.ts'

test('canned responses are made, changed and deleted, and a wrong one says why beside the field', async ({
  page,
  chat,
}) => {
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/canned-responses`)
  await page.getByRole('button', { name: 'Add', exact: true }).click()
  const form = page.getByRole('dialog', { name: 'New canned response' })
  await form.getByLabel('Title').fill('Opening hours')
  await form.getByLabel('Shortcut').fill('hours')
  await form.getByLabel('Text').fill('We are here from nine to five.')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form.getByText(/Begin with a slash/)).toBeVisible()
  await form.getByLabel('Shortcut').fill('/hours')
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()

  await page.getByRole('button', { name: 'Edit “Opening hours”' }).click()
  await page.getByRole('dialog').getByLabel('Title').fill('When we are here')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('When we are here')).toBeVisible()

  await page.getByRole('button', { name: 'Delete “When we are here”' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByText('When we are here')).toHaveCount(0)
})

test('[AG1] an admin adds an agent, who signs in; after the sign-out there is no way back', async ({
  page,
  chat,
  browser,
}) => {
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/team`)
  await page.getByRole('button', { name: 'Add an agent' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Name').fill('Ben Okafor')
  await form.getByLabel('E-mail').fill('ben.okafor@example.com')
  await form.getByRole('textbox', { name: 'First password' }).fill('staple battery horse')
  await form.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByText('ben.okafor@example.com')).toBeVisible()

  const other = await (await browser.newContext()).newPage()
  await other.goto(`${chat.url}/settings/profile`)
  await other.getByLabel('E-mail').fill('ben.okafor@example.com')
  await other.getByRole('textbox', { name: 'Password' }).fill('wrong wrong wrong')
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(other.getByRole('alert')).toHaveText('E-mail or password is wrong.')
  await other.getByRole('textbox', { name: 'Password' }).fill('staple battery horse')
  await other.getByRole('button', { name: 'Sign in' }).click()
  await expect(other.getByRole('heading', { name: 'Profile' })).toBeVisible()
  await other.getByRole('button', { name: /Ben Okafor/ }).click()
  await other.getByRole('menuitem', { name: 'Sign out' }).click()
  await expect(other.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await other.goto(`${chat.url}/inbox/mine`)
  await expect(other.getByRole('button', { name: 'Sign in' })).toBeVisible()
  await other.context().close()
})

test('the language changes at once and stays', async ({ page, chat }) => {
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/profile`)
  await page.getByLabel('Language').selectOption('de')
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible()
  await page.reload()
  await expect(page.getByRole('heading', { name: 'Einstellungen' })).toBeVisible()
  await expect(page.locator('html')).toHaveAttribute('lang', 'de')
})

const PAGES = [
  '/inbox/open',
  '/settings/profile',
  '/settings/canned-responses',
  '/settings/team',
  '/settings/app',
]

for (const colorScheme of ['light', 'dark'] as const) {
  test(`axe finds nothing on any page in ${colorScheme} colours`, async ({ browser, chat }) => {
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    await page.goto(`${chat.url}/login`)
    await expect(page.getByRole('heading', { name: 'Sign in' })).toBeVisible()
    expect((await new AxeBuilder({ page }).analyze()).violations).toEqual([])
    await asAgent(page, chat.url)
    for (const path of PAGES) {
      await page.goto(chat.url + path)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('status', { name: 'Loading…' })).toHaveCount(0)
      expect((await new AxeBuilder({ page }).analyze()).violations, path).toEqual([])
    }
    await context.close()
  })
}
