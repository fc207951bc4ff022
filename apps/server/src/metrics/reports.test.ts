import type { ReportConversation, ReportOverview } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import { v7 as uuid } from 'uuid'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillHistory } from '../testing/fill-history.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'
import type { AgentCommandName } from '@biometrics/chat-protocol'

const FROM = new Date('2026-03-20T00:00:00Z')
const DAYS = 20
const ZONE = 'Europe/Berlin'

let server: TestServer
let ada: Person<AgentCommandName>
const groupIds: string[] = []
const agentIds: string[] = []
let appUuid: string

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  agentIds.push(ada.id)
  for (const name of ['Ben', 'Cleo']) {
    const body = { name, email: `${name}@example.com`, password: 'staple battery horse' }
    agentIds.push((await server.rest('POST', '/api/v1/agents', body, ada.token)).body.id)
  }
  groupIds.push((await server.rest('GET', '/api/v1/groups', undefined, ada.token)).body.items[0].id)
  groupIds.push((await server.rest('POST', '/api/v1/groups', { name: '=Sales' }, ada.token)).body.id)
  appUuid = (await server.rest('GET', '/api/v1/apps', undefined, ada.token)).body.items[0].id
  const { visitor } = await server.session({ visitor: { name: '=HYPERLINK("http://evil.example.com")' } })
  const history = { conversations: 3_000, seed: 7, from: FROM, days: DAYS, appUuid, visitorId: visitor.id }
  await server.services.database.query
    .transaction()
    .execute((trx) => fillHistory(trx, { ...history, groupIds, agentIds }))
})
afterAll(() => server.stop())

const range = (days = DAYS, skip = 0) => {
  const from = new Date(FROM.getTime() + skip * 86_400_000)
  return { from: from.toISOString(), to: new Date(from.getTime() + days * 86_400_000).toISOString() }
}

async function read(path: string, query: Record<string, string>) {
  const { status, body } = await server.rest(
    'GET',
    `/api/v1/reports/${path}?${new URLSearchParams(query)}`,
    undefined,
    ada.token,
  )
  expect(status, JSON.stringify(body)).toBe(200)
  return body
}

/** Every conversation of a range, page by page. */
async function exportAll(query: Record<string, string>): Promise<ReportConversation[]> {
  const items: ReportConversation[] = []
  let cursor: string | undefined
  do {
    const page = await read('conversations', { ...query, limit: '200', ...(cursor && { cursor }) })
    items.push(...page.items)
    cursor = page.nextCursor ?? undefined
  } while (cursor)
  return items
}

/** The figures once more, by loops that know nothing of the others. */
function byHand(items: readonly ReportConversation[]) {
  const several = (values: (number | null)[]) => {
    const sorted: number[] = []
    for (const value of values) if (value !== null) sorted.push(value)
    sorted.sort((a, b) => a - b)
    let sum = 0
    for (const value of sorted) sum += value
    const n = sorted.length
    const nth = (tenths: number) => sorted[Math.ceil((n * tenths) / 10) - 1] ?? null
    return { n, mean: n === 0 ? null : sum / n, median: nth(5), p90: nth(9) }
  }
  let closed = 0
  let resolved = 0
  let abandoned = 0
  let rated = 0
  let satisfied = 0
  for (const one of items) {
    if (one.closedAt !== null) closed += 1
    if (one.isResolved === true) resolved += 1
    if (one.isAbandoned) abandoned += 1
    if (one.rating !== null) rated += 1
    if (one.rating !== null && one.rating > 3) satisfied += 1
  }
  const part = (n: number, of: number) => ({ n, of, value: of === 0 ? null : n / of })
  return {
    started: items.length,
    closed,
    abandoned: part(abandoned, items.length),
    resolutionRate: part(resolved, closed),
    rated: part(rated, closed),
    csat: part(satisfied, rated),
    waitTime: several(items.map((one) => one.waitTime)),
    firstResponse: several(items.map((one) => one.firstResponse)),
    chatDuration: several(items.map((one) => one.chatDuration)),
    messages: several(items.map((one) => one.messages)),
  }
}

const walls = new Map<string, Intl.DateTimeFormat>()
const wallOf = (at: string, timeZone = ZONE) => {
  const wall =
    walls.get(timeZone) ??
    new Intl.DateTimeFormat('en-GB', {
      timeZone,
      weekday: 'short',
      hour: '2-digit',
      hourCycle: 'h23',
      year: 'numeric',
      month: '2-digit',
      day: '2-digit',
    })
  walls.set(timeZone, wall)
  const parts = wall.formatToParts(new Date(at))
  const part = (type: string) => parts.find((one) => one.type === type)?.value ?? ''
  return {
    date: `${part('year')}-${part('month')}-${part('day')}`,
    weekday: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(part('weekday')) + 1,
    hour: Number(part('hour')),
  }
}

describe('reports against loops over what they export', () => {
  test('[MX5] every figure of a range and of the one before, to the last digit', async () => {
    const half = range(10, 10)
    const overview: ReportOverview = await read('overview', { ...half, timeZone: ZONE })
    const [now, before] = [await exportAll(half), await exportAll(range(10, 0))]
    expect(overview.before).toEqual(range(10, 0))
    expect(now.length + before.length).toBe(3_000)
    const [ours, theirs] = [byHand(now), byHand(before)]
    for (const [name, figure] of Object.entries(ours)) {
      const told = overview.figures[name as keyof typeof ours]
      expect({ name, now: told.now }).toEqual({ name, now: figure })
      expect({ name, before: told.before }).toEqual({ name, before: theirs[name as keyof typeof ours] })
    }
    expect(overview.figures.waitTime.now.n).toBeGreaterThan(1_000)
  })

  test('[MX5] days and hours of the week, as the wall of the zone shows them, over a change of the clocks', async () => {
    const overview: ReportOverview = await read('overview', { ...range(), timeZone: ZONE })
    const items = await exportAll(range())
    const byDate = Map.groupBy(items, (one) => wallOf(one.startedAt).date)
    for (const period of overview.periods) {
      const inside = byDate.get(period.date) ?? []
      const { started, closed, waitTime, csat } = byHand(inside)
      expect(period).toMatchObject({ started, closed, waits: waitTime.n, rated: csat.of, satisfied: csat.n })
      if (waitTime.mean === null) expect(period.avgWaitTime).toBeNull()
      else expect(period.avgWaitTime).toBeCloseTo(waitTime.mean, 9)
    }
    expect(overview.periods.reduce((sum, { started }) => sum + started, 0)).toBe(items.length)
    // On the 29th of March clocks go from 2 to 3: that day has 23 hours.
    const jump = overview.periods.find(({ date }) => date === '2026-03-29')
    expect(jump).toMatchObject({ from: '2026-03-28T23:00:00.000Z', to: '2026-03-29T22:00:00.000Z' })
    const counted = new Map<string, number>()
    for (const { weekday, hour } of items.map((one) => wallOf(one.startedAt)))
      counted.set(`${weekday} ${hour}`, (counted.get(`${weekday} ${hour}`) ?? 0) + 1)
    for (const { weekday, hour, started } of overview.week)
      expect({ weekday, hour, started }).toEqual({
        weekday,
        hour,
        started: counted.get(`${weekday} ${hour}`) ?? 0,
      })
  })

  test('[MX5] by group, agent, tag and app: the same as the loops, and each figure opens what is behind it', async () => {
    const items = await exportAll(range())
    for (const [by, keyOf] of [
      ['group', (one: ReportConversation) => one.group],
      ['agent', (one: ReportConversation) => one.agent],
      ['tag', (one: ReportConversation) => one.tags[0] ?? null],
      ['app', () => 'BIOMETRICS'],
    ] as const) {
      const { items: rows } = await read('breakdown', { ...range(), by })
      expect(rows.reduce((sum: number, row: { started: number }) => sum + row.started, 0)).toBe(items.length)
      for (const row of rows) {
        const inside = by === 'app' ? items : items.filter((one) => keyOf(one) === row.label)
        const { started, closed, resolutionRate, abandoned, csat, waitTime, firstResponse, chatDuration } =
          byHand(inside)
        expect(row).toMatchObject({
          started,
          closed,
          resolutionRate,
          abandoned,
          csat,
          waitTime,
          firstResponse,
          chatDuration,
        })
      }
    }
    const filter = { groupId: groupIds[1] ?? '', agentId: agentIds[2] ?? '', tag: 'billing', appId: appUuid }
    const overview: ReportOverview = await read('overview', { ...range(), ...filter })
    const behind = async (figure: string) => (await exportAll({ ...range(), ...filter, figure })).length
    const { figures } = overview
    expect(figures.started.now).toBeGreaterThan(50)
    expect({
      started: await behind('started'),
      closed: await behind('closed'),
      resolved: await behind('resolved'),
      rated: await behind('rated'),
      satisfied: await behind('satisfied'),
      transferred: await behind('transferred'),
      missed: await behind('missed'),
      byBot: await behind('byBot'),
      waitTime: await behind('waitTime'),
      chatDuration: await behind('chatDuration'),
      estimateError: await behind('estimateError'),
    }).toEqual({
      started: figures.started.now,
      closed: figures.closed.now,
      resolved: figures.resolutionRate.now.n,
      rated: figures.csat.now.of,
      satisfied: figures.csat.now.n,
      transferred: figures.transferred.now.n,
      missed: figures.missed.now.n,
      byBot: figures.byBot.now.n,
      waitTime: figures.waitTime.now.n,
      chatDuration: figures.chatDuration.now.n,
      estimateError: figures.estimateError.now.n,
    })
  })

  test('[MX5] a cell of the week and a score open theirs', async () => {
    const overview: ReportOverview = await read('overview', { ...range(), timeZone: ZONE })
    const busiest = overview.week.toSorted((a, b) => b.started - a.started)[0]
    const { weekday, hour, started } = busiest ?? { weekday: 0, hour: 0, started: 0 }
    const cell = await exportAll({ ...range(), timeZone: ZONE, weekday: `${weekday}`, hour: `${hour}` })
    expect(cell.length).toBe(started)
    expect(cell.every((one) => wallOf(one.startedAt).hour === hour)).toBe(true)
    const ones = await exportAll({ ...range(), figure: 'rated', score: '1', commented: 'true' })
    expect(ones.length).toBeGreaterThan(0)
    expect(ones.every(({ rating, comment }) => rating === 1 && comment !== null)).toBe(true)
  })

  test('[MX5] a zone that is a quarter of an hour off is right too', async () => {
    const timeZone = 'Asia/Kathmandu'
    const overview: ReportOverview = await read('overview', { ...range(3, 3), timeZone })
    const items = await exportAll(range(3, 3))
    for (const period of overview.periods)
      expect(period.started).toBe(
        items.filter((one) => wallOf(one.startedAt, timeZone).date === period.date).length,
      )
    expect(overview.periods[0]?.to).toMatch(/T18:15:00/)
  })

  test('[MX5] two days are shown by the hour, and an hour that comes twice is there twice', async () => {
    const overview: ReportOverview = await read('overview', {
      from: '2026-10-24T22:00:00.000Z',
      to: '2026-10-25T23:00:00.000Z',
      timeZone: ZONE,
    })
    expect(overview.periods).toHaveLength(25)
    expect(new Set(overview.periods.map(({ date }) => date))).toEqual(new Set(['2026-10-25']))
    expect(overview.figures.waitTime.now).toEqual({ n: 0, mean: null, median: null, p90: null })
  })

  test('[MX5] what makes no sense is named', async () => {
    for (const [query, path] of [
      [{ ...range(), to: range().from }, 'to'],
      [{ ...range(), timeZone: 'Mars/Olympus' }, 'timeZone'],
      [{ ...range(), from: 'yesterday' }, 'from'],
      [{ from: '2001-01-01T00:00:00.000Z', to: '2026-01-01T00:00:00.000Z' }, 'to'],
      [{ ...range(), groupId: 'sales' }, 'groupId'],
    ] as const) {
      const address = `/api/v1/reports/overview?${new URLSearchParams(query)}`
      const { status, body } = await server.rest('GET', address, undefined, ada.token)
      expect({ status, path: body.errors?.[0]?.path }, JSON.stringify(body)).toEqual({ status: 400, path })
    }
  })
})

describe('tables for spreadsheets', () => {
  test('[MX5] cells that would be formulas are made harmless, and nothing is lost', async () => {
    const filter = { ...range(1, 4), agentId: agentIds[0] ?? '' }
    const items = await exportAll(filter)
    const { body, headers } = await server.rest(
      'GET',
      `/api/v1/reports/conversations.csv?${new URLSearchParams(filter)}`,
      undefined,
      ada.token,
    )
    expect(headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(headers.get('content-disposition')).toBe('attachment; filename="conversations.csv"')
    const lines = (body as string).trimEnd().split('\r\n')
    expect(lines).toHaveLength(items.length + 1)
    expect(lines[1]).toContain(`,"'=HYPERLINK(""http://evil.example.com"")",`)
    const table = await server.rest(
      'GET',
      `/api/v1/reports/breakdown.csv?${new URLSearchParams({ ...range(), by: 'group' })}`,
      undefined,
      ada.token,
    )
    expect(table.body).toMatch(/\r\n"'=Sales",/)
    expect(table.body).not.toMatch(/(^|,|\n)"?[=+@-]/m)
  })
})

describe('targets', () => {
  test('[MX2] the usual ones, those of the installation and those of a group', async () => {
    const usual = { waitTime: 120, firstResponse: 60, resolutionRate: 0.7, csat: 0.9, chatDuration: 600 }
    const get = async (query = '') =>
      (await server.rest('GET', `/api/v1/targets${query}`, undefined, ada.token)).body
    const put = (body: object) => server.rest('PUT', '/api/v1/targets', body, ada.token)
    expect(await get()).toEqual({ groupId: null, targets: usual, isOwn: false })
    const [, sales] = groupIds
    const own = { ...usual, waitTime: 30, csat: null }
    expect((await put({ groupId: sales, targets: own })).body).toEqual({
      groupId: sales,
      targets: own,
      isOwn: true,
    })
    await put({ groupId: null, targets: { ...usual, waitTime: 90 } })
    expect((await get()).targets.waitTime).toBe(90)
    expect((await get(`?groupId=${sales}`)).targets.waitTime).toBe(30)
    expect(await get(`?groupId=${groupIds[0]}`)).toMatchObject({ isOwn: false, targets: { waitTime: 90 } })
    const overview: ReportOverview = await read('overview', { ...range(), groupId: sales ?? '' })
    expect(overview.targets).toEqual(own)
    await put({ groupId: sales, targets: null })
    expect((await get(`?groupId=${sales}`)).targets.waitTime).toBe(90)
    await put({ groupId: null, targets: null })
    expect((await get()).targets).toEqual(usual)
    expect((await put({ groupId: uuid(), targets: own })).status).toBe(404)
    expect((await put({ groupId: null, targets: { ...usual, csat: 90 } })).status).toBe(400)
  })
})

test('[MX6] what is kept as it happens is what the history says, and so are the tallies', async () => {
  const { startDesk, MINUTE_MS, SECOND_MS } = await import('../testing/start-desk.ts')
  const { rebuildAll } = await import('./rebuild.ts')
  const { keepTallies } = await import('./keep-tallies.ts')
  const desk = await startDesk({ maxChats: 2 })
  const { clock, ana, ada: admin } = desk
  const { database } = desk.server.services
  const other = await desk.addGroup({ name: 'Sales' })
  const ben = await desk.ben(2)
  await desk.server.rest('PATCH', `/api/v1/groups/${other}`, { agentIds: [ben.id] }, admin.token)
  // Everything that can happen to a conversation, some of it refused, in an order that a seed gives.
  let state = 11
  const roll = (sides: number) => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648
    return Math.floor((state / 2_147_483_648) * sides)
  }
  const begun: Awaited<ReturnType<typeof desk.starts>>[] = []
  const rest = (method: string, path: string, body?: unknown) =>
    desk.server.rest(method, `/api/v1/conversations/${path}`, body, admin.token)
  for (let step = 0; step < 160; step++) {
    clock.advance((1 + roll(90)) * SECOND_MS)
    const one = begun[roll(begun.length)]
    const kind = roll(13)
    if (one === undefined || kind === 0 || kind === 1)
      begun.push(await desk.starts(roll(3) === 0 ? { groupId: other } : {}))
    else if (kind === 2) await desk.says(roll(2) ? ana : ben, one.id).catch(() => {})
    else if (kind === 3) await desk.says(one.visitor, one.id).catch(() => {})
    else if (kind === 4) await rest('POST', `${one.id}/close`, { resolved: roll(2) === 0 })
    else if (kind === 5)
      await one.visitor.does('conversation:close', { conversationId: one.id }).catch(() => {})
    else if (kind === 6) await rest('POST', `${one.id}/reopen`)
    else if (kind === 7)
      await rest('POST', `${one.id}/transfer`, { toGroupId: roll(2) ? other : desk.groupId })
    else if (kind === 8) await rest('POST', `${one.id}/snooze`, { until: null })
    else if (kind === 9) await rest('POST', `${one.id}/release`)
    else if (kind === 10) await rest('POST', `${one.id}/take`)
    else if (kind === 11)
      await one.visitor.does('conversation:rate', { conversationId: one.id, score: 4 }).catch(() => {})
    else clock.advance(3 * MINUTE_MS)
    await desk.server.services.router.idle()
  }
  const { settle } = await import('./settle.ts')
  await settle(database.query, null)
  const dump = async () =>
    (await sql<object>`select * from episodes order by conversation_id, number`.execute(database.query)).rows
  const kept = await dump()
  const tallies = async () => {
    await keepTallies(database)
    return (await sql`select * from tallies order by dimension, day, until, key`.execute(database.query)).rows
  }
  const keptTallies = await tallies()
  expect(await rebuildAll(database)).toBe(begun.length)
  const rebuilt = await dump()
  expect(rebuilt).toEqual(kept)
  expect(await tallies()).toEqual(keptTallies)
  // It was no empty history.
  const numbers = kept as {
    number: number
    transfers: number
    snoozed_seconds: number
    rating: number | null
  }[]
  expect(numbers.length).toBeGreaterThan(begun.length)
  for (const name of ['transfers', 'snoozed_seconds', 'rating'] as const)
    expect(
      numbers.some((row) => (row[name] ?? 0) > 0),
      name,
    ).toBe(true)

  // An installation that is older than episodes are gets them.
  await sql`delete from episodes`.execute(database.query)
  let batches = 0
  const isStopped = () => {
    batches += 1
    return false
  }
  expect(await rebuildAll(database, { missingOnly: true, isStopped })).toBe(begun.length)
  // A few at a time: whoever says something in one of them waits for all that are held with it.
  expect(batches).toBeGreaterThan(begun.length / 10)
  expect(await dump()).toEqual(kept)
  expect(await rebuildAll(database, { missingOnly: true })).toBe(0)
})
