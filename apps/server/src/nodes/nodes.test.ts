import { randomUUID } from 'node:crypto'
import { Redis } from 'ioredis'
import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestNode, startTestNodes } from '../testing/start-test-nodes.ts'
import type { TestServer } from '../testing/start-test-server.ts'
import { freePort, hasRedis, startTestRedis, type TestRedis } from '../testing/test-redis.ts'

let redis: TestRedis
beforeAll(async () => {
  if (hasRedis) redis = await startTestRedis()
})
afterAll(() => redis?.kill())

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
    const [ours, theirs] = await startTestNodes(redis.url, {}, {})
    const ada = await ours.admin()
    const ana = await theirs.agent(ada)
    const second = await ours.enterAsAgent(ana)
    await ada.does('agent:status', { status: 'away' })
    await ana.does('inbox:watch', { watch: true })
    const vera = await ours.visitor()

    const { conversation } = await vera.does('conversation:start', begin('Hello'))
    const { id } = conversation
    await ana.hears('message', (message) => message.conversationId === id)
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
    const [ours, theirs] = await startTestNodes(redis.url, {}, {})
    const ada = await ours.admin()
    const ana = await theirs.agent(ada)
    await ana.does('agent:status', { status: 'away' })
    for (let round = 0; round < 10; round++) {
      const vera = await ours.visitor()
      const { conversation } = await vera.does('conversation:start', begin('Hello'))
      expect(conversation.agentId).toBe(ada.id)
      await ana.does('conversation:sync', { conversationId: conversation.id, afterSeq: 0 })
      await vera.does('message:send', text(conversation.id, 'Anybody?'))
      await ana.hears('message', ({ conversationId, seq }) => conversationId === conversation.id && seq === 2)
      await ana.does('conversation:leave', { conversationId: conversation.id })
    }
  })

  test('[ND1] what Redis carries for a message does not grow with the nodes that have no part in it', async () => {
    const [ours, theirs] = await startTestNodes(
      redis.url,
      { clock: createManualClock() },
      { clock: createManualClock() },
    )
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
      const node = await startTestNode(ours, { redisUrl: redis.url, clock: createManualClock() })
      await node.visitor()
    }
    const withFive = await cost('five')
    expect(withFive.publications).toBe(withTwo.publications)
    expect(withFive.bytes).toBeLessThan(withTwo.bytes * 1.1)
    const channels = (await client.pubsub('SHARDCHANNELS', `*:visitor:${vera.id}`)) as string[]
    expect(await client.pubsub('SHARDNUMSUB', ...channels)).toEqual([channels[0], 1])
  })

  test('[ND1] an audience is hung up on every node', async () => {
    const [ours, theirs] = await startTestNodes(redis.url, {}, {})
    const ada = await ours.admin()
    const ana = await theirs.agent(ada)
    const closed = new Promise((resolve) => ana.socket.once('disconnect', resolve))
    ours.services.hangUp({ agent: ana.id })
    await closed
    expect(ada.socket.connected).toBe(true)
  })

  test('[DL13] without Redis the own node hears at once and the others by the heartbeat; back, nothing comes twice', async () => {
    const [ours, theirs] = await startTestNodes(redis.url, {}, {})
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
    const [alone] = await startTestNodes(redis.url, { redisUrl })
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
