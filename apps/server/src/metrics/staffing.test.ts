import type { ReportConversation, StaffingPlan } from '@biometrics/chat-protocol'
import { readFile } from 'node:fs/promises'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { fillHistory } from '../testing/fill-history.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { checkedDesks } from './check-staffing.ts'
import { agentsNeeded, meanWait } from './erlang.ts'
import type { AgentCommandName } from '@biometrics/chat-protocol'

const ONE = { perSecond: 1, handlingSeconds: 1, handlingVariation: 1, patienceSeconds: null }

describe('the formulas', () => {
  test('[MX8] Erlang’s C, computed by hand', () => {
    // One place, half of its time taken: 0.5 / (1 - 0.5) service times.
    expect(meanWait({ ...ONE, perSecond: 0.5, places: 1 })).toBeCloseTo(1, 9)
    // Two places and one and a half at work: 9/14 have to wait, and 2 - 1.5 are left over for them.
    expect(meanWait({ ...ONE, perSecond: 1.5, places: 2 })).toBeCloseTo(9 / 14 / 0.5, 9)
    // Pollaczek and Khinchine: all the same length, half the wait.
    expect(meanWait({ ...ONE, perSecond: 0.5, handlingVariation: 0, places: 1 })).toBeCloseTo(0.5, 9)
    expect(meanWait({ ...ONE, places: 1 })).toBe(Number.POSITIVE_INFINITY)
    expect(meanWait({ ...ONE, perSecond: 0, places: 0 })).toBe(0)
  })

  test('[MX8] Erlang’s A, computed by hand', () => {
    // Who gives up as fast as they are served: as many are there as came by chance, e^-1 of them in the line.
    expect(meanWait({ ...ONE, patienceSeconds: 1, places: 1 })).toBeCloseTo(Math.exp(-1), 9)
    const patient = meanWait({ ...ONE, perSecond: 1.5, patienceSeconds: 1e9, places: 2 })
    expect(patient).toBeCloseTo(9 / 14 / 0.5, 4)
  })

  test('[MX8] the fewest agents who keep the wait, and never more work than places', () => {
    const desk = { ...ONE, perSecond: 60 / 3_600, handlingSeconds: 480 }
    // Eight conversations at a time need three agents with three places, who would keep people for minutes; four do not.
    const needed = agentsNeeded(desk, 3, 60)
    expect(needed?.agents).toBe(4)
    expect(needed?.wait).toBe(meanWait({ ...desk, places: 12 }))
    expect(meanWait({ ...desk, places: 9 })).toBeGreaterThan(60)
    expect(agentsNeeded({ ...desk, patienceSeconds: 1 }, 3, 3_600)?.agents).toBe(3)
    expect(agentsNeeded({ ...desk, perSecond: 0 }, 3, 60)).toEqual({ agents: 0, wait: 0 })
    expect(agentsNeeded({ ...desk, perSecond: 1e6 }, 1, 60)).toBeNull()
  })

  test('[MX8] differ by less than a tenth from desks that are played out by the router’s rule', async () => {
    const rows = checkedDesks()
    for (const row of rows) expect(Math.abs(row.difference), JSON.stringify(row)).toBeLessThan(0.1)
    const page = await readFile(new URL('../../../../docs/metrics.md', import.meta.url), 'utf8')
    for (const row of rows)
      expect(page).toContain(
        `| ${row.perHour} | ${row.slots} | ${row.variation} | ${row.patienceSeconds === null ? '–' : `${row.patienceSeconds} s`} | ${row.agents} | ${row.planned.toFixed(1)} s | ${row.played.toFixed(1)} s | ${(100 * row.difference).toFixed(1)} % |`,
      )
  })
})

describe('a plan', () => {
  const NOW = new Date('2026-04-15T10:00:00Z')
  const ZONE = 'Europe/Berlin'
  let server: TestServer
  let ada: Person<AgentCommandName>
  let groupId: string
  beforeAll(async () => {
    server = await startTestServer({ clock: createManualClock(NOW) })
    ada = await server.admin()
    const { visitor } = await server.session({})
    const { query } = server.services.database
    const { id: appUuid } = await query.selectFrom('apps').select('id').executeTakeFirstOrThrow()
    groupId = (await query.selectFrom('groups').select('id').executeTakeFirstOrThrow()).id
    const history = {
      conversations: 3_000,
      seed: 8,
      from: new Date('2026-03-13T00:00:00Z'),
      days: 32,
      appUuid,
    }
    await query
      .transaction()
      .execute((trx) =>
        fillHistory(trx, { ...history, visitorId: visitor.id, groupIds: [groupId], agentIds: [ada.id] }),
      )
    // Ada was there on two of the four Mondays from 9 to 11 in Berlin, before and after clocks went forward.
    await sql`delete from shifts`.execute(query)
    await sql`
      insert into shifts (agent_id, status, max_chats, from_at, to_at) values
        (${ada.id}, 'online', 4, '2026-03-23T08:00:00Z', '2026-03-23T10:00:00Z'),
        (${ada.id}, 'online', 4, '2026-03-30T07:00:00Z', '2026-03-30T09:00:00Z')`.execute(query)
  })
  afterAll(() => server.stop())

  const get = async (path: string, query: Record<string, string> = {}) =>
    server.rest(
      'GET',
      `/api/v1/reports/${path}?${new URLSearchParams({ timeZone: ZONE, ...query })}`,
      undefined,
      ada.token,
    )

  async function exportAll(plan: StaffingPlan): Promise<ReportConversation[]> {
    const items: ReportConversation[] = []
    let cursor: string | undefined
    do {
      const range = { from: plan.from, to: plan.to, limit: '200', ...(cursor && { cursor }) }
      const { body } = await get('conversations', range)
      items.push(...body.items)
      cursor = body.nextCursor ?? undefined
    } while (cursor)
    return items
  }

  test('[MX8] counts what came in each half hour, by the wall of the zone, and plans for it', async () => {
    const { status, body } = await get('staffing')
    expect(status, JSON.stringify(body)).toBe(200)
    const plan = body as StaffingPlan
    // Four weeks until midnight in Berlin; the clocks went forward within them.
    expect(plan).toMatchObject({ from: '2026-03-17T23:00:00.000Z', to: '2026-04-14T22:00:00.000Z', weeks: 4 })
    expect(plan).toMatchObject({ waitTime: 120, slots: 4, model: 'erlangA', tooLittle: null })
    const items = (await exportAll(plan)).filter(({ waitTime }) => waitTime !== null)
    expect(plan.conversations).toBe(items.length)
    const wall = new Intl.DateTimeFormat('en-GB', {
      timeZone: ZONE,
      weekday: 'short',
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    })
    const counted = new Map<string, number>()
    for (const { startedAt } of items) {
      const parts = Object.fromEntries(
        wall.formatToParts(new Date(startedAt)).map(({ type, value }) => [type, value]),
      )
      const name = `${['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'].indexOf(parts.weekday ?? '') + 1} ${parts.hour}:${Number(parts.minute) < 30 ? '00' : '30'}`
      counted.set(name, (counted.get(name) ?? 0) + 1)
    }
    expect(plan.halfHours).toHaveLength(336)
    let [held, abandoned, waited] = [[] as number[], 0, 0]
    for (const { chatDuration, isAbandoned, waitTime } of items) {
      if (chatDuration !== null) held.push(chatDuration)
      if (isAbandoned) abandoned += 1
      waited += waitTime ?? 0
    }
    const mean = held.reduce((sum, one) => sum + one, 0) / held.length
    const variance = held.reduce((sum, one) => sum + (one - mean) ** 2, 0) / held.length
    expect(plan.handling.n).toBe(held.length)
    expect(plan.handling.mean).toBeCloseTo(mean, 6)
    expect(plan.handling.variation).toBeCloseTo(variance / mean ** 2, 6)
    expect(plan.patience).toEqual({ n: abandoned, mean: waited / abandoned })
    for (const one of plan.halfHours) {
      const arrivals = counted.get(`${one.weekday} ${one.time}`) ?? 0
      const desk = {
        perSecond: arrivals / (4 * 1_800),
        handlingSeconds: plan.handling.mean ?? 0,
        handlingVariation: plan.handling.variation ?? 0,
        patienceSeconds: plan.patience.mean,
      }
      expect(one).toMatchObject({ arrivals, agents: agentsNeeded(desk, 4, 120)?.agents })
      const wasThere = one.weekday === 1 && one.time >= '09:00' && one.time < '11:00'
      expect(one.present).toBeCloseTo(wasThere ? 0.5 : 0, 9)
      if (wasThere) expect(one.presentWait).toBeCloseTo(meanWait({ ...desk, places: 2 }), 9)
      else expect(one.presentWait).toBe(arrivals === 0 ? 0 : null)
    }
    expect(plan.halfHours.filter(({ agents }) => agents === 1).length).toBeGreaterThan(100)
  })

  test('[MX8] is for a group, other places and another wait if one asks; a table for spreadsheets', async () => {
    const { body } = await get('staffing', { groupId, slots: '1', waitTime: '5', weeks: '2' })
    const plan = body as StaffingPlan
    expect(plan).toMatchObject({ groupId, slots: 1, waitTime: 5, weeks: 2 })
    const usual = (await get('staffing', { weeks: '2' })).body as StaffingPlan
    const most = (of: StaffingPlan) => Math.max(...of.halfHours.map(({ agents }) => agents ?? 0))
    expect(most(plan)).toBeGreaterThan(most(usual))
    const { body: csv, headers } = await get('staffing.csv')
    expect(headers.get('content-disposition')).toBe('attachment; filename="staffing.csv"')
    const lines = (csv as string).trimEnd().split('\r\n')
    expect(lines).toHaveLength(337)
    expect(lines[0]).toBe('weekday,time,arrivals,perHour,agents,slots,waitTime,wait,present,presentWait')
    expect(lines[1]).toMatch(/^1,00:00,\d+,/)
  })

  test('[MX8] says so where there is too little to plan by', async () => {
    const made = await server.rest('POST', '/api/v1/groups', { name: 'New' }, ada.token)
    const { body } = await get('staffing', { groupId: made.body.id })
    expect(body).toMatchObject({
      tooLittle: { days: 0, daysNeeded: 7, conversations: 0, conversationsNeeded: 100 },
      halfHours: [],
    })
    for (const [query, path] of [
      [{ weeks: '0' }, 'weeks'],
      [{ weeks: '53' }, 'weeks'],
      [{ slots: 'many' }, 'slots'],
      [{ timeZone: 'Mars/Olympus' }, 'timeZone'],
    ] as const) {
      const reply = await get('staffing', query)
      expect({ status: reply.status, path: reply.body.errors?.[0]?.path }).toEqual({ status: 400, path })
    }
    expect((await get('staffing', { groupId: '00000000-0000-7000-8000-000000000000' })).status).toBe(404)
  })
})
