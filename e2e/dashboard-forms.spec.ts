import { expect, type Page } from '@playwright/test'
import { DESK_FORMS, type FormStory, MORE_SETTINGS_FORMS, SETTINGS_FORMS } from './forms.ts'
import { asAgent, type Installation, talking, test } from './steps.ts'

// A step that cannot be done says so before the whole test is out of time.
test.use({ actionTimeout: 30_000 })

const ASKED = 'Leave without saving?'

async function idsFor(chat: Installation): Promise<Record<string, string>> {
  const first = async (path: string) =>
    (await (await chat.rest('GET', `/api/v1/${path}`)).json()).items[0]?.id
  return { group: await first('groups'), app: await first('apps') }
}

/** Whether the browser itself would ask before the tab goes. */
const tabAsks = (page: Page) =>
  page.evaluate(() => !window.dispatchEvent(new Event('beforeunload', { cancelable: true })))

/** Who works by keyboard is somewhere on the page, not at its very beginning again. */
const keepsFocus = (page: Page) =>
  expect.poll(() => page.evaluate(() => document.activeElement !== document.body)).toBe(true)

/** What the page sends is spoiled on its way, so that the server itself refuses it. */
async function spoils(page: Page, path: string, value: unknown) {
  await page.route('**/api/v1/**', (route) => {
    if (route.request().method() === 'GET') return route.continue()
    const body = route.request().postDataJSON()
    const steps = path.split('.')
    const last = steps.pop() ?? ''
    const place = steps.reduce((inside, step) => inside[step], body)
    place[last] = value
    return route.continue({ postData: JSON.stringify(body) })
  })
}

/** Changes something in it, tries every way out, and sends what the server refuses. */
async function keeps(page: Page, url: string, story: FormStory, ids: Record<string, string>) {
  await page.goto(url + story.path.replace(/\{(\w+)\}/g, (_, name) => ids[name] ?? name))
  await story.open?.(page)
  const form = story.dialog === undefined ? page : page.getByRole('dialog', { name: story.dialog })
  const field = story.field(form)
  await expect(field).toBeVisible()
  expect(await tabAsks(page), 'nothing is changed yet').toBe(false)
  await story.fillsFirst?.(page)
  // Where words are proposed, those go first by Escape.
  const leavesField = async () => {
    if (story.proposes) await field.press('Tab')
  }
  if (await field.evaluate((element) => element.tagName === 'SELECT')) await field.selectOption(story.text)
  else if (story.proposes) await field.pressSequentially(story.text)
  else await field.fill(story.text)
  await leavesField()
  const shown = await field.inputValue()

  const question = page.getByRole('dialog', { name: ASKED })
  const stays = async () => {
    await question.getByRole('button', { name: 'Stay here' }).click()
    await expect(question).toBeHidden()
    await expect(field).toHaveValue(shown)
  }
  await expect.poll(() => tabAsks(page)).toBe(true)
  if (story.dialog === undefined) {
    await page.getByRole('link', { name: 'Visitors' }).click()
    await stays()
  } else {
    await page.keyboard.press('Escape')
    await expect(question).toBeVisible()
    // The same key answers it, and does not ask once more.
    await page.keyboard.press('Escape')
    await expect(question).toBeHidden()
    await leavesField()
    await page.mouse.click(4, 4)
    await stays()
  }

  if (story.spoil) {
    await spoils(page, ...story.spoil)
    const sends = form.getByRole('button', { name: story.button, exact: true })
    await sends.and(page.locator(':enabled')).first().click()
    await expect(field).toHaveAccessibleDescription(/Not accepted: ./)
    await expect(field).toHaveValue(shown)
    await page.unroute('**/api/v1/**')
  }

  await leavesField()
  if (story.dialog === undefined) await page.getByRole('link', { name: 'Visitors' }).click()
  else await page.keyboard.press('Escape')
  await question.getByRole('button', { name: 'Leave without saving' }).click()
  await expect(field).toBeHidden()
  await keepsFocus(page)
  expect(await tabAsks(page)).toBe(false)
}

for (const [where, stories] of [
  ['the settings', SETTINGS_FORMS],
  ['the other settings', MORE_SETTINGS_FORMS],
] as const) {
  test(`[AW13] [AW6] every form of ${where} says what is wrong beside the field, asks before changes go, and gives the focus back`, async ({
    page,
    chat,
  }) => {
    test.setTimeout(400_000)
    await asAgent(page, chat.url)
    await chat.rest('POST', '/api/v1/macros', {
      name: 'Thanks',
      shared: true,
      actions: [{ kind: 'reply', text: 'Thank you!' }],
    })
    const ids = await idsFor(chat)
    for (const story of stories) await test.step(story.file, () => keeps(page, chat.url, story, ids))
  })
}

test('[AW13] [AW6] every form at the desk asks before changes go, and gives the focus back', async ({
  page,
  chat,
  browser,
}) => {
  test.setTimeout(400_000)
  const visitors = await browser.newContext()
  const { vera } = await talking(chat, page, await visitors.newPage(), 'Which form is lost?')
  await vera.sees('Which form is lost?')
  const ids = { conversation: new URL(page.url()).pathname.split('/').at(-1) ?? '' }
  await chat.rest('PUT', `/api/v1/conversations/${ids.conversation}/tags`, { tags: ['forms'] })
  const { app } = await idsFor(chat)
  const closeForm = [
    {
      name: 'cause',
      label: 'Cause',
      type: 'select',
      required: true,
      options: [{ value: 'Dust', label: 'Dust' }],
    },
  ]
  await chat.rest('PATCH', `/api/v1/apps/${app}`, { closeForm })
  const others = await browser.newContext()
  const looking = await others.newPage()
  await looking.goto(`${chat.url}/chat/biometrics-web`)
  await expect(looking.getByRole('textbox', { name: 'Message' })).toBeVisible()
  await page.setViewportSize({ width: 1_500, height: 900 })
  for (const story of DESK_FORMS) await test.step(story.file, () => keeps(page, chat.url, story, ids))
  await chat.rest('PATCH', `/api/v1/apps/${app}`, { closeForm: null })
  await Promise.all([visitors.close(), others.close()])
})
