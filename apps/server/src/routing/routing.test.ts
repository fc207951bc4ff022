import { sql } from 'kysely'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>
let ana: Awaited<ReturnType<TestServer['agent']>>
let ben: Awaited<ReturnType<TestServer['agent']>>

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  ana = await server.agent(ada)
  ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  await ada.does('agent:status', { status: 'away' })
})
afterAll(() => server.stop())

/** Everybody begins anew: nothing open, nobody with anything. */
beforeEach(async () => {
  await server.services.router.idle()
  await sql`delete from conversations`.execute(server.services.database.query)
  for (const agent of [ana, ben]) {
    await change(agent, { skills: [], languages: [] })
    await agent.does('agent:status', { status: 'online', maxChats: 2 })
  }
  await inGroup({
    routing: 'automatic',
    skills: [],
    matchLanguage: false,
    relaxAfterSeconds: 120,
    greeting: null,
  })
})

const change = (agent: { id: string }, fields: object) =>
  server.rest('PATCH', `/api/v1/agents/${agent.id}`, fields, ada.token)

async function inGroup(fields: object) {
  const { body } = await server.rest('GET', '/api/v1/groups', undefined, ada.token)
  const group = body.items.find((item: { isDefault: boolean }) => item.isDefault)
  const changed = await server.rest('PATCH', `/api/v1/groups/${group.id}`, fields, ada.token)
  expect(changed.status).toBe(200)
  return changed.body
}

async function starts(request: { prechat?: Record<string, unknown>; groupId?: string } = {}, vera?: Visitor) {
  const visitor = vera ?? (await server.visitor())
  const clientId = crypto.randomUUID()
  const message = { clientId: 'm', type: 'text' as const, content: { text: 'Hello' } }
  const reply = await visitor.does('conversation:start', { clientId, message, ...request })
  return { visitor, ...reply }
}
type Visitor = Awaited<ReturnType<TestServer['visitor']>>

describe('who is not to get it again at once', () => {
  test('[RT1] gets it all the same when it is put into the same queue again by hand', async () => {
    await change(ben, { skills: ['readers'] })
    const { conversation } = await starts({ prechat: { skill: 'readers' } })
    expect(conversation.agentId).toBe(ben.id)
    const conversationId = conversation.id
    const released = await ben.does('conversation:release', { conversationId })
    await server.services.router.idle()
    expect(released.conversation.status).toBe('queued')
    const toGroupId = released.conversation.groupId as string
    await ada.does('conversation:transfer', { conversationId, toGroupId })
    await server.services.router.idle()
    const { conversation: now } = await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(now).toMatchObject({ status: 'active', agentId: ben.id })
  })
})

describe('who gets it', () => {
  test('[RT1] the least loaded in relation to their capacity; among equals who has been idle longest', async () => {
    await change(ben, { maxChats: 4 })
    const got = []
    for (let count = 0; count < 6; count++) got.push((await starts()).conversation.agentId)
    // Ana 0/2, Ben 0/4: Ana was there first. Then Ben with 0, then Ben with 1/4 before Ana with 1/2.
    expect(got).toEqual([ana.id, ben.id, ben.id, ana.id, ben.id, ben.id])
  })

  test('[RT1] the answer of the start says who has it, and the agent hears of it at once', async () => {
    const { conversation, messages, visitor } = await starts()
    expect(conversation).toMatchObject({ status: 'active', agentId: ana.id, agentName: 'Ana', queue: null })
    expect(messages).toHaveLength(1)
    await ana.hears(
      'assignment',
      (line) => line.conversationId === conversation.id && line.reason === 'routed',
    )
    await ana.hears('agent', (event) => event.id === ana.id && event.activeChats === 1)
    await visitor.hears('conversation', (event) => event.status === 'active')
  })

  test("[RT1] the visitor's agent of last time comes first, unless the app does not want that", async () => {
    const vera = await server.visitor()
    const first = await starts({}, vera)
    await ana.does('conversation:close', { conversationId: first.conversation.id })
    // Ana has been idle for a shorter time, and has more.
    await ana.does('conversation:take', { conversationId: (await starts()).conversation.id }).catch(() => {})
    expect((await starts({}, vera)).conversation.agentId).toBe(first.conversation.agentId)
    const apps = await server.rest('GET', '/api/v1/apps', undefined, ada.token)
    const path = `/api/v1/apps/${apps.body.items[0].id}`
    await server.rest('PATCH', path, { previousAgentFirst: false }, ada.token)
    await sql`delete from conversations`.execute(server.services.database.query)
    const again = await starts({}, vera)
    await (again.conversation.agentId === ana.id ? ana : ben).does('conversation:close', {
      conversationId: again.conversation.id,
    })
    expect((await starts({}, vera)).conversation.agentId).not.toBe(again.conversation.agentId)
    await server.rest('PATCH', path, { previousAgentFirst: true }, ada.token)
  })

  test('[RT1] nobody who is away, and with manual routing nobody at all', async () => {
    await ana.does('agent:status', { status: 'away' })
    for (let count = 0; count < 2; count++) expect((await starts()).conversation.agentId).toBe(ben.id)
    expect((await starts()).conversation).toMatchObject({ status: 'queued', agentId: null })
    await ana.does('agent:status', { status: 'offline' })
    await inGroup({ routing: 'manual' })
    await ben.does('agent:status', { status: 'online', maxChats: 9 })
    expect((await starts()).conversation.status).toBe('queued')
  })

  test('[RT2] skills and language of the form and of the group are asked for, and the demand relaxes', async () => {
    await change(ben, { skills: ['billing'], languages: ['de'] })
    expect((await starts({ prechat: { skill: 'billing' } })).conversation.agentId).toBe(ben.id)
    expect((await starts({ prechat: { language: 'de-AT' } })).conversation.agentId).toBe(ben.id)
    // Ben is full, Ana cannot do it.
    const third = await starts({ prechat: { skill: ['billing'] } })
    expect(third.conversation.status).toBe('queued')
    await change(ana, { skills: ['billing', 'readers'] })
    await ana.hears('assignment', (line) => line.conversationId === third.conversation.id)

    await inGroup({ matchLanguage: true, relaxAfterSeconds: null })
    const victor = await server.visitor({ language: 'fr' })
    expect((await starts({}, victor)).conversation.status).toBe('queued')
    await inGroup({ relaxAfterSeconds: 1 })
    await victor.hears('conversation', (event) => event.status === 'active' && event.agentId === ana.id)
  })

  test('[GR1] the form chooses the group, its members answer, with as many as the group lets them', async () => {
    const members = [{ agentId: ben.id, maxChats: 1 }]
    const made = await server.rest(
      'POST',
      '/api/v1/groups',
      { name: `Billing ${crypto.randomUUID()}`, members, greeting: 'Welcome to billing.' },
      ada.token,
    )
    expect(made.body).toMatchObject({
      members,
      agentIds: [ben.id],
      greeting: 'Welcome to billing.',
      isDefault: false,
    })
    const { conversation, messages } = await starts({ prechat: { group: made.body.id } })
    expect(conversation).toMatchObject({ groupId: made.body.id, agentId: ben.id })
    expect(messages.at(-1)).toMatchObject({
      type: 'system',
      content: { message: 'Welcome to billing.', event: 'greeting' },
    })
    const second = await starts({ groupId: made.body.id })
    expect(second.conversation.status).toBe('queued')
    // In other groups Ben has a slot still.
    await ana.does('agent:status', { status: 'away' })
    expect((await starts()).conversation.agentId).toBe(ben.id)
    await server.rest(
      'PATCH',
      `/api/v1/groups/${made.body.id}`,
      { members: [{ agentId: ben.id, maxChats: null }] },
      ada.token,
    )
    await ben.does('agent:status', { status: 'online', maxChats: 3 })
    await second.visitor.hears('conversation', (event) => event.agentId === ben.id)
  })
})
