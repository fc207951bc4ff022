import { v7 as uuid } from 'uuid'
import { sql } from 'kysely'
import { systemClock } from '../../apps/server/src/clock/clock.ts'
import { openDatabase } from '../../apps/server/src/database/database.ts'
import { assignNext } from '../../apps/server/src/routing/assign-next.ts'
import { createEstimates } from '../../apps/server/src/routing/estimates.ts'
import { createPositions } from '../../apps/server/src/routing/positions.ts'
import { simulate } from '../../apps/server/src/routing/simulate.ts'
import { startServer } from '../../apps/server/src/server.ts'
import { percentile } from '../../tooling/percentile.ts'
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

/** Routing on a full desk: what a decision costs, how soon everybody knows their place, how fair it is, how honest. */
export async function measureRouting({ queued, agents, decisions, fair }: Options): Promise<string> {
  const own = await startOwnDatabase()
  const config = { host: '127.0.0.1', port: 0, publicUrl: null, dataDir: own.dataDir, bootstrapAdmin: null }
  const server = await startServer({ config, connection: own.connection })
  const database = openDatabase(own.connection)
  // Filling and emptying takes longer than a request may.
  const { query } = own.database
  try {
    const groupId = await fill(own.database.query, queued, agents)
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
    }

    const took: number[] = []
    for (let count = 0; count < decisions; count++) {
      await sql`update conversations set status = 'closed', closed_at = now()
        where id = (select id from conversations where status = 'active' order by assigned_at limit 1)`.execute(
        query,
      )
      const from = performance.now()
      if (!(await assignNext(services, { groupId }))) throw new Error('Nobody was assigned.')
      took.push(performance.now() - from)
    }
    took.sort((a, b) => a - b)

    const places = await tellPlaces(services, groupId, queued - decisions)
    const plans = await explain(query, groupId)
    const spread = await measureFairness(services, query, groupId, fair)
    const days = [0.6, 0.9, 1.1].flatMap((load) =>
      [1, 2, 3].map((seed) => ({ load, seed, ...simulate({ load, seed }) })),
    )
    return [
      `${queued} queued, ${agents} agents with ${CHATS} conversations each, PostgreSQL with fsync on the same machine.`,
      table(
        ['what', 'figure'],
        [
          ['decision and claim, p50 ms', percentile(took, 0.5).toFixed(1)],
          ['decision and claim, p99 ms', percentile(took, 0.99).toFixed(1)],
          ['all who wait told their new place (made for each, without sockets), ms', places.toFixed(0)],
          [
            `busiest and idlest of 20 equal agents after ${fair} conversations, difference in % of the mean`,
            spread.toFixed(2),
          ],
        ],
      ),
      'Eight hours at a desk with 20 slots, handling times log-normal around 400 s:',
      table(
        ['load', 'seed', 'waits', 'median wait s', 'median error s', 'error / wait', 'in range'],
        days.map((day) => [
          `${Math.round(day.load * 100)} %`,
          String(day.seed),
          String(day.waits),
          day.medianWait.toFixed(0),
          day.medianError.toFixed(0),
          `${((100 * day.medianError) / day.medianWait).toFixed(0)} %`,
          `${(100 * day.inRange).toFixed(0)} %`,
        ]),
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
  await sql`insert into group_members (group_id, agent_id) select ${group.id}::uuid, id from agents`.execute(
    query,
  )
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
    from agents a, generate_series(1, ${CHATS}), lateral (select * from visitors limit 1) v`.execute(query)
  await sql`
    insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, priority, created_at, updated_at,
      public_updated_at, closed_at)
    select gen_random_uuid(), v.app_uuid, v.id, gen_random_uuid()::text, 'closed', '{}', ${group.id}::uuid, 'normal', now(),
      now(), now(), now() from visitors v, generate_series(1, ${CLOSED_EACH})`.execute(query)
  await sql`analyze`.execute(query)
  return group.id
}

async function addQueued(query: Query, groupId: string): Promise<void> {
  await sql`
    insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, priority, created_at, updated_at,
      public_updated_at, queued_at, rank_at)
    select gen_random_uuid(), v.app_uuid, v.id, gen_random_uuid()::text, 'queued', '{}', ${groupId}::uuid, 'normal', now(), now(),
      now(), now(), now() + random() * interval '1 hour' from visitors v`.execute(query)
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

async function measureFairness(
  services: Services,
  query: Query,
  groupId: string,
  conversations: number,
): Promise<number> {
  await sql`delete from conversations`.execute(query)
  await sql`update agents set chosen_status = 'offline' where id not in (select id from agents order by id limit 20)`.execute(
    query,
  )
  const visitors = await query.selectFrom('visitors').select('id').execute()
  for (let done = 0; done < conversations; done++) {
    const id = uuid()
    // Each once: who comes again is led to the agent of last time.
    const visitor = visitors[done % visitors.length]?.id
    await sql`
      insert into conversations (id, app_uuid, visitor_id, client_id, status, prechat, group_id, priority, created_at, updated_at,
        public_updated_at, queued_at, rank_at)
      select ${id}::uuid, v.app_uuid, v.id, ${id}, 'queued', '{}', ${groupId}::uuid, 'normal', now(), now(), now(), now(), now()
      from visitors v where v.id = ${visitor}`.execute(query)
    await assignNext(services, { groupId })
    if (Math.random() < 0.5 || done % 40 === 39)
      await sql`update conversations set status = 'closed', closed_at = now() where id = any(array(
        select id from conversations where status = 'active' order by random() limit 2))`.execute(query)
  }
  const { rows } = await sql<{ count: number }>`
    select count(*)::integer as count from assignments where reason = 'routed' and to_agent_id is not null and at > (
      select min(created_at) from conversations) group by to_agent_id`.execute(query)
  const counts = rows.map((row) => row.count)
  const mean = counts.reduce((sum, count) => sum + count, 0) / counts.length
  return (100 * (Math.max(...counts) - Math.min(...counts))) / mean
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
