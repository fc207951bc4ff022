import { randomUUID } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import { type Child, startChild } from '../../tooling/child.ts'
import { type OwnDatabase, startOwnDatabase } from '../lib/own-database.ts'
import { table } from '../lib/table.ts'
import { addTalks } from '../lib/fill.ts'
import type { Numbers, TalkQuestion } from '../lib/talk-process.ts'

const SAMPLE_MS = 100

export interface OverloadOptions {
  visitors: number
  agents: number
  /** Unanswered messages that each visitor keeps in the yardstick. */
  outstanding: number
  seconds: number
  /** How many times what the server can do is asked of it. */
  times: number
}

interface Phase extends Numbers {
  name: string
  mostUnderWay: number
  rssBytes: number
  /** All that the phase left in the table, and what of it had got an ok. */
  stored: number
  kept: number
}

/** More than the server can do, against as much as it can do, before and after. */
export async function measureOverload(options: OverloadOptions): Promise<string> {
  const own = await startOwnDatabase()
  const server = startChild(join(import.meta.dirname, '../lib/server-process.ts'))
  const load = startChild(join(import.meta.dirname, '../lib/talk-process.ts'))
  try {
    await connectAll(own, server, load, options)
    const { outstanding, seconds, times } = options
    const parts = { own, server, load }
    const flood = () => load.ask<Numbers>('flood', { outstanding, seconds })
    await flood()
    const before = await watch('as fast as it goes', parts, flood)
    const rate = Math.round((before.ackedInTime / seconds) * times)
    const past = await watch(`${times} times as much`, parts, () => load.ask('pour', { rate, seconds }))
    const after = await watch('as fast as it goes, afterwards', parts, flood)
    return describe(options, [before, past, after])
  } finally {
    await load.stop()
    await server.stop()
    await own.stop()
  }
}

async function connectAll(own: OwnDatabase, server: Child, load: Child, sizes: OverloadOptions) {
  const { connection, dataDir, database } = own
  const admin = { email: 'ada@example.com', password: randomUUID() }
  const { port } = await server.ask<{ port: number }>('start', {
    connection,
    dataDir,
    port: 0,
    admin,
    counts: true,
  })
  const talks = await addTalks(database, sizes)
  await load.ask('connect', { ...talks, visitorPort: port, agentPort: port } satisfies TalkQuestion)
}

/** Looks at the server's memory until the load has all its answers. */
async function watch(
  name: string,
  { own, server, load }: { own: OwnDatabase; server: Child; load: Child },
  work: () => Promise<Numbers>,
): Promise<Phase> {
  const storedBefore = await countMessages(own)
  await server.ask('takeMostUnderWay')
  let rssBytes = 0
  const sampling = setInterval(async () => {
    rssBytes = Math.max(rssBytes, await server.ask<number>('rss'))
  }, SAMPLE_MS)
  const numbers = await work().finally(() => clearInterval(sampling))
  const mostUnderWay = await server.ask<number>('takeMostUnderWay')
  const stored = (await countMessages(own)) - storedBefore
  const kept = await countKept(own, await load.ask<string[]>('acked'))
  return { ...numbers, name, rssBytes, mostUnderWay, stored, kept }
}

async function countMessages({ database }: OwnDatabase): Promise<number> {
  const { rows } = await sql<{ count: number }>`select count(*) from messages`.execute(database.query)
  return rows[0]?.count ?? 0
}

/** How many of the messages that got an ok are there. */
async function countKept({ database }: OwnDatabase, clientIds: string[]): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*) from messages where client_id = any(${clientIds})`.execute(database.query)
  return rows[0]?.count ?? 0
}

function describe({ visitors, agents, outstanding, seconds }: OverloadOptions, phases: Phase[]) {
  const perSecond = (count: number) => Math.round(count / seconds).toLocaleString('en')
  const rows = phases.map((phase) => [
    phase.name,
    perSecond(phase.sentInTime),
    perSecond(phase.ackedInTime),
    phase.busy.toLocaleString('en'),
    String(phase.failed),
    phase.mostUnderWay.toLocaleString('en'),
    (phase.rssBytes / 1_000_000).toFixed(0),
    String(phase.acked - phase.kept),
    String(phase.stored - phase.kept),
    String(phase.acked - phase.received),
  ])
  return [
    `${visitors + agents} sockets (${visitors} visitors, ${agents} agents), text of 100 bytes, ${seconds} s each; “as fast as it goes” is ${outstanding} unanswered messages for each visitor.`,
    table(
      [
        '',
        'sent/s',
        'acked/s',
        'refused: busy, with retryAfterMs',
        'other refusals',
        'most at once between door and disk',
        'highest RSS MB',
        'acked, not stored',
        'stored without an ok',
        'acked, not seen by the agent',
      ],
      rows,
    ),
  ].join('\n\n')
}
