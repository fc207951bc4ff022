import { sql } from 'kysely'
import { UNSIGNED } from '../../apps/server/src/attachments/file-links.ts'
import { systemClock } from '../../apps/server/src/clock/clock.ts'
import type { Database } from '../../apps/server/src/database/database.ts'
import { migrate } from '../../apps/server/src/database/migrate.ts'
import { startIndexer } from '../../apps/server/src/search/indexer.ts'
import { searchMessages } from '../../apps/server/src/search/search-messages.ts'
import { percentile } from '../../tooling/percentile.ts'
import { fillHistory } from '../history/fill-history.ts'
import { addAgents } from '../lib/fill.ts'
import { startOwnDatabase } from '../lib/own-database.ts'
import { table } from '../lib/table.ts'
import { messageOf, wordOf } from './words.ts'

/** Filling is not what is measured. */
const SETTINGS = { max_wal_size: '16GB', maintenance_work_mem: '256MB' }
const PAGE = 25
/** Looking through everything takes its time. */
const BASELINE_ASKS = 3

export interface SearchOptions {
  messages: number
  asks: number
}

/** How long a search takes over so many messages, and how fast they are made ready for it. */
export async function measureSearch({ messages, asks }: SearchOptions): Promise<string> {
  const own = await startOwnDatabase(SETTINGS)
  try {
    const { database } = own
    await migrate(database)
    await addApp(database)
    const [agent] = await addAgents(database, 1)
    const agentId = agent?.id ?? ''
    await fillHistory(database, agentId, messages, messageOf)
    const rate = messages / (await seconds(() => indexAll(database)))
    await sql`vacuum analyze`.execute(database.query)

    const rare = wordOf(15_000)
    const baseline = await ask(BASELINE_ASKS, () => lookThrough(database, rare))
    const session = { kind: 'agent', agentId, name: 'Ana', role: 'agent', onlyGroups: null } as const
    const rows = [['ilike over the messages', rare, ...cells(baseline, baseline)]]
    for (const [what, q] of questions()) {
      const search = async () =>
        (await searchMessages({ reports: database, fileLinks: UNSIGNED }, session, { q, limit: PAGE })).items
          .length
      rows.push([what, q, ...cells(await ask(asks, search), baseline)])
    }
    return [
      `${messages.toLocaleString('en')} messages, the newest ${PAGE} hits, one question at a time; ${asks} of each (${BASELINE_ASKS} of the first).`,
      table(['', 'asked', 'hits', 'p50 ms', '', 'p90 ms'], rows),
      `Made ready at ${Math.round(rate).toLocaleString('en')} messages/s, ${await sizeOf(database)}.`,
    ].join('\n\n')
  } finally {
    await own.stop()
  }
}

/** From what hardly occurs to what is in every third message. */
function questions(): [what: string, q: string][] {
  const [rare, seldom, often, always] = [15_000, 1_000, 30, 1].map(wordOf) as [string, string, string, string]
  return [
    ['rare word', rare],
    ['seldom word', seldom],
    ['frequent word', often],
    ['most frequent word', always],
    ['beginning of a word', rare.slice(0, 4)],
    ['short beginning', rare.slice(0, 2)],
    ['two words', `${often} ${seldom}`],
    ['two rare words', `${rare} ${wordOf(12_000)}`],
    ['phrase', `"${always} ${often}"`],
    ['without a word', `${often} -${always}`],
    ['with filters', `${often} from:visitor is:closed before:2099`],
    ['word that nobody said', 'zzzzzz'],
  ]
}

interface Asked {
  hits: number
  times: number[]
}

async function ask(times: number, search: () => Promise<number>): Promise<Asked> {
  const asked: Asked = { hits: await search(), times: [] }
  for (let n = 0; n < times; n++) asked.times.push(1_000 * (await seconds(search)))
  return asked
}

function cells({ hits, times }: Asked, baseline: Asked): string[] {
  const p50 = percentile(times, 0.5)
  const ratio = p50 / percentile(baseline.times, 0.5)
  return [String(hits), p50.toFixed(1), `${ratio.toFixed(4)} ×`, percentile(times, 0.9).toFixed(1)]
}

async function lookThrough({ query }: Database, word: string): Promise<number> {
  const { rows } = await sql`
    select id from messages where content ->> 'text' ilike ${`%${word}%`} order by created_at desc limit ${PAGE}`.execute(
    query,
  )
  return rows.length
}

async function indexAll(database: Database): Promise<void> {
  let failure: unknown = null
  const indexer = startIndexer(
    { database, clock: systemClock, messageLog: { waiting: () => 0 } },
    (error) => {
      failure = error
    },
  )
  await indexer.catchUp()
  await indexer.stop()
  if (failure !== null) throw failure
}

async function sizeOf({ query }: Database): Promise<string> {
  const { rows } = await sql<{ messages: number; words: number }>`
    select pg_total_relation_size('messages')::float8 as messages, pg_total_relation_size('message_words')::float8 as words`.execute(
    query,
  )
  const [sizes] = rows
  const megabytes = (bytes = 0) => `${Math.round(bytes / 1_048_576).toLocaleString('en')} MB`
  return `${megabytes(sizes?.words)} beside the messages' ${megabytes(sizes?.messages)}`
}

async function addApp({ query }: Database): Promise<void> {
  await sql`
    insert into apps (id, app_id, name, allowed_origins, position, color, identity_secret, created_at)
    values (gen_random_uuid(), 'biometrics-web', 'Web', '{}', 'bottom-right', '#2868d4', 'secret', now())`.execute(
    query,
  )
}

async function seconds(run: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await run()
  return (performance.now() - startedAt) / 1_000
}
