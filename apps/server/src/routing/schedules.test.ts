import fc from 'fast-check'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { setStatus } from '../agents/set-status.ts'
import { closeConversation } from '../conversations/close-conversation.ts'
import { prioritizeConversation } from '../conversations/prioritize-conversation.ts'
import { releaseConversation } from '../conversations/release-conversation.ts'
import { reopenConversation } from '../conversations/reopen-conversation.ts'
import { snoozeConversation } from '../conversations/snooze-conversation.ts'
import { startConversation } from '../conversations/start-conversation.ts'
import { transferConversation } from '../conversations/transfer-conversation.ts'
import type { Queries } from '../database/database.ts'
import type { Services } from '../services.ts'
import type { AgentSession, VisitorSession } from '../session.ts'
import { startTestNodes } from '../testing/start-test-nodes.ts'
import { startTestServer } from '../testing/start-test-server.ts'
import { hasRedis, startTestRedis, type TestRedis } from '../testing/test-redis.ts'
import { findPair, listWaitingGroups } from './routing-store.ts'

/** Written into the tables by the database itself, in the transaction that would do wrong. */
const WATCH = `
  create table overloads (agent_id uuid, had integer, may integer);
  create function note_overload() returns trigger language plpgsql as $$
  begin
    insert into overloads select a.id, count(c.id), a.max_chats from agents a
    join conversations c on c.agent_id = a.id and c.status = 'active' and c.parked_at is null
    where a.id = new.to_agent_id group by a.id having count(c.id) > a.max_chats;
    return null;
  end $$;
  create trigger assignments_watch after insert on assignments
  for each row when (new.reason = 'routed') execute function note_overload();`

interface World {
  nodes: Services[]
  query: Queries
  agents: AgentSession[]
  visitors: VisitorSession[]
  groups: string[]
}

const SKILLS = ['billing', 'readers']
const MOST_CHATS = 3

async function prepare(nodes: Services[]): Promise<World> {
  const [services] = nodes as [Services]
  const { query } = services.database
  await sql.raw(WATCH).execute(query)
  const { addAgent } = await import('../agents/add-agent.ts')
  const { addGroup } = await import('../groups/manage-groups.ts')
  const { openVisitorSession } = await import('../visitors/open-session.ts')
  const agents: AgentSession[] = []
  for (const [index, name] of ['Ana', 'Ben', 'Cem'].entries()) {
    const password = 'correct horse battery'
    const skill = SKILLS.slice(0, index)
    const made = await addAgent(services, { name, email: `${name}@example.com`, password, skills: skill })
    agents.push({ kind: 'agent', agentId: made.id, name, role: 'agent', onlyGroups: null })
  }
  await query
    .updateTable('agents')
    .set({ connected_until: new Date('2100-01-01') })
    .execute()
  const [first, , third] = agents as [AgentSession, AgentSession, AgentSession]
  const other = await addGroup(services, { name: 'Billing', agentIds: [first.agentId, third.agentId] })
  const known = await query
    .selectFrom('groups')
    .select('id')
    .where('is_default', '=', true)
    .executeTakeFirstOrThrow()
  const app = await query.selectFrom('apps').selectAll().executeTakeFirstOrThrow()
  const visitors: VisitorSession[] = []
  for (let count = 0; count < 8; count++) {
    const { visitor } = await openVisitorSession(
      services,
      { appId: app.app_id },
      { origin: undefined, ownPage: true },
    )
    visitors.push({
      kind: 'visitor',
      visitorId: visitor.id,
      name: null,
      appUuid: app.id,
      appId: app.app_id,
      pageHours: null,
    })
  }
  return { nodes, query, agents, visitors, groups: [known.id, other.id] }
}

/** What may happen, drawn at random; numbers choose among what there is at that moment. */
const happening = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      does: fc.constant('start' as const),
      who: fc.nat(7),
      group: fc.nat(1),
      skill: fc.nat(5),
    }),
  },
  { weight: 5, arbitrary: fc.record({ does: fc.constant('close' as const), which: fc.nat(20) }) },
  {
    weight: 2,
    arbitrary: fc.record({
      does: fc.constant('status' as const),
      who: fc.nat(2),
      online: fc.boolean(),
      more: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('release' as const), which: fc.nat(20) }) },
  {
    weight: 1,
    arbitrary: fc.record({ does: fc.constant('to group' as const), which: fc.nat(20), group: fc.nat(1) }),
  },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('snooze' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('reopen' as const), which: fc.nat(20) }) },
  { weight: 1, arbitrary: fc.record({ does: fc.constant('prioritize' as const), which: fc.nat(20) }) },
)
type Happening = typeof happening extends fc.Arbitrary<infer T> ? T : never
/** Groups of what happens at once, each with the node that it happens on. */
const schedule = fc.array(
  fc.array(fc.record({ node: fc.nat(1), what: happening }), { minLength: 1, maxLength: 7 }),
  {
    minLength: 1,
    maxLength: 3,
  },
)

async function happen(world: World, node: number, what: Happening, ids: string[]): Promise<void> {
  const services = world.nodes[node] as Services
  const [ana] = world.agents as [AgentSession]
  const id = 'which' in what ? (ids[what.which % ids.length] ?? '') : ''
  if ('which' in what && id === '') return
  switch (what.does) {
    case 'start': {
      const skill = SKILLS[what.skill]
      const { conversation } = await startConversation(services, world.visitors[what.who] as VisitorSession, {
        clientId: crypto.randomUUID(),
        groupId: world.groups[what.group] as string,
        ...(skill && { prechat: { skill } }),
      })
      ids.push(conversation.id)
      return
    }
    case 'status': {
      const status = what.online ? 'online' : 'away'
      await setStatus(services, world.agents[what.who] as AgentSession, {
        status,
        ...(what.more && { maxChats: MOST_CHATS }),
      })
      return
    }
    case 'close':
      await closeConversation(services, ana, id)
      return
    case 'release':
      await releaseConversation(services, ana, id)
      return
    case 'to group':
      await transferConversation(services, ana, {
        conversationId: id,
        toGroupId: world.groups[what.group] as string,
      })
      return
    case 'snooze':
      await snoozeConversation(services, ana, id, null)
      return
    case 'reopen':
      await reopenConversation(services, ana, id)
      return
    case 'prioritize':
      await prioritizeConversation(services, ana, id, 'urgent')
  }
}

/** Refusals are part of life, such as "is closed", or a lock that a busy machine did not give in time; anything else is not. */
function ignoreRefusal(error: unknown) {
  if (!(error instanceof Error && 'code' in error && /^(conversation_|55P03)/.test(String(error.code))))
    throw error
}

async function play(world: World, rounds: readonly { node: number; what: Happening }[][]): Promise<void> {
  const ids: string[] = []
  for (const round of rounds) {
    await Promise.all(round.map(({ node, what }) => happen(world, node, what, ids).catch(ignoreRefusal)))
  }
  await Promise.all(world.nodes.map((services) => services.router.idle()))
}

async function expectOrder({ query }: World): Promise<void> {
  const overloads = await sql`select * from overloads`.execute(query)
  expect(overloads.rows, 'nobody has more than they may').toEqual([])

  for (const groupId of await listWaitingGroups(query)) {
    const { waiting: forgotten } = await findPair(query, { groupId }, new Date())
    expect(forgotten, 'nobody waits while somebody is free who fits').toBeNull()
  }

  const lines = await query
    .selectFrom('assignments')
    .selectAll()
    .orderBy('conversation_id')
    .orderBy('id')
    .execute()
  for (const [index, line] of lines.entries()) {
    const before = lines[index - 1]
    if (before?.conversation_id !== line.conversation_id) continue
    // A closed one keeps the name of who had it.
    if (before.reason !== 'closed') expect(line.from_agent_id, 'one after the other').toBe(before.to_agent_id)
    expect(line.from_group_id).toBe(before.to_group_id)
  }
}

async function beginAnew({ query }: World): Promise<void> {
  await sql`delete from conversations`.execute(query)
  await query.updateTable('agents').set({ chosen_status: 'online', max_chats: 2 }).execute()
}

let redis: TestRedis
beforeAll(async () => {
  if (hasRedis) redis = await startTestRedis()
})
afterAll(() => redis?.kill())

const RUNS = 1_000
const LONG_MS = 600_000

describe('whatever happens at once', () => {
  test.skipIf(!hasRedis)(
    '[RT3] on two nodes nobody has more than they may, nobody is shared and nobody forgotten, in 1,000 schedules',
    async () => {
      const [one, other] = await startTestNodes(redis.url, {}, {})
      const world = await prepare([one.services, other.services])
      await fc.assert(
        fc.asyncProperty(schedule, async (rounds) => {
          await beginAnew(world)
          await play(world, rounds)
          await expectOrder(world)
        }),
        { numRuns: RUNS, endOnFailure: true },
      )
    },
    LONG_MS,
  )

  test('[RT3] under 50 starts and closes at once', async () => {
    const server = await startTestServer()
    onTestFinished(server.stop)
    const world = await prepare([server.services])
    await world.query.updateTable('agents').set({ max_chats: 10 }).execute()
    const ids: string[] = []
    const start = (who: number): Happening => ({ does: 'start', who: who % 8, group: who % 2, skill: 9 })
    await Promise.all(Array.from({ length: 50 }, (_, who) => happen(world, 0, start(who), ids)))
    await world.nodes[0]?.router.idle()
    await expectOrder(world)
    const active = ids.slice(0, 25)
    await Promise.all([
      ...active.map((_, which) => happen(world, 0, { does: 'close', which }, active)),
      ...active.map((_, who) => happen(world, 0, start(who), ids)),
    ])
    await world.nodes[0]?.router.idle()
    await expectOrder(world)
    const open = await world.query
      .selectFrom('conversations')
      .select('id')
      .where('status', '=', 'active')
      .execute()
    expect(open).toHaveLength(30)
  })
})
