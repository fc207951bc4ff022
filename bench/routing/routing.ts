import type { Events } from '@biometrics/chat-protocol'
import { sql } from 'kysely'
import { io } from 'socket.io-client'
import { v7 as uuid } from 'uuid'
import { systemClock } from '../../apps/server/src/clock/clock.ts'
import { touchAgents } from '../../apps/server/src/agents/touch-agents.ts'
import { UNSIGNED } from '../../apps/server/src/attachments/file-links.ts'
import { openDatabase } from '../../apps/server/src/database/database.ts'
import { assignNext } from '../../apps/server/src/routing/assign-next.ts'
import { chooseAgent } from '../../apps/server/src/routing/choose-agent.ts'
import { createEstimates } from '../../apps/server/src/routing/estimates.ts'
import { createPositions } from '../../apps/server/src/routing/positions.ts'
import { findPair } from '../../apps/server/src/routing/routing-store.ts'
import { type DayReport, seeded, simulate } from '../../apps/server/src/routing/simulate.ts'
import { startServer } from '../../apps/server/src/server.ts'
import { median, percentile } from '../../tooling/percentile.ts'
import { startOwnDatabase } from '../lib/own-database.ts'
import { table } from '../lib/table.ts'

interface Options {
  queued: number
  agents: number
  decisions: number
  fair: number
}

const CHATS = 5
/** A desk has a history: so many closed conversations for each who waits. */
const CLOSED_EACH = 10
/** One day has few waits, and they depend on each other: the figure of a single one says little. */
const DAYS = 10

/** Routing on a full desk: what a decision costs, how soon everybody knows their place, how fair it is, how honest. */
export async function measureRouting({ queued, agents, decisions, fair }: Options): Promise<string> {
  const own = await startOwnDatabase()
  const admin = { email: 'ada@example.com', password: uuid() }
  const config = {
    host: '127.0.0.1',
    port: 0,
    publicUrl: null,
    dataDir: own.dataDir,
    bootstrapAdmin: admin,
  }
  const server = await startServer({ config, connection: own.connection })
  const database = openDatabase(own.connection)
  // Filling and emptying takes longer than a request may.
  const { query } = own.database
  try {
    const groupId = await fill(own.database.query, queued, agents)
    const drained = await measureDrain(query, server.url, admin)
    const nobody = { touch: () => {}, touchQueue: () => {}, touchCounts: () => {} }
    const router = { routeGroup: async () => {}, routeAgent: async () => {}, idle: async () => {} }
    const estimates = createEstimates({ database, clock: systemClock })
    const visitorPresence = { keptUntil: () => null }
    const deliver = () => {}
    const services = {
      database,
      clock: systemClock,
      deliver,
      activity: nobody,
      router,
      estimates,
      visitorPresence,
      fileLinks: UNSIGNED,
    }

    const decided: number[] = []
    const took: number[] = []
    const asked: number[] = []
    const active = await query
      .selectFrom('conversations')
      .select('id')
      .where('status', '=', 'active')
      .where('agent_id', 'in', query.selectFrom('agents').select('id').where('name', 'like', 'Agent %'))
      .execute()
    for (let count = 0; count < decisions; count++) {
      await sql`update conversations set status = 'closed', closed_at = now() where id = ${active[count]?.id}`.execute(
        query,
      )
      asked.push(await timeOf(() => sql`select 1`.execute(query)))
      decided.push(await timeOf(() => decide(query, groupId)))
      took.push(await timeOf(() => assignNext(services, { groupId })))
    }
    for (const times of [asked, decided, took, drained]) times.sort((a, b) => a - b)

    const { waiting } = await query
      .selectFrom('conversations')
      .select(({ fn }) => fn.countAll<number>().as('waiting'))
      .where('status', '=', 'queued')
      .executeTakeFirstOrThrow()
    const places = await tellPlaces(services, groupId, Number(waiting))
    const plans = await explain(query, groupId)
    const spread = await measureFairness(services, query, groupId, fair)
    const loads = [0.6, 0.9, 1.1].map((load) => ({
      load,
      days: Array.from({ length: DAYS }, (_, day) => simulate({ load, seed: day + 1 })).filter(
        ({ waits }) => waits > 0,
      ),
    }))
    return [
      `${queued} queued, ${agents} agents with ${CHATS} conversations each, PostgreSQL with fsync on the same machine.`,
      table(
        ['what', 'figure'],
        [
          ['an empty question to PostgreSQL, p50 ms', percentile(asked, 0.5).toFixed(1)],
          ['an empty question to PostgreSQL, p99 ms', percentile(asked, 0.99).toFixed(1)],
          ['decision: who, and for whom, p50 ms', percentile(decided, 0.5).toFixed(1)],
          ['decision: who, and for whom, p99 ms', percentile(decided, 0.99).toFixed(1)],
          ['decision, claim, history and commit to disk, p50 ms', percentile(took, 0.5).toFixed(1)],
          ['decision, claim, history and commit to disk, p99 ms', percentile(took, 0.99).toFixed(1)],
          [
            'from an agent’s request to close one until that agent is told of the next, over REST and socket, p50 ms',
            percentile(drained, 0.5).toFixed(1),
          ],
          ['the same, p99 ms', percentile(drained, 0.99).toFixed(1)],
          ['all who wait told their new place (made for each, without sockets), ms', places.toFixed(0)],
          [
            `busiest and idlest of ${EQUAL_AGENTS} equal agents after ${fair} conversations: time in conversations, difference in % of the mean`,
            spread.time.toFixed(1),
          ],
          ['the same for the number of conversations', spread.count.toFixed(1)],
        ],
      ),
      `Days of eight hours at a desk with 20 slots, handling times log-normal around 400 s; ${DAYS} days at each load, and the middle one of them:`,
      table(
        [
          'load',
          'waits a day',
          'median wait s',
          'median error s',
          'error / wait',
          'best and worst day',
          'in range',
        ],
        loads.map(({ load, days }) => {
          const of = (figure: (day: DayReport) => number) => median(days.map(figure))
          const parts = days.map(({ medianError, medianWait }) => medianError / medianWait)
          return [
            percent(load),
            of(({ waits }) => waits).toFixed(0),
            of(({ medianWait }) => medianWait).toFixed(0),
            of(({ medianError }) => medianError).toFixed(0),
            percent(median(parts)),
            `${percent(Math.min(...parts))}, ${percent(Math.max(...parts))}`,
            percent(of(({ inRange }) => inRange)),
          ]
        }),
      ),
      `The plans:\n\n\`\`\`\n${plans}\n\`\`\``,
    ].join('\n\n')
  } finally {
    await database.close()
    await server.stop()
    await own.stop()
  }
}

type Query = Awaited<ReturnType<typeof startOwnDatabase>>['database']['query']

async function fill(query: Query, queued: number, agents: number): Promise<string> {
  const group = await query.selectFrom('groups').select('id').executeTakeFirstOrThrow()
  await sql`
    insert into agents (id, name, email, password_hash, role, chosen_status, connected_until, max_chats, noticed_status, created_at)
    select gen_random_uuid(), 'Agent ' || n, 'a' || n || '@example.com', '', 'agent', 'online', 'infinity'::timestamptz, ${CHATS},
      'online', now() from generate_series(1, ${agents}::integer) n`.execute(query)
  await sql`insert into group_members (group_id, agent_id) select ${group.id}::uuid, id from agents
    on conflict do nothing`.execute(query)
  await sql`
    insert into visitors (id, app_uuid, attributes, page, created_at, last_seen_at)
    select gen_random_uuid(), a.id, '{}', 'null', now(), now() from apps a, generate_series(1, ${queued}::integer)`.execute(
    query,
  )
  await addQueued(query, group.id)
  await sql`
    insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, agent_id, priority, created_at,
      updated_at, public_updated_at, assigned_at)
    select gen_random_uuid(), v.app_uuid, v.id, gen_random_uuid()::text, 'active', '{}', ${group.id}::uuid, a.id, 'normal',
      now(), now(), now(), now() - random() * interval '10 minutes'
    from agents a, generate_series(1, ${CHATS}), lateral (select * from visitors limit 1) v where a.name like 'Agent %'`.execute(
    query,
  )
  await sql`
    insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, priority, created_at, updated_at,
      public_updated_at, closed_at)
    select gen_random_uuid(), v.app_uuid, v.id, gen_random_uuid()::text, 'closed', '{}', ${group.id}::uuid, 'normal', now(),
      now(), now(), now() from visitors v, generate_series(1, ${CLOSED_EACH})`.execute(query)
  // As autovacuum leaves a table that is in use.
  await sql`vacuum analyze`.execute(query)
  return group.id
}

async function addQueued(query: Query, groupId: string): Promise<void> {
  await sql`
    insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, priority, created_at, updated_at,
      public_updated_at, queued_at, rank_at)
    select gen_random_uuid(), v.app_uuid, v.id, gen_random_uuid()::text, 'queued', '{}', ${groupId}::uuid, 'normal', now(), now(),
      now(), now(), now() + random() * interval '1 hour' from visitors v`.execute(query)
}

const DRAINS = 200
const DRAIN_LIMIT_MS = 10_000

/** One agent with one slot before a long queue, everybody else full: closing one conversation brings the next. */
async function measureDrain(
  query: Query,
  url: string,
  admin: { email: string; password: string },
): Promise<number[]> {
  const post = async (path: string, body: object, token?: string) => {
    const answer = await fetch(`${url}/api/v1${path}`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
      body: JSON.stringify(body),
    })
    if (!answer.ok) throw new Error(`${path}: ${answer.status} ${await answer.text()}`)
    return answer.json()
  }
  const { token } = await post('/auth/login', admin)
  await sql`update agents set max_chats = 1 where email = ${admin.email}`.execute(query)
  const socket = io(`${url}/agent`, { auth: { token }, transports: ['websocket'] })
  const assigned: string[] = []
  let wake = () => {}
  socket.on('assignment', ({ conversationId, reason }: Events['assignment']) => {
    if (reason !== 'routed') return
    assigned.push(conversationId)
    wake()
  })
  const next = () =>
    new Promise<string>((resolve, reject) => {
      const late = setTimeout(() => reject(new Error('Nothing was assigned.')), DRAIN_LIMIT_MS)
      wake = () => {
        const conversationId = assigned.shift()
        if (conversationId === undefined) return
        clearTimeout(late)
        resolve(conversationId)
      }
      wake()
    })
  try {
    let conversationId = await next()
    const times: number[] = []
    for (let count = 0; count < DRAINS; count++) {
      const from = performance.now()
      const closed = post(`/conversations/${conversationId}/close`, { resolved: true }, token)
      conversationId = await next()
      times.push(performance.now() - from)
      await closed
    }
    await sql`update agents set chosen_status = 'offline' where email = ${admin.email}`.execute(query)
    return times
  } finally {
    socket.disconnect()
  }
}

/** What comes before the claim: the first who waits, and the best who is free. */
async function decide(query: Query, groupId: string) {
  const { free, waiting } = await findPair(query, { groupId }, new Date())
  if (!waiting || !chooseAgent(free, waiting)) throw new Error('Nobody waits, or nobody is free.')
}

async function timeOf(run: () => Promise<unknown>): Promise<number> {
  const from = performance.now()
  await run()
  return performance.now() - from
}

type Services = Parameters<typeof assignNext>[0]

/** From a change to the last of those who wait, all of them on this node. */
async function tellPlaces(services: Services, groupId: string, waiting: number): Promise<number> {
  let told = 0
  let done = () => {}
  const positions = createPositions({
    database: services.database,
    clock: systemClock,
    estimates: services.estimates,
    fileLinks: services.fileLinks,
    deliverHere: () => {
      told += 1
      if (told === waiting) done()
    },
    isVisitorHere: () => true,
    isAnyAgentHere: () => false,
    onError: (error) => {
      throw error
    },
  })
  const all = () =>
    new Promise<void>((resolve) => {
      told = 0
      done = resolve
      positions.touch(groupId)
    })
  // Each of those near the front is told to the agents as well.
  waiting += Math.min(200, waiting)
  await all()
  await sql`update conversations set rank_at = rank_at - interval '3 hours' where id = (
    select id from conversations where status = 'queued' order by rank_at desc limit 1)`.execute(
    services.database.query,
  )
  const from = performance.now()
  await all()
  const took = performance.now() - from
  positions.stop()
  return took
}

const EQUAL_AGENTS = 20
/** Of what the agents could do; and how many arrivals pass while one conversation is led. */
const BUSY = 0.8
const LED_ARRIVALS = EQUAL_AGENTS * CHATS * BUSY

/** Equal agents at a desk that is rather full: how much more the busiest had than the idlest, in % of the mean. */
async function measureFairness(
  services: Services,
  query: Query,
  groupId: string,
  conversations: number,
): Promise<{ time: number; count: number }> {
  await sql`delete from conversations`.execute(query)
  await sql`update agents set chosen_status = 'offline'
    where id not in (select id from agents where name like 'Agent %' order by id limit ${EQUAL_AGENTS})`.execute(
    query,
  )
  const visitors = await query.selectFrom('visitors').select('id').execute()
  const random = seeded(1)
  const led = new Map<string, { time: number; count: number }>()
  const active: { id: string; agentId: string; until: number }[] = []
  for (let now = 0; now < conversations; now++) {
    const over = active.filter(({ until }) => until <= now)
    for (const { id, agentId } of over) {
      await sql`update conversations set status = 'closed', closed_at = now() where id = ${id}`.execute(query)
      await touchAgents(query, new Set([agentId]), new Date())
      active.splice(
        active.findIndex((one) => one.id === id),
        1,
      )
    }
    const id = uuid()
    // Each once: who comes again is led to the agent of last time.
    const visitor = visitors[now % visitors.length]?.id
    await sql`
      insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, priority, created_at, updated_at,
        public_updated_at, queued_at, rank_at)
      select ${id}::uuid, v.app_uuid, v.id, ${id}, 'queued', '{}', ${groupId}::uuid, 'normal', now(), now(), now(), now(), now()
      from visitors v where v.id = ${visitor}`.execute(query)
    while (await assignNext(services, { groupId })) {
      const { rows } = await sql<{ id: string; agent_id: string }>`
        select id, agent_id from conversations where status = 'active' and not (id = any(${active.map((one) => one.id)}::uuid[]))
        limit 1`.execute(query)
      const begun = rows[0]
      if (!begun) throw new Error('Nothing was assigned.')
      // From a tenth to nineteen tenths of the mean.
      const takes = LED_ARRIVALS * (0.1 + 1.8 * random())
      active.push({ id: begun.id, agentId: begun.agent_id, until: now + takes })
      const before = led.get(begun.agent_id) ?? { time: 0, count: 0 }
      led.set(begun.agent_id, { time: before.time + takes, count: before.count + 1 })
    }
  }
  const spread = (values: number[]) =>
    (100 * (Math.max(...values) - Math.min(...values))) /
    (values.reduce((sum, value) => sum + value, 0) / EQUAL_AGENTS)
  const all = [...led.values()]
  return { time: spread(all.map((one) => one.time)), count: spread(all.map((one) => one.count)) }
}

/** Of the queries that grow with the queue and the desk. */
async function explain(query: Query, groupId: string): Promise<string> {
  const plans: string[] = []
  for (const text of [
    `select q.id from conversations q where q.status = 'queued' and q.group_id = '${groupId}' order by q.rank_at, q.queued_at, q.id limit 1`,
    `select count(*) from conversations c where c.agent_id = (select id from agents limit 1) and c.status = 'active' and c.parked_at is null`,
    `select id, row_number() over (order by rank_at, queued_at, id) from conversations where status = 'queued' and group_id = '${groupId}' order by rank_at, queued_at, id`,
  ]) {
    const { rows } = await sql<{ 'QUERY PLAN': string }>`explain (costs off) ${sql.raw(text)}`.execute(query)
    plans.push(rows.map((row) => row['QUERY PLAN']).join('\n'))
  }
  return plans.join('\n\n')
}

function percent(part: number): string {
  return `${(100 * part).toFixed(0)} %`
}
