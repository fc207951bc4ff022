import type { BreakdownBy, ReportQuery } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { type Database, openDatabase, type Queries } from '../database/database.ts'
import { START } from '../database/pool.ts'
import { install } from '../installation/install.ts'
import { fillHistory, makePeople } from '../testing/fill-history.ts'
import { createTestDatabase, type TestDatabase } from '../testing/test-database.ts'
import { keepTallies } from './keep-tallies.ts'
import { readBreakdown } from './read-breakdown.ts'
import { readOverview } from './read-overview.ts'
import { listCounted } from './tally-store.ts'

const FROM = '2025-01-20T00:00:00.000Z'
const DAYS = 50
const DAY_MS = 86_400_000
const BY: BreakdownBy[] = ['app', 'group', 'agent', 'tag', 'language', 'country', 'closedBy']

let own: TestDatabase
let database: Database
let ids: { app: string; group: string; agent: string }

beforeAll(async () => {
  own = await createTestDatabase()
  database = openDatabase(own.connection, undefined, START)
  await install(database, new Date(FROM))
  const { query } = database
  const { id: appUuid } = await query.selectFrom('apps').select('id').executeTakeFirstOrThrow()
  const people = await makePeople(query, appUuid, { agents: 2, groups: 2 })
  ids = { app: appUuid, group: people.groupIds[0] ?? '', agent: people.agentIds[0] ?? '' }
  const history = { conversations: 2_000, seed: 6, from: new Date(FROM), days: DAYS, appUuid, ...people }
  await query.transaction().execute((trx) => fillHistory(trx, history))
})
afterAll(async () => {
  await database.close()
  await own.drop()
})

/** Of the last 25 days and the 25 before: beginning in the midst of a day, and with the whole of February between them. */
const LAST: ReportQuery = {
  from: '2025-02-12T23:00:00.000Z',
  to: new Date(Date.parse(FROM) + DAYS * DAY_MS + 3_700_000).toISOString(),
  timeZone: 'Asia/Kathmandu',
}
const ALL: ReportQuery = {
  from: '2025-01-20T05:10:00.000Z',
  to: '2025-03-11T05:10:00.000Z',
  timeZone: 'Europe/Berlin',
}

/** Every report that there is of these ranges. */
async function readAll(query: Queries) {
  const of = { database: { query } as Database }
  const narrowed = [
    {},
    { appId: ids.app },
    { groupId: ids.group },
    { agentId: ids.agent },
    { tag: 'billing' },
    { groupId: ids.group, tag: 'device' },
  ]
  const reports: unknown[] = []
  for (const range of [LAST, ALL]) {
    for (const filter of narrowed) reports.push(await readOverview(of, { ...range, ...filter }))
    for (const by of BY) reports.push(await readBreakdown(of, { ...range, by }))
    reports.push(await readBreakdown(of, { ...range, by: 'tag', agentId: ids.agent }))
  }
  return reports
}

/** Enough of them to see a change of one day. */
async function readSome(query: Queries) {
  const of = { database: { query } as Database }
  const range = { ...ALL, timeZone: 'UTC' }
  return [
    await readOverview(of, range),
    await readOverview(of, { ...range, tag: 'billing' }),
    ...(await Promise.all(
      (['tag', 'language', 'country', 'group'] as const).map((by) => readBreakdown(of, { ...range, by })),
    )),
  ]
}

/** The same, from nothing but the episodes. */
async function readRaw(read: (query: Queries) => Promise<unknown[]> = readSome) {
  const nevermind = new Error('nothing is kept')
  let reports: unknown[] = []
  await database.query
    .transaction()
    .execute(async (trx) => {
      await sql`delete from tallies`.execute(trx)
      reports = await read(trx)
      throw nevermind
    })
    .catch((error: unknown) => {
      if (error !== nevermind) throw error
    })
  return reports
}

const countedDays = () => listCounted(database.query, { day: 20_000, until: 21_000 })
const dump = async () =>
  (await sql`select * from tallies order by dimension, day, until, key`.execute(database.query)).rows

describe('tallies of days and months', () => {
  test('[MX6] reports from tallies are those from the episodes, to the last digit', async () => {
    const raw = await readRaw(readAll)
    expect(await countedDays()).toEqual([])
    await keepTallies(database)
    const february = { day: Date.UTC(2025, 1) / DAY_MS, until: Date.UTC(2025, 2) / DAY_MS }
    expect(await countedDays()).toContainEqual(february)
    expect(await readAll(database.query)).toEqual(raw)
    expect(await keepTallies(database)).toBe(0)
  })

  test.each([
    ['a rating', sql`update episodes set rating = 1 where rating = 5 and started_at::date = '2025-02-10'`],
    ['a reopening', sql`update episodes set reopened_at = closed_at where started_at::date = '2025-02-20'`],
    ['another tag', sql`update conversations set tags = '{late}' where created_at::date = '2025-03-02'`],
    ['another language', sql`update conversations set language = 'fr' where created_at::date = '2025-02-03'`],
    ['a visitor who speaks otherwise', sql`update visitors set language = 'pl'`],
    ['one whose clock is elsewhere', sql`update visitors set time_zone = 'Asia/Kolkata'`],
    ['conversations that go', sql`delete from conversations where created_at::date = '2025-02-11'`],
    [
      'one that comes late',
      sql`insert into episodes (conversation_id, number, app_uuid, started_at, slot, by_bot)
        select id, 7, app_uuid, '2025-02-11T12:00:00Z', 1932048, false from conversations order by id limit 1`,
    ],
  ])(
    '[MX6] %s is in the reports at once, and in the tallies as if they had been made anew',
    async (_, change) => {
      await keepTallies(database)
      const before = await readSome(database.query)
      await change.execute(database.query)
      const raw = await readRaw()
      expect(raw).not.toEqual(before)
      expect(await readSome(database.query)).toEqual(raw)
      expect(await keepTallies(database)).toBeGreaterThan(0)
      expect(await readSome(database.query)).toEqual(raw)
      const kept = await dump()
      await sql`delete from tallies`.execute(database.query)
      await keepTallies(database)
      expect(await dump()).toEqual(kept)
    },
  )

  test('[MX6] what is not committed yet while its day is counted is not lost', async () => {
    await keepTallies(database)
    let commit = () => {}
    const change = new Promise<void>((resolve) => {
      commit = resolve
    })
    let isMade = () => {}
    const made = new Promise<void>((resolve) => {
      isMade = resolve
    })
    const slow = database.query.transaction().execute(async (trx) => {
      await sql`update episodes set rating = 2 where rating = 4 and started_at::date = '2025-02-25'`.execute(
        trx,
      )
      isMade()
      await change
    })
    await made
    // Another change of that day lets it be counted while the first one is under way.
    await sql`update episodes set missed = 1 where rating is null and started_at::date = '2025-02-25'`.execute(
      database.query,
    )
    expect(await keepTallies(database)).toBe(1)
    commit()
    await slow
    expect(await readSome(database.query)).toEqual(await readRaw())
    expect(await keepTallies(database)).toBe(1)
    expect(await readSome(database.query)).toEqual(await readRaw())
  })

  test('[MX6] what happens today marks nothing', async () => {
    await keepTallies(database)
    await sql`
      insert into episodes (conversation_id, number, app_uuid, started_at, slot, by_bot)
      select id, 9, app_uuid, now(), 0, false from conversations order by id limit 1`.execute(database.query)
    await sql`update episodes set rating = 3 where number = 9`.execute(database.query)
    await sql`delete from episodes where number = 9`.execute(database.query)
    expect(await database.query.selectFrom('stale_days').selectAll().execute()).toEqual([])
  })
})
