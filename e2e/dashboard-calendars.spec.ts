import AxeBuilder from '@axe-core/playwright'
import { expect } from '@playwright/test'
import { asAgent, test } from './steps.ts'

test.use({ timezoneId: 'Europe/Berlin' })

test('[HR3] hours are made of text and by hand, a holiday is added, and the tester says what a visitor would see', async ({
  page,
  chat,
}) => {
  await asAgent(page, chat.url)
  await page.goto(`${chat.url}/settings/calendars`)
  await page.getByRole('link', { name: 'Add' }).click()
  await page.getByLabel('Name', { exact: true }).fill('Office')

  const text = page.getByLabel('Take hours from a text')
  await text.fill('Mon-Fri 9:00-18:00 Mars')
  await page.getByRole('button', { name: 'Take over' }).click()
  await expect(page.getByText('"Mars" is no day, time or time zone')).toBeVisible()
  await text.fill('Mon-Thu 9-17, Fri 9-13 PST')
  await text.press('Enter')
  await expect(page.getByRole('combobox', { name: 'Time zone' })).toHaveValue(/^America\/Los Angeles/)
  await expect(page.getByLabel('Friday, end 1')).toHaveValue('13:00')
  await page.getByRole('combobox', { name: 'Time zone' }).fill('Lisbon')
  await page.getByRole('option', { name: /Lisbon/ }).click()

  await page.getByRole('button', { name: 'Saturday: one more range' }).click()
  await page.getByLabel('Saturday, begin 1').fill('22:00')
  await page.getByLabel('Saturday, end 1').fill('02:00')
  await expect(page.getByText('next day')).toBeVisible()
  await page.getByRole('button', { name: 'Friday: one more range' }).click()
  await page.getByLabel('Friday, begin 2').fill('12:00')
  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByText('Ranges of one day must not overlap')).toBeVisible()
  await page.getByRole('button', { name: 'Friday: remove range 2' }).click()

  await page.getByRole('button', { name: 'Add a holiday' }).click()
  await page.getByLabel('Date').fill('2026-12-25')
  await page.getByLabel('Name of the day').fill('Christmas')
  await page.getByLabel('Every year').check()

  const moment = page.getByLabel('At this moment')
  await moment.fill('2027-12-25T10:00')
  await expect(page.getByText('Closed: visitors leave a message')).toBeVisible()
  await expect(page.getByText('the holiday “Christmas”')).toBeVisible()
  await moment.fill('2027-07-05T10:00')
  await expect(page.getByText('Open: visitors can chat')).toBeVisible()
  await expect(page.getByText(/17:00|5:00\sPM/)).toBeVisible()

  await page.getByRole('button', { name: 'Save' }).click()
  await expect(page.getByRole('link', { name: /Office/ })).toContainText(
    'Mon-Thu 9:00-17:00; Fri 9:00-13:00; Sat 22:00-2:00 Europe/Lisbon',
  )

  await page.getByRole('link', { name: /Office/ }).click()
  await expect(page.getByLabel('Name of the day')).toHaveValue('Christmas')
  await page.getByRole('button', { name: 'Delete', exact: true }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Delete' }).click()
  await expect(page.getByRole('link', { name: /Office/ })).toHaveCount(0)
})

for (const [width, colorScheme] of [
  [1_280, 'light'],
  [390, 'dark'],
] as const) {
  test(`calendars at ${width} px in ${colorScheme} colours: axe finds nothing, nothing is wider than the page`, async ({
    browser,
    chat,
  }) => {
    // Looking at every element twice takes its time where others work too.
    test.slow()
    const added = await chat.rest('POST', '/api/v1/calendars', {
      name: `Support ${width} ${colorScheme}`,
      text: 'Mon-Thu 9-12, 13-18; Fri 9-16; Sat 22-2 CET',
      holidays: [
        {
          name: 'Christmas Eve',
          date: '2026-12-24',
          yearly: true,
          hours: [{ from: '09:00', to: '12:00' }],
        },
      ],
    })
    const { id } = await added.json()
    const context = await browser.newContext({ colorScheme, viewport: { width, height: 900 } })
    const page = await context.newPage()
    await asAgent(page, chat.url)
    for (const path of ['/settings/calendars', `/settings/calendars/${id}`]) {
      await page.goto(chat.url + path)
      await expect(page.getByRole('heading', { level: 2 }).last()).toBeVisible({ timeout: 30_000 })
      await expect(page.getByRole('status', { name: 'Loading…' })).toHaveCount(0)
      expect((await new AxeBuilder({ page }).analyze()).violations, path).toEqual([])
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(width)
    }
    await expect(page.getByText(/visitors (can chat|leave a message)$/)).toBeVisible()
    await context.close()
  })
}
