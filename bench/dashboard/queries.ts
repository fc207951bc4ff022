import { setTimeout as pause } from 'node:timers/promises'
import { sql } from 'kysely'
import type { Database } from '../../apps/server/src/database/database.ts'
import { table } from '../lib/table.ts'
import type { DeskWorld } from './desk-world.ts'

/** What comes with an event and is gathered has been told by then. */
const GATHERED_MS = 1_500

/** What an event asks the database for. */
interface Asked {
  statements: number
  ms: number
  blocks: number
}

/** By the name of what was done: each of the statements that come with every one of it, by its text. */
export type QueriesOf = Map<string, Map<string, Asked>>

/** Does each of these so often, and sees what PostgreSQL was asked for. */
export async function countQueries(world: DeskWorld, times: number): Promise<QueriesOf> {
  const rest = await signIn(world)
  const ids = world.talks.slice(-times).map(({ conversationId }) => conversationId)
  const each: [name: string, run: (id: string, at: number) => Promise<void>][] = [
    [
      'message',
      (id, at) =>
        rest('POST', `/conversations/${id}/messages`, { type: 'text', content: { text: `Word ${at}` } }),
    ],
    ['priority', (id) => rest('POST', `/conversations/${id}/prioritize`, { priority: 'high' })],
    ['tags', (id) => rest('PUT', `/conversations/${id}/tags`, { tags: ['parcel'] })],
    ['close', (id) => rest('POST', `/conversations/${id}/close`, {})],
    ['reopen', (id) => rest('POST', `/conversations/${id}/reopen`, {})],
  ]
  const queries: QueriesOf = new Map()
  for (const [name, run] of each) {
    await sql`select pg_stat_statements_reset()`.execute(world.database.query)
    for (const [at, id] of ids.entries()) await run(id, at)
    await pause(GATHERED_MS)
    queries.set(name, await readStatements(world.database, times))
  }
  return queries
}

async function readStatements({ query }: Database, times: number): Promise<Map<string, Asked>> {
  const { rows } = await sql<{ query: string; calls: number; ms: number; blocks: number }>`
    select query, calls::float8 as calls, total_exec_time as ms, (shared_blks_hit + shared_blks_read)::float8 as blocks
    from pg_stat_statements where query not like '%pg_stat_statements%'`.execute(query)
  const asked = new Map<string, Asked>()
  for (const row of rows) {
    const text = row.query.replaceAll(/\s+/g, ' ')
    const before = asked.get(text) ?? { statements: 0, ms: 0, blocks: 0 }
    asked.set(text, {
      statements: before.statements + row.calls / times,
      ms: before.ms + row.ms / times,
      blocks: before.blocks + row.blocks / times,
    })
  }
  return asked
}

/** What the same events asked for among few and among many. */
export function describeQueries(few: QueriesOf, many: QueriesOf, sizes: [few: number, many: number]): string {
  const rows = [...many].map(([name, asked]) => {
    const before = few.get(name) ?? new Map()
    return [name, ...cells(sum(before), sum(asked))]
  })
  const head = sizes.map((size) => size.toLocaleString('en'))
  return table(
    [
      '',
      `statements, ${head[0]} open`,
      head[1] ?? '',
      `pages read, ${head[0]}`,
      head[1] ?? '',
      `ms, ${head[0]}`,
      head[1] ?? '',
    ],
    rows,
  )
}

/** The counts of the lists, which are read at most once a second whatever happens, are named by themselves. */
const IS_COUNT = /count\(\*\)/i

function sum(asked: ReadonlyMap<string, Asked>): Asked {
  const total = { statements: 0, ms: 0, blocks: 0 }
  for (const [text, { statements, ms, blocks }] of asked) {
    // Less than once an event: by the clock, or gathered.
    if (statements < 0.9 || IS_COUNT.test(text)) continue
    total.statements += statements
    total.ms += ms
    total.blocks += blocks
  }
  return total
}

function cells(few: Asked, many: Asked): string[] {
  return [
    few.statements.toFixed(1),
    many.statements.toFixed(1),
    few.blocks.toFixed(0),
    many.blocks.toFixed(0),
    few.ms.toFixed(2),
    many.ms.toFixed(2),
  ]
}

/** What an event asked for that grew, for whoever looks for the cause. */
export function whatGrew(few: QueriesOf, many: QueriesOf): string[] {
  return [...many].flatMap(([name, asked]) =>
    [...asked]
      .filter(([text, { blocks }]) => blocks > 20 + 1.5 * (few.get(name)?.get(text)?.blocks ?? 0))
      .map(
        ([text, { statements, blocks, ms }]) =>
          `${name}: ${statements.toFixed(2)} × ${blocks.toFixed(0)} pages, ${ms.toFixed(2)} ms: ${text.slice(-400)}`,
      ),
  )
}

async function signIn({ url, admin }: DeskWorld) {
  const ask = async (method: string, path: string, body: object, token?: string) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method,
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { token } = await ask('POST', '/auth/login', admin)
  return async (method: string, path: string, body: object) => {
    await ask(method, path, body, token)
  }
}
