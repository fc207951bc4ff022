import { join } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import { type Browser, chromium, type Page } from '@playwright/test'
import { sql } from 'kysely'
import { type Child, startChild } from '../../tooling/child.ts'
import { percentile } from '../../tooling/percentile.ts'
import { CHROMIUM_ARGUMENTS } from '../../tooling/test/chromium-arguments.ts'
import { findChromium } from '../../tooling/test/find-chromium.ts'
import { table } from '../lib/table.ts'
import { type DeskWorld, startDeskWorld, type Talk } from './desk-world.ts'
import { trace } from './main-thread.ts'
import { watchPage } from './page-clock.ts'
import { countQueries, describeQueries, whatGrew } from './queries.ts'

const ARGUMENTS = [...CHROMIUM_ARGUMENTS, '--js-flags=--expose-gc']
const FEW = 1_000
const LOADS = 5
const SWITCHES = 20
const SECONDS = 6
const RATE = 50
/** So few that each is drawn by itself. */
const SLOW_RATE = 10
const WRITERS = 400
const FIRST_HEAP = 100
const MESSAGES = '[aria-label="Messages"]'
const ROW = '[data-conversation]'

export interface DashboardOptions {
  open: number
  long: number
  switches: number
  /** The parts that are measured; left out, all of them. */
  only?: string[] | undefined
}

const PARTS = ['list', 'long', 'scroll', 'events', 'switches', 'queries'] as const
type Part = (typeof PARTS)[number]

type Row = [what: string, measured: string, goal: string]

/** What an agent waits for, and what the page does meanwhile, with very many conversations open. */
export async function measureDashboard(options: DashboardOptions): Promise<string> {
  const wants = wanted(options.only)
  const world = await startDeskWorld()
  const writers = startChild(join(import.meta.dirname, '../lib/talk-process.ts'))
  let browser: Browser | undefined
  try {
    const queries = await fill(world, options, wants('queries'))
    const long = world.talks.at(-1) as Talk
    await world.lengthen(long, options.long)

    browser = await chromium.launch({ executablePath: await findChromium(), args: ARGUMENTS })
    const page = await browser.newPage({ viewport: { width: 1_440, height: 900 } })
    const rows: Row[] = []
    const add = (more: Row[]) => {
      for (const row of more) console.error(row.join(': '))
      rows.push(...more)
    }
    await signIn(page, world)
    if (wants('list')) add(await paint(page))
    if (wants('long')) add(await openLongest(page, world, long, options.long))
    if (wants('scroll')) add(await scroll(browser, page, options.open))
    if (wants('events')) add(await hear(browser, page, world, writers))
    if (wants('switches')) add(await change(page, world, options.switches))
    return [
      `Chromium ${browser.version()} without a GPU, 1440 × 900; ${options.open.toLocaleString('en')} open conversations in the view; times to the frame that shows it.`,
      table(['', 'measured', 'goal'], rows),
      ...queries,
    ].join('\n\n')
  } finally {
    await browser?.close()
    await writers.stop()
    await world.stop()
  }
}

function wanted(only: string[] | undefined): (part: Part) => boolean {
  const unknown = only?.find((name) => !PARTS.some((part) => part === name))
  if (unknown !== undefined)
    throw new RangeError(`--only takes ${PARTS.join(', ')}; there is no "${unknown}".`)
  return (part) => only === undefined || only.includes(part)
}

/** So many open conversations; what an event asks for is counted with few and with all of them. */
async function fill(world: DeskWorld, { open }: DashboardOptions, counts: boolean): Promise<string[]> {
  const first = Math.min(FEW, open)
  await world.open(first)
  const few = counts && (await countQueries(world, 20))
  await world.open(open - world.talks.length)
  const many = counts && (await countQueries(world, 20))
  if (!few || !many) return []
  for (const line of whatGrew(few, many)) console.error(line)
  return [
    `What one event asks PostgreSQL for, with ${first.toLocaleString('en')} and with ${open.toLocaleString('en')} open conversations; left out is what comes less than once an event (gathered, or by the clock) and the lists' counts, which are read at most once a second however many events there are:`,
    describeQueries(few, many, [first, open]),
  ]
}

async function signIn(page: Page, { url, admin }: DeskWorld): Promise<void> {
  await watchPage(page)
  await page.goto(`${url}/inbox/open`)
  await page.getByLabel('E-mail').fill(admin.email)
  await page.getByRole('textbox', { name: 'Password' }).fill(admin.password)
  await page.getByRole('button', { name: 'Sign in' }).click()
  await page.locator(ROW).first().waitFor()
}

async function paint(page: Page): Promise<Row[]> {
  const times: number[] = []
  for (let load = 0; load < LOADS; load++) {
    await page.reload({ waitUntil: 'commit' })
    const paintedAt = await page.evaluate((selector) => window.paintedWhen(selector, ''), ROW)
    const dataAt = await page.evaluate(
      () =>
        performance
          .getEntriesByType('resource')
          .find(({ name }) =>
            name.includes('/api/v1/conversations?status=open'),
          ) as PerformanceResourceTiming,
    )
    times.push(paintedAt - dataAt.responseEnd)
  }
  return [['the list is painted after its data has come', spread(times), '100 ms']]
}

async function openLongest(
  page: Page,
  { url }: DeskWorld,
  { conversationId }: Talk,
  messages: number,
): Promise<Row[]> {
  const times: number[] = []
  for (let load = 0; load < LOADS; load++) {
    await page.goto(`${url}/inbox/open`)
    const row = page.locator(`[data-conversation="${conversationId}"]`)
    await row.waitFor()
    const painted = page.evaluate((selector) => window.paintedWhen(selector, 'xxx'), MESSAGES)
    await row.click()
    times.push((await painted) - (await page.evaluate(() => window.answeredAt)))
  }
  return [
    [
      `a conversation of ${messages.toLocaleString('en')} messages, from the server's answer`,
      spread(times),
      '100 ms',
    ],
  ]
}

/** To the last of them and back, page after page. */
async function scroll(browser: Browser, page: Page, open: number): Promise<Row[]> {
  const list = page.getByRole('region', { name: /All/ }).first()
  await list.hover()
  let loaded = 0
  const count = (response: { url(): string }) => {
    if (response.url().includes('/api/v1/conversations?status=open')) loaded += 1
  }
  page.on('response', count)
  const all = Math.ceil(open / 50) - 2
  const down = await trace(browser, page, async () => {
    const isAllThere = () => loaded >= all
    while (!isAllThere()) {
      await page.mouse.wheel(0, 1_800)
      await frame(page)
    }
  })
  page.off('response', count)
  const up = await trace(browser, page, async () => {
    for (let wheel = 0; wheel < 150; wheel++) {
      await page.mouse.wheel(0, wheel % 50 < 25 ? -4_000 : 4_000)
      await frame(page)
    }
  })
  return [
    [`scrolling to the end, ${loaded} pages of 50 coming: the longest task`, ms(down.longestMs), '100 ms'],
    ['scrolling when all is there: the longest task', ms(up.longestMs), '100 ms'],
  ]
}

const frame = (page: Page) =>
  page.evaluate(() => new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve))))

async function hear(browser: Browser, page: Page, world: DeskWorld, writers: Child): Promise<Row[]> {
  await writers.ask('connect', {
    visitorPort: world.port,
    agentPort: world.port,
    visitors: world.talks.slice(-WRITERS - 50, -50),
    agentTokens: world.agents.map(({ token }) => token),
  })
  await pause(2_000)
  const at = async (rate: number) => {
    const before = await page.evaluate(() => window.events)
    const traced = await trace(browser, page, async () => {
      await writers.ask('pour', { rate, seconds: SECONDS })
      await pause(1_500)
    })
    const events = (await page.evaluate(() => window.events)) - before
    return {
      events,
      share: traced.busyMs / traced.spanMs,
      /** With what the page does without events, which is little. */
      each: traced.busyMs / events,
      longest: traced.longestMs,
    }
  }
  const slow = await at(SLOW_RATE)
  const fast = await at(RATE)
  const a = (events: number) => `${(events / SECONDS).toFixed(0)}/s`
  return [
    [`an event, of ${a(slow.events)}: main thread`, ms(slow.each, 2), '4 ms'],
    [`an event, of ${a(fast.events)}: main thread`, ms(fast.each, 2), '4 ms'],
    [`${a(fast.events)} events: main thread`, `${(100 * fast.share).toFixed(1)} %`, '30 %'],
    ['the same: longest task', ms(fast.longest), '–'],
  ]
}

/** By the keys that agents use: J goes to the next, K back. */
function keysOf(page: Page, ids: readonly string[]) {
  let at = -1
  return async function press(key: 'j' | 'k'): Promise<number> {
    at += key === 'j' ? 1 : -1
    const painted = page.evaluate(([selector, text]) => window.paintedWhen(selector, text), [
      MESSAGES,
      `of ${ids[at]}`,
    ] as const)
    await page.keyboard.press(`Alt+${key}`)
    return (await painted) - (await page.evaluate(() => window.handAt))
  }
}

/** The list as it is when nothing happens, but for the longest, whose end says other words. */
async function listed({ database }: DeskWorld): Promise<string[]> {
  const { rows } = await sql<{ id: string }>`
    select id from conversations where status <> 'closed' order by updated_at desc, id desc limit 50`.execute(
    database.query,
  )
  return rows.map(({ id }) => id)
}

async function change(page: Page, world: DeskWorld, switches: number): Promise<Row[]> {
  await world.age()
  await page.goto(`${world.url}/inbox/open`)
  await page.locator(ROW).first().waitFor()
  const press = keysOf(page, await listed(world))
  const fresh: number[] = []
  const known: number[] = []
  for (let n = 0; n < SWITCHES; n++) fresh.push(await press('j'))
  for (let n = 1; n < SWITCHES - 1; n++) known.push(await press('k'))

  const devtools = await page.context().newCDPSession(page)
  const heap = async () => {
    for (let turn = 0; turn < 3; turn++) await devtools.send('HeapProfiler.collectGarbage')
    return (await devtools.send('Runtime.getHeapUsage')).usedSize / 1e6
  }
  let early = Number.NaN
  for (let n = 1; n <= switches; n++) {
    await press((n - 1) % 90 < 45 ? 'j' : 'k')
    if (n === FIRST_HEAP) early = await heap()
  }
  const late = await heap()
  return [
    ['to another conversation, not seen before', spread(fresh), '250 ms'],
    ['to one of the last twenty', spread(known), '100 ms'],
    [
      `memory of JavaScript after ${FIRST_HEAP} and after ${switches.toLocaleString('en')} changes`,
      `${early.toFixed(1)} and ${late.toFixed(1)} MB`,
      'flat',
    ],
  ]
}

const ms = (value: number, digits = 0) => `${value.toFixed(digits)} ms`
const spread = (times: number[]) =>
  `${percentile(times, 0.5).toFixed(0)} ms, slowest ${Math.max(...times).toFixed(0)}`
