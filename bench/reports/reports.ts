import { sql } from 'kysely'
import type { BreakdownBy, ReportQuery } from '@biometrics/chat-protocol'
import { type Database, openDatabase } from '../../apps/server/src/database/database.ts'
import { migrate } from '../../apps/server/src/database/migrate.ts'
import { REPORT } from '../../apps/server/src/database/pool.ts'
import { install } from '../../apps/server/src/installation/install.ts'
import { keepTallies } from '../../apps/server/src/metrics/keep-tallies.ts'
import { readBreakdown } from '../../apps/server/src/metrics/read-breakdown.ts'
import { readOverview } from '../../apps/server/src/metrics/read-overview.ts'
import { fillHistory, makePeople } from '../../apps/server/src/testing/fill-history.ts'
import { percentile } from '../../tooling/percentile.ts'
import { startOwnDatabase } from '../lib/own-database.ts'
import { table } from '../lib/table.ts'

interface Options {
  conversations: number
  seed: number
  runs: number
}

const FROM = new Date('2025-01-01T00:00:00Z')
const DAYS = 365
const AGENTS = 20
const GROUPS = 5
/** A year of a zone that is not UTC, so no edge of it is one of a day that was counted. */
const YEAR: ReportQuery = {
  from: '2024-12-31T23:00:00.000Z',
  to: '2025-12-31T23:00:00.000Z',
  timeZone: 'Europe/Berlin',
}
const LIMIT_MS = 500

/** Reports of a year from tallies, against the same reports from the episodes themselves. */
export async function measureReports({ conversations, seed, runs }: Options): Promise<string> {
  const own = await startOwnDatabase()
  const reports = openDatabase(own.connection, undefined, REPORT)
  try {
    const filter = await fill(own.database, conversations, seed)
    const count = await median(runs, () =>
      sql`select count(*) from episodes where started_at >= ${YEAR.from} and started_at < ${YEAR.to}`.execute(
        reports.query,
      ),
    )
    const kinds: [string, (database: Database) => Promise<unknown>][] = [
      [
        'overview: all figures beside the year before, days, week',
        (database) => readOverview({ database }, YEAR),
      ],
      [
        'the same of one group',
        (database) => readOverview({ database }, { ...YEAR, groupId: filter.groupId }),
      ],
      [
        'the same of one agent',
        (database) => readOverview({ database }, { ...YEAR, agentId: filter.agentId }),
      ],
      ...(['group', 'agent', 'tag'] as const satisfies BreakdownBy[]).map(
        (by): [string, (database: Database) => Promise<unknown>] => [
          `broken down by ${by}`,
          (database) => readBreakdown({ database }, { ...YEAR, by }),
        ],
      ),
    ]
    const raw: { ms: number; text: string }[] = []
    for (const [, read] of kinds) {
      let text = ''
      const ms = await timeOf(async () => {
        text = await textOf(read, own.database)
      })
      raw.push({ ms, text })
    }
    const counting = await timeOf(() => keepTallies(own.database))
    await sql`vacuum analyze tallies`.execute(own.database.query)
    const rows: string[][] = []
    for (const [index, [name, read]] of kinds.entries()) {
      const from = raw[index]
      if (!from || (await textOf(read, reports)) !== from.text)
        throw new Error(`${name}: another report than from the episodes.`)
      const ms = await median(runs, () => read(reports))
      rows.push([
        name,
        from.ms.toFixed(0),
        ms.toFixed(0),
        `1 : ${(from.ms / ms).toFixed(0)}`,
        ms < LIMIT_MS ? 'yes' : 'no',
      ])
    }
    const { rows: sizes } = await sql<{ episodes: string; tallies: string }>`
      select pg_size_pretty(pg_total_relation_size('episodes')) as episodes,
        pg_size_pretty(pg_total_relation_size('tallies')) as tallies`.execute(own.database.query)
    return [
      `${conversations} conversations of ${DAYS} days, made with seed ${seed}: arrivals by the hour of an office, waits and handling times log-normal (\`testing/fill-history.ts\`); ${GROUPS} groups, ${AGENTS} agents. Baseline: the same report from the episodes, which must say the same to the last digit. Tallies: median of ${runs}.`,
      table(['report', 'from episodes, ms', 'from tallies, ms', 'ratio', `below ${LIMIT_MS} ms`], rows),
      `Counting the episodes of the year, and nothing else: ${count.toFixed(0)} ms. Making all tallies: ${(counting / 1_000).toFixed(1)} s, once. On disk: episodes ${sizes[0]?.episodes}, tallies ${sizes[0]?.tallies}.`,
    ].join('\n\n')
  } finally {
    await reports.close()
    await own.stop()
  }
}

async function fill(database: Database, conversations: number, seed: number) {
  const { query } = database
  await migrate(database)
  await install(database, FROM)
  const { id: appUuid } = await query.selectFrom('apps').select('id').executeTakeFirstOrThrow()
  const people = await makePeople(query, appUuid, { agents: AGENTS, groups: GROUPS })
  // What marks days for counting would mark each of them a thousand times; none is counted yet.
  await sql`alter table episodes disable trigger user`.execute(query)
  await query
    .transaction()
    .execute((trx) => fillHistory(trx, { conversations, seed, from: FROM, days: DAYS, appUuid, ...people }))
  await sql`alter table episodes enable trigger user`.execute(query)
  await sql`vacuum analyze episodes`.execute(query)
  return { groupId: people.groupIds[0] ?? '', agentId: people.agentIds[0] ?? '' }
}

async function textOf(read: (database: Database) => Promise<unknown>, database: Database): Promise<string> {
  return JSON.stringify(await read(database))
}

async function median(runs: number, run: () => Promise<unknown>): Promise<number> {
  const times: number[] = []
  for (let left = runs; left > 0; left--) times.push(await timeOf(run))
  return percentile(
    times.sort((a, b) => a - b),
    0.5,
  )
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await run()
  return performance.now() - from
}
