import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { ADA, startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { freePort, hasRedis, startTestRedis, type TestRedis } from '../testing/test-redis.ts'

type Options = NonNullable<Parameters<typeof startTestServer>[0]>

let redis: TestRedis
beforeAll(async () => {
  if (hasRedis) redis = await startTestRedis()
})
afterAll(() => redis?.kill())

/** Nodes on one database and one Redis; the first begins the installation. */
async function startNodes<T extends Options[]>(...options: T): Promise<{ [K in keyof T]: TestServer }> {
  const nodes: TestServer[] = []
  for (const option of options) nodes.push(await startNode(nodes[0], option))
  return nodes as { [K in keyof T]: TestServer }
}

async function startNode(first: TestServer | undefined, options: Options = {}): Promise<TestServer> {
  const shared = first && { connection: first.connection, dataDir: first.dataDir }
  const node = await startTestServer({ redisUrl: redis.url, ...options, ...shared })
  onTestFinished(node.stop)
  return node
}

function text(conversationId: string, words: string) {
  return { conversationId, clientId: randomUUID(), type: 'text', content: { text: words } } as const
}

function begin(words: string) {
  return {
    clientId: randomUUID(),
    message: { clientId: randomUUID(), type: 'text', content: { text: words } },
  } as const
}

describe.skipIf(!hasRedis)('several nodes', () => {
  test('[ND1] a visitor on one node and an agent on another chat as if there were one', async () => {
    const [ours, theirs] = await startNodes({}, {})
    const ada = await ours.admin()
    const ana = await theirs.agent(ada)
    const second = await ours.enterAsAgent(ana)
    await ana.does('inbox:watch', { watch: true })
    const vera = await ours.visitor()

    const { conversation } = await vera.does('conversation:start', begin('Hello'))
    const { id } = conversation
    await ana.hears('message', (message) => message.conversationId === id)
    await ana.hears('counts', (counts) => counts.unassigned === 1)
    await ana.does('conversation:take', { conversationId: id })
    await vera.hears('conversation', (event) => event.agentId === ana.id)
    await second.hears('conversation', (event) => event.id === id && event.agentId === ana.id)
    await ana.hears('counts', (counts) => counts.mine === 1)

    await vera.does('typing:set', { conversationId: id, typing: true })
    await ana.hears('typing', (event) => event.typing && event.senderType === 'user')
    await ana.does('typing:set', { conversationId: id, typing: true })
    await vera.hears('typing', (event) => event.typing && event.senderType === 'agent')
    await ana.does('conversation:sync', { conversationId: id, afterSeq: 0 })
    await ana.does('message:send', text(id, 'How can I help?'))
    await vera.hears('message', (message) => message.seq === 2)
    await vera.does('message:read', { conversationId: id, seq: 2 })
    await ana.hears('read', (event) => event.readerType === 'user')
    await ana.hears('conversation', (event) => event.lastSeq === 2)

    for (let seq = 3; seq <= 30; seq++) await vera.does('message:send', text(id, `Number ${seq}`))
    await ana.hears('message', (message) => message.seq === 30)
    // Ana's socket sits in several rooms of each message, and hears it once.
    expect(ana.heardOf('message').map(({ seq }) => seq)).toEqual(Array.from({ length: 30 }, (_, i) => i + 1))
  })

  test('[ND1] who comes hears everything that is told after the answer, on whichever node', async () => {
    const [ours, theirs] = await startNodes({}, {})
    const ada = await ours.admin()
    const ana = await theirs.agent(ada)
    for (let round = 0; round < 10; round++) {
      const vera = await ours.visitor()
      const { conversation } = await vera.does('conversation:start', begin('Hello'))
      await ada.does('conversation:take', { conversationId: conversation.id })
      await ana.does('conversation:sync', { conversationId: conversation.id, afterSeq: 0 })
      await vera.does('message:send', text(conversation.id, 'Anybody?'))
      await ana.hears('message', ({ conversationId, seq }) => conversationId === conversation.id && seq === 2)
      await ana.does('conversation:leave', { conversationId: conversation.id })
    }
  })

  test('[ND1] what Redis carries for a message does not grow with the nodes that have no part in it', async () => {
    const [ours, theirs] = await startNodes({ clock: createManualClock() }, { clock: createManualClock() })
    const client = new Redis(redis.url)
    onTestFinished(() => client.disconnect())
    const ana = await ours.admin()
    const vera = await ours.visitor()
    const { conversation } = await vera.does('conversation:start', begin('Hello'))
    await ana.does('conversation:take', { conversationId: conversation.id })
    const there = await theirs.enterAsAgent(ana)
    const carried = async () => {
      const [stats, commands] = await Promise.all([client.info('stats'), client.info('commandstats')])
      return {
        publications: Number(/cmdstat_spublish:calls=(\d+)/.exec(commands)?.[1]),
        bytes: Number(/total_net_output_bytes:(\d+)/.exec(stats)?.[1]),
      }
    }
    const cost = async (round: string) => {
      const before = await carried()
      for (let number = 1; number <= 50; number++) {
        await vera.does('message:send', text(conversation.id, `${round} ${number}`))
      }
      const last = `${round} 50`
      await there.hears('message', ({ content }) => 'text' in content && content.text === last)
      const after = await carried()
      return { publications: after.publications - before.publications, bytes: after.bytes - before.bytes }
    }

    // After it everything is told that belongs to coming in.
    await cost('first')
    const withTwo = await cost('two')
    for (let more = 0; more < 3; more++) {
      const node = await startNode(ours, { clock: createManualClock() })
      await node.visitor()
    }
    const withFive = await cost('five')
    expect(withFive.publications).toBe(withTwo.publications)
    expect(withFive.bytes).toBeLessThan(withTwo.bytes * 1.1)
    const channels = (await client.pubsub('SHARDCHANNELS', `*:visitor:${vera.id}`)) as string[]
    expect(await client.pubsub('SHARDNUMSUB', ...channels)).toEqual([channels[0], 1])
  })

  test('[ND1] an audience is hung up on every node', async () => {
    const [ours, theirs] = await startNodes({}, {})
    const ada = await ours.admin()
    const ana = await theirs.agent(ada)
    const closed = new Promise((resolve) => ana.socket.once('disconnect', resolve))
    ours.services.hangUp({ agent: ana.id })
    await closed
    expect(ada.socket.connected).toBe(true)
  })

  test('[ND2] a node that dies leaves nobody online', async () => {
    // Its clock stands still, so it does nothing more and says nothing.
    const clock = createManualClock()
    const [dead, alive] = await startNodes({ clock: createManualClock() }, { clock })
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
    const [ours, theirs] = await startNodes({ clock: clocks[0] }, { clock: clocks[1] })
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
    const [ours, theirs] = await startNodes({ limits }, { limits })
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

  test('[DL13] without Redis the own node hears at once and the others by the heartbeat; back, nothing comes twice', async () => {
    const [ours, theirs] = await startNodes({}, {})
    const ada = await ours.admin()
    const ana = await theirs.agent(ada)
    const vera = await ours.visitor()
    const { conversation } = await vera.does('conversation:start', begin('Hello'))
    const { id } = conversation
    for (const agent of [ada, ana]) await agent.does('conversation:sync', { conversationId: id, afterSeq: 0 })
    const ready = async (node: TestServer) => (await node.rest('GET', '/readyz')).body
    expect(await ready(ours)).toMatchObject({ status: 'ok', parts: { redis: 'ok' } })

    await redis.kill()
    for (const node of [ours, theirs]) {
      await expect.poll(() => ready(node)).toMatchObject({ status: 'failing', parts: { redis: 'failing' } })
    }
    for (let seq = 2; seq <= 20; seq++) await vera.does('message:send', text(id, `Number ${seq}`))
    await ada.hears('message', ({ seq }) => seq === 20)
    await ana.hears('heads', ({ heads }) =>
      heads.some((head) => head.conversationId === id && head.seq === 20),
    )
    const { messages } = await ana.does('conversation:sync', { conversationId: id, afterSeq: 1 })
    expect(messages).toHaveLength(19)

    await redis.start()
    for (const node of [ours, theirs]) {
      await expect.poll(() => ready(node), { timeout: 10_000 }).toMatchObject({ status: 'ok' })
    }
    await vera.does('message:send', text(id, 'Number 21'))
    await ana.hears('message', ({ seq }) => seq === 21)
    const numbers = ana
      .heardOf('message')
      .filter(({ conversationId }) => conversationId === id)
      .map(({ seq }) => seq)
    expect(numbers).toEqual([1, 21])
    expect(ada.heardOf('message').map(({ seq }) => seq)).toEqual(Array.from({ length: 21 }, (_, i) => i + 1))
  })

  test('[DL13] a Redis that is away keeps no server from starting', async () => {
    const redisUrl = `redis://127.0.0.1:${await freePort()}`
    const [alone] = await startNodes({ redisUrl })
    const ada = await alone.admin()
    const vera = await alone.visitor()
    await vera.does('conversation:start', begin('Hello'))
    await ada.hears('message')
    expect((await alone.rest('GET', '/healthz')).status).toBe(200)
    const readiness = await alone.rest('GET', '/readyz')
    expect(readiness.status).toBe(503)
    expect(readiness.body.parts).toMatchObject({ database: 'ok', redis: 'failing' })
  })
})
