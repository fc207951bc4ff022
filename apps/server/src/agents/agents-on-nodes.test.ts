import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestNodes } from '../testing/start-test-nodes.ts'
import { ADA, type TestServer } from '../testing/start-test-server.ts'
import { hasRedis, startTestRedis, type TestRedis } from '../testing/test-redis.ts'

let redis: TestRedis
beforeAll(async () => {
  if (hasRedis) redis = await startTestRedis()
})
afterAll(() => redis?.kill())

describe.skipIf(!hasRedis)('agents on several nodes', () => {
  test('[SC1] [ND2] what leaves somebody’s reach on one node is gone on the other, and so is whoever looked at it', async () => {
    const [one, two] = await startTestNodes(redis.url, {}, {})
    const ada = await one.admin()
    const ana = await one.agent(ada)
    await one.routeByHand(ada)
    const addGroup = async (name: string, agentIds: string[]) =>
      (await one.rest('POST', '/api/v1/groups', { name, routing: 'manual', agentIds }, ada.token)).body.id
    const [own, foreign] = [await addGroup('Own', [ana.id]), await addGroup('Foreign', [])]
    await one.rest('PATCH', `/api/v1/agents/${ana.id}`, { reach: 'groups' }, ada.token)
    const there = await two.enterAsAgent(ana)
    const vera = await one.visitor()
    const { conversation } = await vera.does('conversation:start', { clientId: 'c', groupId: own })
    const { id } = conversation
    await there.does('conversation:sync', { conversationId: id, afterSeq: 0 })
    await ada.does('conversation:transfer', { conversationId: id, toGroupId: foreign })
    await there.hears('gone', ({ conversationId }) => conversationId === id)
    const text = { type: 'text', content: { text: 'For others' } } as const
    await vera.does('message:send', { conversationId: id, clientId: 'm', ...text })
    await ada.does('conversation:prioritize', { conversationId: id, priority: 'high' })
    const last = await vera.does('conversation:start', { clientId: 'd', groupId: own })
    await there.hears('conversation', (told) => told.id === last.conversation.id)
    const after = there.heard.slice(there.heard.findIndex(({ event }) => event === 'gone') + 1)
    expect(JSON.stringify(after)).not.toContain(id)
  })

  test('[ND2] a node that dies leaves nobody online', async () => {
    // Its clock stands still, so it does nothing more and says nothing.
    const clock = createManualClock()
    const [dead, alive] = await startTestNodes(redis.url, { clock: createManualClock() }, { clock })
    const ada = await dead.admin()
    const there = await alive.agent(ada)
    await there.does('agent:status', { status: 'away' })
    const vera = await alive.visitor()
    const ofAda = () =>
      there
        .heardOf('agent')
        .filter(({ id }) => id === ada.id)
        .at(-1)?.status
    await expect
      .poll(
        () => {
          clock.advance(5_000)
          return ofAda()
        },
        { timeout: 20_000, interval: 100 },
      )
      .toBe('offline')
    await vera.hears('availability', ({ online }) => !online)
    const { body } = await alive.rest('GET', `/api/v1/agents/${ada.id}`, undefined, there.token)
    expect(body.status).toBe('offline')
  })

  test('[ND2] an agent with sockets on two nodes stays when one of them goes', async () => {
    const clocks = [createManualClock(), createManualClock()] as const
    const [ours, theirs] = await startTestNodes(redis.url, { clock: clocks[0] }, { clock: clocks[1] })
    const ada = await ours.admin()
    const ana = await theirs.agent(ada)
    const here = await ours.enterAsAgent(ana)
    const until = async () => {
      const agents = ours.services.database.query.selectFrom('agents').select('connected_until')
      return (await agents.where('id', '=', ana.id).executeTakeFirstOrThrow()).connected_until?.getTime() ?? 0
    }
    const start = clocks[0].now().getTime()
    here.socket.close()
    await expect.poll(until).toBe(start + 60_000)
    clocks[1].advance(30_000)
    await expect.poll(until).toBe(start + 120_000)
    for (const clock of clocks) clock.advance(45_000)
    const read = await ours.rest('GET', `/api/v1/agents/${ana.id}`, undefined, ada.token)
    expect(read.body.status).toBe('online')
    expect(ada.heardOf('agent').filter(({ id, status }) => id === ana.id && status === 'offline')).toEqual([])
  })

  test('[ND2] failed sign-ins are counted over all nodes; a sign-in that works clears the account', async () => {
    const limit = { name: 'tries', most: 3, withinMs: 60_000 }
    const limits = { signInsOfAccount: limit }
    const [ours, theirs] = await startTestNodes(redis.url, { limits }, { limits })
    await ours.admin()
    const { email, password } = ADA
    const signIn = (node: TestServer, word: string) =>
      node.rest('POST', '/api/v1/auth/login', { email, password: word })

    expect((await signIn(ours, 'wrong')).status).toBe(401)
    expect((await signIn(theirs, 'wrong')).status).toBe(401)
    expect((await signIn(theirs, password)).status).toBe(200)
    for (const node of [ours, theirs, ours]) expect((await signIn(node, 'wrong')).status).toBe(401)
    const refused = await signIn(theirs, password)
    expect(refused.status).toBe(429)
    expect(refused.body.code).toBe('rate_limited')
    expect(Number(refused.headers.get('retry-after'))).toBeGreaterThan(50)
    expect(
      (await theirs.rest('POST', '/api/v1/auth/login', { email: 'ben@example.com', password })).status,
    ).toBe(401)
  })
})
