import { systemTiming } from '@biometrics/chat-client'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { startTestServer } from '../../apps/server/src/testing/start-test-server.ts'
import { type Network, startNetwork } from './network.ts'
import { EAGER, say, startWorld, textsOf, until, type World } from './world.ts'

let world: World
let network: Network
beforeAll(async () => {
  world = await startWorld()
})
beforeEach(async () => {
  network = await world.network()
})
afterAll(() => world.stop())

describe('a lost connection', () => {
  it('[SY1] what was typed meanwhile waits, and what was said meanwhile is fetched: both complete, in order', async () => {
    const { vera, id } = await world.vera({ url: network.url })
    const ana = await world.ana()
    await ana.open(id)
    network.down()
    const { connection } = await until(vera, (state) => state.connection.status === 'offline' && state)
    expect(connection).toMatchObject({ status: 'offline', since: expect.any(Number) })

    const typed = ['first', 'second', 'third']
    for (const text of typed) vera.send(id, say(text))
    expect(vera.state.threads[id]?.pending.map((entry) => entry.status.name)).toEqual(
      Array(3).fill('waiting'),
    )
    // More than one page of a catch-up.
    for (const half of [1, 2]) {
      for (let count = 0; count < 115; count += 1) ana.send(id, say(`meanwhile ${half} ${count}`))
      await until(ana, ({ threads }) => threads[id]?.messages.length === 1 + half * 115)
    }
    expect(vera.state.threads[id]?.messages).toHaveLength(1)

    network.mend()
    await until(
      vera,
      ({ threads }) => threads[id]?.messages.length === 234 && threads[id].pending.length === 0,
    )
    const log = await world.log(id)
    expect(textsOf(vera.state.threads[id]?.messages ?? [])).toEqual(log)
    expect(log.slice(-3).map((line) => line.text)).toEqual(typed)
    await until(ana, ({ threads }) => threads[id]?.messages.length === 234)
    expect(vera.state.unread).toBe(230)
  })

  it('[MS3] a message whose ✓ was lost is sent again and stored once', async () => {
    const deaf = await world.network()
    const { vera, id } = await world.vera({ url: deaf.url })
    deaf.deafen()
    vera.send(id, say('Did you get this?'))
    await expect.poll(() => world.log(id)).toHaveLength(2)
    expect(vera.state.threads[id]?.pending[0]?.status).toEqual({ name: 'sending' })
    deaf.cut()
    await until(vera, ({ threads }) => threads[id]?.messages.length === 2 && threads[id].pending.length === 0)
    expect(await world.log(id)).toHaveLength(2)
  })

  it('[CV1] a conversation whose start had no ✓ is started once', async () => {
    const deaf = await world.network()
    const vera = world.visitor({ url: deaf.url })
    await vera.connect()
    await until(vera, ({ connection }) => connection.status === 'online')
    deaf.deafen()
    const key = vera.start(say('Is anybody there?'))
    vera.send(key, say('Hello?'))
    const own = () =>
      world.server
        .rest('GET', '/api/v1/conversations?status=open', undefined, world.admin.token)
        .then(({ body }) =>
          body.items.filter(
            (item: { visitor: { id: string } }) => item.visitor.id === vera.state.session?.visitor.id,
          ),
        )
    await expect.poll(own).toHaveLength(1)
    deaf.cut()
    const id = await until(vera, (state) => state.started[key])
    await until(vera, ({ threads }) => threads[id]?.messages.length === 2)
    expect(await own()).toHaveLength(1)
    expect(textsOf(vera.state.threads[id]?.messages ?? [])).toEqual(await world.log(id))
  })

  it('notices by itself that the network swallows everything, and comes back', async () => {
    const deaf = await world.network()
    // Time runs ten times as fast, so that ten seconds without an answer are one; a busy server may need some of it.
    const hasty = {
      ...EAGER,
      now: () => Date.now() * 10,
      after: (ms: number, run: () => void) => systemTiming.after(ms / 10, run),
    }
    const vera = world.visitor({ url: deaf.url, timing: hasty })
    await vera.connect()
    const key = vera.start(say('Hello'))
    const id = await until(vera, (state) => state.started[key])
    deaf.deafen()
    vera.send(id, say('Still there?'))
    await until(vera, ({ threads }) => threads[id]?.messages.length === 2 && threads[id].pending.length === 0)
    expect(await world.log(id)).toHaveLength(2)
  })

  it('the server may be gone before the session is there', async () => {
    const late = await world.network()
    late.down()
    const vera = world.visitor({ url: late.url })
    const connected = vera.connect()
    const key = vera.start(say('Early'))
    await until(vera, ({ connection }) => connection.status === 'offline')
    expect(vera.state.starting).toMatchObject({ clientId: key })
    late.mend()
    await connected
    await until(vera, (state) => state.started[key] !== undefined && state.connection.status === 'online')
  })
})

describe('a restart of the server in the middle of a chat', () => {
  it('loses nothing and shows nothing twice', async () => {
    const { vera, id } = await world.vera({ url: network.url })
    const ana = await world.ana({ email: 'restart@example.com', url: network.url })
    await ana.open(id)
    const sent: string[] = []
    for (let count = 0; count < 60; count += 1) {
      sent.push(`vera ${count}`, `ana ${count}`)
      vera.send(id, say(`vera ${count}`))
      ana.send(id, say(`ana ${count}`))
    }
    await until(vera, ({ threads }) => (threads[id]?.messages.length ?? 0) > 10)
    await world.server.restart()
    const done = (state: { threads: typeof vera.state.threads }) =>
      state.threads[id]?.messages.length === 121 && state.threads[id]?.pending.length === 0
    await until(vera, done)
    await until(ana, done)
    const log = await world.log(id)
    expect(textsOf(vera.state.threads[id]?.messages ?? [])).toEqual(log)
    expect(textsOf(ana.state.threads[id]?.messages ?? [])).toEqual(log)
    const texts = log.map((line) => line.text)
    expect(texts.toSorted()).toEqual(['Hello', ...sent].toSorted())
    for (const who of ['vera', 'ana']) {
      const own = texts.filter((text) => text.startsWith(who))
      expect(own).toEqual(Array.from({ length: 60 }, (_, at) => `${who} ${at}`))
    }
  })

  it('a visitor of an unopened conversation hears of what was said meanwhile', async () => {
    const { vera, id } = await world.vera({ url: network.url })
    const ana = await world.ana({ email: 'unopened@example.com' })
    await ana.open(id)
    network.down()
    await until(vera, ({ connection }) => connection.status === 'offline')
    ana.send(id, say('Are you there?'))
    await until(ana, ({ threads }) => threads[id]?.messages.length === 2)
    network.mend()
    expect(await until(vera, ({ unread }) => unread > 0 && unread)).toBe(1)
  })
})

describe('a server that stops while another is at hand', () => {
  it('[DL12] is left without a word to anybody, and nothing is lost or doubled', async () => {
    const { connection, dataDir } = world.server
    const leaving = await startTestServer({ connection, dataDir })
    let target = leaving.url
    const proxy = await startNetwork(() => target)
    const { vera, id } = await world.vera({ url: proxy.url })
    const ana = await world.ana({ email: 'moving@example.com', url: proxy.url })
    await ana.open(id)
    const seen = new Set<string>()
    for (const client of [vera, ana]) client.subscribe(() => seen.add(client.state.connection.status))
    const chat = { said: 0 }
    const bothSay = () => {
      vera.send(id, say(`vera ${chat.said}`))
      ana.send(id, say(`ana ${chat.said}`))
      chat.said += 1
    }
    for (let count = 0; count < 10; count += 1) bothSay()
    target = world.server.url
    const stopped = leaving.stop()
    const raised = ana.prioritize(id, 'urgent')
    for (let count = 0; count < 10; count += 1) bothSay()
    expect(await raised).toMatchObject({ priority: 'urgent' })
    await stopped
    for (let count = 0; count < 10; count += 1) bothSay()
    const done = ({ threads }: { threads: typeof vera.state.threads }) =>
      threads[id]?.messages.length === 1 + 2 * chat.said && threads[id].pending.length === 0
    await until(vera, done)
    await until(ana, done)
    const log = await world.log(id)
    expect(textsOf(vera.state.threads[id]?.messages ?? [])).toEqual(log)
    expect(textsOf(ana.state.threads[id]?.messages ?? [])).toEqual(log)
    expect(new Set(log.map(({ text }) => text)).size).toBe(log.length)
    expect([...seen]).toEqual(['online'])
    await proxy.close()
  })
})

describe('a storm of cuts', () => {
  it('[SY1] leaves everybody with the log of the server, once and in order', async () => {
    const networks = await Promise.all([world.network(), world.network(), world.network()])
    const chats = await Promise.all(
      networks.map(async ({ url }, at) => {
        const { vera, id } = await world.vera({ url })
        const ana = await world.ana({ url, email: `storm${at}@example.com` })
        await ana.open(id)
        return { vera, ana, id }
      }),
    )
    const ROUNDS = 40
    for (let round = 0; round < ROUNDS; round += 1) {
      for (const { vera, ana, id } of chats) {
        vera.send(id, say(`v${round}`))
        ana.send(id, say(`a${round}`))
      }
      const network = networks[round % networks.length]
      if (round % 4 === 1) network?.deafen()
      if (round % 2 === 0) network?.cut()
      await new Promise((resolve) => setTimeout(resolve, 25))
    }
    for (const network of networks) network.cut()
    for (const { vera, ana, id } of chats) {
      for (const client of [vera, ana]) {
        await until(
          client,
          ({ threads }: { threads: typeof vera.state.threads }) =>
            threads[id]?.messages.length === 1 + 2 * ROUNDS && threads[id].pending.length === 0,
        )
        expect(textsOf(client.state.threads[id]?.messages ?? [])).toEqual(await world.log(id))
      }
      for (const letter of ['v', 'a']) {
        const own = (await world.log(id)).map((line) => line.text).filter((text) => text.startsWith(letter))
        expect(own).toEqual(Array.from({ length: ROUNDS }, (_, at) => `${letter}${at}`))
      }
    }
  })
})
