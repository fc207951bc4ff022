import { readFileSync } from 'node:fs'
import path from 'node:path'
import AxeBuilder from '@axe-core/playwright'
import { expect, type Page } from '@playwright/test'
import { ADA, type Installation, install, routeByHand, talking, test as base } from './steps.ts'

/** More than 60 letters with no place to break them. */
const LONG = 'Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamte'

/** A desk where everything has a name that is too long. */
const test = base.extend<object, { chat: Installation }>({
  chat: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the pattern
    async ({}, use) => {
      const chat = await install({
        BOOTSTRAP_ADMIN_EMAIL: ADA.email,
        BOOTSTRAP_ADMIN_PASSWORD: ADA.password,
      })
      await routeByHand(chat)
      await nameEverything(chat)
      await use(chat)
      await chat.remove()
    },
    { scope: 'worker' },
  ],
})

async function nameEverything(chat: Installation): Promise<void> {
  const post = async (address: string, body: unknown, method = 'POST') => {
    const answer = await chat.rest(method, `/api/v1${address}`, body)
    expect(answer.ok, `${address} ${await answer.clone().text()}`).toBe(true)
    return answer.status === 204 ? null : answer.json()
  }
  const { items: apps } = await post('/apps', undefined, 'GET')
  const app = apps[0]
  const { items: agents } = await post('/agents', undefined, 'GET')
  await post(`/apps/${app.id}`, { name: LONG }, 'PATCH')
  await post(`/agents/${agents[0].id}`, { name: LONG, skills: [LONG.slice(0, 50)] }, 'PATCH')
  await post('/groups', { name: LONG, members: [{ agentId: agents[0].id, maxChats: null }] })
  await post('/calendars', {
    name: LONG,
    text: 'Mon-Fri 9-18 CET',
    holidays: [{ name: LONG, date: '2026-12-24', yearly: true, hours: [] }],
  })
  await post('/canned-responses', {
    title: LONG,
    shortcut: '/long',
    content: `${LONG}${LONG}`,
    category: LONG,
  })
  await post('/macros', { name: LONG, shared: true, actions: [{ kind: 'reply', text: LONG }] })
  await post('/articles', { appId: app.id, title: LONG, body: LONG, questions: [LONG] })
  await post('/api-keys', { name: LONG, scopes: ['conversations:read'] })
  await post('/webhooks', {
    url: `https://example.com/${LONG}`,
    description: LONG,
    events: ['message.created'],
  })
  await post('/saved-views', { name: LONG, query: 'status=open&priority=high', shared: true })
  const closeForm = [{ name: 'cause', label: LONG, type: 'text', required: false }]
  await post(`/apps/${app.id}`, { closeForm }, 'PATCH')
}

const PAGES = [
  '/inbox/open',
  '/inbox/unassigned',
  '/inbox/where:status=open&priority=high',
  '/search',
  '/search?q=hello',
  '/mentions',
  '/visitors',
  '/board',
  '/settings/profile',
  '/settings/notices',
  '/settings/canned-responses',
  '/settings/macros',
  '/settings/tags',
  '/settings/team',
  '/settings/groups',
  '/settings/groups/new',
  '/settings/calendars',
  '/settings/calendars/new',
  '/settings/presence',
  '/settings/app',
  '/settings/widget',
  '/settings/bot',
  '/settings/articles',
  '/settings/security',
  '/settings/api-keys',
  '/settings/webhooks',
  '/settings/audit',
  '/settings/privacy',
  '/figures/live',
  '/figures/reports',
  '/figures/staffing',
  '/figures/ratings',
]
/** Without a sign-in, and what tells that they are there. */
const ENTRANCES = ['/login', '/forgotten', '/password', '/setup', '/second-factor']

const RULES_OF_COLOURS = ['color-contrast', 'link-in-text-block']
const WIDTHS = [2_560, 1_280, 768, 390]

test('every route is one of the pages that are looked at', () => {
  const routes = readFileSync(path.join(import.meta.dirname, '../apps/dashboard/src/routes.tsx'), 'utf8')
  const paths = [...routes.matchAll(/\bpath: '(\/[^']+)'/g)].map(([, found]) => found ?? '')
  expect(paths.length).toBeGreaterThan(30)
  const looked = [...ENTRANCES, ...PAGES, '/conversations/', '/bot-flow/'].join('\n')
  const forgotten = paths.filter((one) => !looked.includes(one.replace(/\$\w+$/, '')))
  expect(forgotten).toEqual([])
})

/** What is wider than the window, or begins or ends outside of it where nobody can scroll to it. */
function findWider(): string[] {
  const { scrollWidth, clientWidth } = document.documentElement
  const found = scrollWidth > clientWidth ? [`the page by ${scrollWidth - clientWidth} px`] : []
  const isReachable = (element: Element): boolean => {
    for (let at: Element | null = element; at; at = at.parentElement) {
      const { overflowX, position } = getComputedStyle(at)
      if (overflowX === 'auto' || overflowX === 'scroll') return true
      // What only screen readers read, and what waits outside of the window to come in.
      if (at.clientWidth <= 1 && position === 'absolute') return true
    }
    return false
  }
  for (const element of document.querySelectorAll('#root *')) {
    const { left, right, width, height } = element.getBoundingClientRect()
    if (width === 0 || height === 0 || (left >= -1 && right <= clientWidth + 1)) continue
    if (element.closest('svg, [aria-hidden="true"]') !== null || isReachable(element)) continue
    found.push(
      `${element.tagName}.${element.className} ${Math.round(left)} to ${Math.round(right)}: ${element.textContent?.slice(0, 40)}`,
    )
  }
  return found.slice(0, 5)
}

async function expectFits(page: Page, where: string): Promise<void> {
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 900 })
    await expect.poll(() => page.evaluate(findWider), `${where} at ${width} px`).toEqual([])
  }
  await page.setViewportSize({ width: 1_280, height: 900 })
}

for (const colorScheme of ['light', 'dark'] as const) {
  const also = colorScheme === 'light' ? ', and nothing is wider than the window, from a phone to a wall' : ''
  test(`[AW1] axe finds nothing on any page in ${colorScheme} colours${also}`, async ({ browser, chat }) => {
    test.setTimeout(400_000)
    const context = await browser.newContext({ colorScheme })
    const page = await context.newPage()
    const looksAt = async (where: string) => {
      const axe = new AxeBuilder({ page })
      // Everything else is the same in both.
      if (colorScheme === 'dark') axe.withRules(RULES_OF_COLOURS)
      expect((await axe.analyze()).violations, where).toEqual([])
      if (colorScheme === 'light') await expectFits(page, where)
    }
    for (const where of ENTRANCES) {
      await page.goto(chat.url + where)
      await expect(page.getByRole('heading').first()).toBeVisible()
      await looksAt(where)
    }
    const visitorPage = await context.newPage()
    const { ada, vera } = await talking(chat, page, visitorPage, `Is it ${colorScheme}? ${LONG}`)
    await ada.says(`${LONG}${LONG}`)
    await vera.sees(`${LONG}${LONG}`)
    const conversation = new URL(page.url()).pathname
    await chat.rest('PUT', `/api/v1${conversation}/tags`, { tags: [LONG.slice(0, 50)] })
    await looksAt('an open conversation')
    const first = async (address: string) =>
      (await (await chat.rest('GET', `/api/v1/${address}`)).json()).items.find(
        ({ name }: { name: string }) => name === LONG,
      ).id
    const pages = [
      ...PAGES,
      `/settings/groups/${await first('groups')}`,
      `/settings/calendars/${await first('calendars')}`,
      `/bot-flow/${await first('apps')}`,
    ]
    for (const where of pages) {
      await page.goto(chat.url + where)
      await expect(page.getByRole('heading', { level: 1 })).toBeVisible()
      await expect(page.getByRole('status', { name: 'Loading…' })).toHaveCount(0)
      await looksAt(where)
    }
    await context.close()
  })
}
