import { expect } from '@playwright/test'
import { ADA, type Installation, talking, test } from './steps.ts'

const MESSAGES = 10_000
const AT_ONCE = 200
const LAST = 'That was the last of them'
/** Far below the number of messages: what is not near the screen is not in the page. */
const NODES_MAX = 3_000

test('[AG1] [AW7] 10,000 messages can be scrolled up to the first, page by page, without all of them in the page', async ({
  page,
  chat,
  visitorContext,
}) => {
  const visitorPage = await visitorContext.newPage()
  const { ada, vera } = await talking(chat, page, visitorPage, 'This is going to be long')
  const id = new URL(page.url()).pathname.split('/').at(-1) as string
  // Nobody looks while it grows, so that drawing does not hold up the sending.
  await Promise.all([page, visitorPage].map((one) => one.goto('about:blank')))
  await fill(chat, id)
  await page.goto(`${chat.url}/conversations/${id}`)
  await ada.sees(LAST)

  await ada.messages.hover()
  const first = ada.messages.getByText('This is going to be long', { exact: true })
  let scrolls = 0
  while (!(await first.isVisible())) {
    await page.mouse.wheel(0, -20_000)
    await page.evaluate(() => new Promise(requestAnimationFrame))
    expect(scrolls++, 'the first message never came').toBeLessThan(5_000)
  }
  expect(await page.evaluate(() => document.getElementsByTagName('*').length)).toBeLessThan(NODES_MAX)
  await page.getByRole('button', { name: /latest/ }).click()
  await ada.sees(LAST)

  // What somebody comes for from a search is there at once, however far above it lies.
  await page.goto(`${chat.url}/conversations/${id}?at=2000`)
  await expect(ada.messages.locator('[data-found]')).toContainText('Number')
  await ada.messages.hover()
  await page.mouse.wheel(0, 4_000)
  await expect(ada.messages.locator('[data-found]')).not.toBeInViewport()
  await page.getByRole('button', { name: /latest/ }).click()
  await ada.sees(LAST)
  await ada.says(`Enough, says ${ADA.name}`)
  await visitorPage.goto(`${chat.url}/chat/biometrics-web`)
  await vera.sees(`Enough, says ${ADA.name}`)
})

async function fill(chat: Installation, conversationId: string) {
  for (let start = 1; start <= MESSAGES; start += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => start + index)
    await Promise.all(
      numbers.map(async (number) => {
        const body = { type: 'text', content: { text: `Number ${number}` } }
        const sent = await chat.rest('POST', `/api/v1/conversations/${conversationId}/messages`, body)
        expect(sent.status).toBe(201)
      }),
    )
  }
  const body = { type: 'text', content: { text: LAST } }
  await chat.rest('POST', `/api/v1/conversations/${conversationId}/messages`, body)
}
