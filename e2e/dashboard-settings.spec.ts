import { gzipSync } from 'node:zlib'
import { expect } from '@playwright/test'
import { asAgent, test } from './steps.ts'

test('[AW6] canned responses are made, changed and deleted, and a wrong one says why beside the field', async ({
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
  // The button that asked for it went with its row: the focus stays on the page.
  await expect(page.locator('#main')).toBeFocused()
})

test('[AG1] [SC1] an admin adds an agent and says what they reach; they sign in, and after the sign-out there is no way back', async ({
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
  const reaches = form.getByLabel('Reaches')
  await form.getByLabel('Role').selectOption('admin')
  await expect(reaches).toBeDisabled()
  await form.getByLabel('Role').selectOption('agent')
  await reaches.selectOption('groups')
  await expect(form.getByText('They see what is of their groups')).toBeVisible()
  await form.getByRole('button', { name: 'Add' }).click()
  await expect(page.getByText('Agent · Own groups only · ben.okafor@example.com')).toBeVisible()
  await page.getByRole('button', { name: 'Edit “Ben Okafor”' }).click()
  await page.getByRole('dialog').getByLabel('Reaches').selectOption('all')
  await page.getByRole('dialog').getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Agent · ben.okafor@example.com')).toBeVisible()

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
  await other.getByRole('button', { name: 'Sign out' }).click()
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

test('[GR1] an admin makes a group, is told what is wrong in it, and is asked before changes are lost', async ({
  page,
  chat,
}) => {
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/groups`)
  await page.getByRole('link', { name: 'Add a group' }).click()
  await page.getByLabel('Greeting').fill('Billing here, how can we help?')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Enter a name')).toBeVisible()
  await page.getByLabel('Name', { exact: true }).fill('Billing')
  await page.getByRole('checkbox', { name: 'Admin' }).check()
  await page.getByLabel('Conversations of this group at once: Admin').fill('2')
  await page.getByRole('combobox', { name: 'Skills that are needed' }).fill('invoices')
  await page.getByLabel('Another group').selectOption('Support')
  await page.getByLabel('After waiting for').fill('5')
  await page.getByRole('button', { name: 'Save' }).click()
  const group = page.getByRole('link', { name: /^Billing 1 member/ })
  await expect(group).toBeVisible()

  await group.click()
  await expect(page.getByLabel('Conversations of this group at once: Admin')).toHaveValue('2 chats')
  await expect(page.getByText('invoices')).toBeVisible()
  await page.getByRole('radio', { name: 'By hand' }).check()
  await page.getByRole('link', { name: 'Team' }).first().click()
  const question = page.getByRole('dialog', { name: 'Leave without saving?' })
  await question.getByRole('button', { name: 'Stay here' }).click()
  await expect(page.getByRole('radio', { name: 'By hand' })).toBeChecked()
  await page.getByRole('button', { name: 'Undo the changes' }).click()
  await expect(page.getByRole('radio', { name: 'By itself' })).toBeChecked()
  await page.getByRole('button', { name: 'Delete the group' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('heading', { name: 'Groups', exact: true })).toBeVisible()
  await expect(group).toHaveCount(0)
})

test('[RT2] [PR1] skills of an agent and the idle time of everybody are set by an admin', async ({
  page,
  chat,
}) => {
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/team`)
  await page.getByRole('button', { name: 'Edit “Admin”' }).click()
  const form = page.getByRole('dialog')
  await form.getByLabel('Skills').fill('invoices')
  await form.getByLabel('Languages').fill('germ')
  await page.getByRole('option', { name: 'German', exact: true }).click()
  await form.getByRole('button', { name: 'Save' }).click()
  await expect(form).toBeHidden()
  await expect(page.getByRole('listitem').filter({ hasText: 'ada@example.com' })).toContainText(
    /invoices.*German/,
  )

  await page.goto(`${chat.url}/settings/presence`)
  await page.getByLabel('Away after').fill('15')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('There are unsaved changes')).toBeHidden()
  await page.reload()
  await expect(page.getByLabel('Away after')).toHaveValue('15 minutes')
  await page.getByLabel('Away after').fill('')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('There are unsaved changes')).toBeHidden()
})

const FIRST_LOAD_BYTES = 250_000

test('the first load of the dashboard is below 250 kB of compressed JavaScript', async ({ chat }) => {
  const html = await (await fetch(chat.url)).text()
  const scripts = [...html.matchAll(/(?:src|href)="(\/assets\/[^"]+\.js)"/g)].map((match) => match[1])
  expect(scripts.length).toBeGreaterThan(1)
  const sizes = scripts.map(async (path) => {
    const code = await (await fetch(`${chat.url}${path}`)).arrayBuffer()
    return gzipSync(code).byteLength
  })
  const total = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0)
  expect(total).toBeLessThan(FIRST_LOAD_BYTES)
})
