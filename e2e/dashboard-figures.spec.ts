import AxeBuilder from '@axe-core/playwright'
import { createVisitorClient, memoryStorage } from '@biometrics/chat-client'
import { expect, type Page, test } from '@playwright/test'
import { fillWeeks } from './fill-weeks.ts'
import { ADA, asAgent, install, routeByHand } from './steps.ts'

/** Nobody else's figures. */
let chat: Awaited<ReturnType<typeof install>>
test.beforeAll(async () => {
  chat = await install({ BOOTSTRAP_ADMIN_EMAIL: ADA.email, BOOTSTRAP_ADMIN_PASSWORD: ADA.password })
  await routeByHand(chat)
})
test.afterAll(() => chat.remove())

async function visitorWho(name: string) {
  const client = createVisitorClient({
    url: chat.url,
    appId: 'biometrics-web',
    storage: memoryStorage(),
    session: { visitor: { name } },
  })
  await client.connect()
  const key = client.start({ type: 'text', content: { text: 'Hello' } })
  await expect.poll(() => client.state.started[key]).toBeTruthy()
  return { client, id: client.state.started[key] ?? '' }
}

const card = (page: Page, name: string) => page.getByRole('region', { name, exact: true })
const value = (page: Page, name: string) => card(page, name).locator('p').first()

async function expectAccessible(page: Page) {
  const { violations } = await new AxeBuilder({ page }).analyze()
  expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([])
}

test('[MX4] the live page moves by itself, without asking; on a wall it is all there is', async ({
  page,
}) => {
  await asAgent(page, chat.url)
  await page.getByRole('link', { name: 'Figures' }).click()
  await expect(page).toHaveURL(/\/figures\/live$/)
  await expect(value(page, 'Agents online')).toHaveText('1')
  await expect(value(page, 'Active chats')).toHaveText('0')
  await expect(card(page, 'Average wait')).toContainText('No wait ended')
  await expect(card(page, 'Agents')).toContainText('Online')

  const vera = await visitorWho('Vera Figures')
  await expect(value(page, 'Queue')).toHaveText('1')
  await expect(card(page, 'Who waits')).toContainText('Vera Figures')
  await chat.rest('POST', `/api/v1/conversations/${vera.id}/take`)
  await expect(value(page, 'Active chats')).toHaveText('1')
  await expect(value(page, 'Queue')).toHaveText('0')
  await expect(card(page, 'Average wait')).toContainText(/n\s1/)
  await expectAccessible(page)

  await page.getByRole('button', { name: 'Wall mode' }).click()
  await expect(page.locator('[data-wall]')).toBeVisible()
  await page.getByRole('button', { name: 'Leave wall mode' }).click()
  await expect(page.locator('[data-wall]')).toHaveCount(0)
  vera.client.destroy()
})

test('[MX2] an admin wants something else, and the tiles turn', async ({ page }) => {
  const { client, id } = await visitorWho('Vera Waits')
  await chat.rest('POST', `/api/v1/conversations/${id}/take`)
  await chat.rest('POST', `/api/v1/conversations/${id}/close`, { resolved: false })
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/figures/live`)
  const tile = page.getByRole('listitem').filter({ hasText: 'Resolved' }).first()
  await expect(tile).toContainText('above 70%')
  await expect(tile).toContainText('Missed')
  await page.getByRole('button', { name: 'Targets' }).click()
  await page.getByLabel('Resolved, in percent').fill('')
  await page.getByLabel('Wait, in seconds').fill('7')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(tile).toContainText('no target')
  await expect(tile).not.toContainText('Missed')
  await expect(page.getByRole('listitem').filter({ hasText: 'below 7 s' })).toBeVisible()
  client.destroy()
})

test('[MX7] a figure opens the conversations behind it, and a rating its comment and its conversation', async ({
  page,
}) => {
  const { client, id } = await visitorWho('Vera Rates')
  await chat.rest('POST', `/api/v1/conversations/${id}/take`)
  await chat.rest('POST', `/api/v1/conversations/${id}/close`, { resolved: true })
  await client.rate(id, 2, 'It took too long')
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/figures/reports`)
  await page.getByRole('button', { name: /^Begun\s*\d/ }).click()
  await expect(page.getByRole('dialog').getByRole('link', { name: /Vera Rates/ })).toBeVisible()
  await page.keyboard.press('Escape')
  await expect(page.getByRole('dialog')).toHaveCount(0)
  await expectAccessible(page)
  await page.getByRole('button', { name: 'As a table' }).first().click()
  await expect(page.getByRole('rowheader').first()).toBeVisible()
  await expectAccessible(page)

  await page.getByRole('link', { name: 'Ratings' }).click()
  await page.getByLabel('Score', { exact: true }).selectOption('2')
  await page.getByLabel('With a comment only').check()
  await expectAccessible(page)
  await page.getByRole('link', { name: /It took too long/ }).click()
  await expect(page).toHaveURL(new RegExp(`/conversations/${id}`))
  client.destroy()
})

test('[MX8] the plan of the week says when there is too little, and draws, tells and exports it when there is enough', async ({
  page,
}) => {
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/figures/staffing`)
  await expect(page.getByText(/There is too little to plan by: 0 of 7 days/)).toBeVisible()
  await expectAccessible(page)

  await fillWeeks(chat.dataDir)
  await page.reload()
  await expect(page.getByRole('heading', { name: 'The week, by half hours' })).toBeVisible()
  const needed = page.locator('.recharts-area-curve')
  await expect(needed).toHaveCount(1)
  const drawn = await needed.getAttribute('d')
  await page.getByLabel('Places of an agent').selectOption('1')
  await expect(needed).not.toHaveAttribute('d', drawn ?? '')
  await expectAccessible(page)
  await page.getByRole('button', { name: 'As a table' }).click()
  await expect(page.getByRole('rowheader')).toHaveCount(336)
  await expect(page.getByRole('rowheader', { name: 'Mon 09:30' })).toBeVisible()
  await expectAccessible(page)
  const download = page.waitForEvent('download')
  await page.getByRole('link', { name: 'CSV' }).click()
  expect((await download).suggestedFilename()).toBe('staffing.csv')
})
