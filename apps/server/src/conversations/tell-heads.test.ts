import { expect, onTestFinished, test } from 'vitest'
import type { Delivery } from '../delivery/deliver.ts'
import type { Link } from '../delivery/link.ts'
import { createManualClock } from '../testing/manual-clock.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { createTailHeartbeat } from './tell-heads.ts'

const TICK_MS = 15_000

const MUTE = {
  deliver: () => {},
  activity: { touch: () => {}, touchQueue: () => {}, touchCounts: () => {} },
}

/** A server whose fan-out is cut: nobody hears anything but the heartbeat. */
async function startMuteServer() {
  const clock = createManualClock()
  const server = await startTestServer({
    clock,
    replace: ({ services, ...parts }) => ({ services: { ...services, ...MUTE }, ...parts }),
  })
  onTestFinished(() => server.stop())
  const [ada, vera] = [await server.admin(), await server.visitor()]
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const say = (who: Person<'message:send'>, clientId: string, visibility?: 'note') =>
    who.does('message:send', {
      conversationId: conversation.id,
      clientId,
      type: 'text',
      content: { text: clientId },
      ...(visibility && { visibility }),
    })
  return { clock, server, ada, vera, conversationId: conversation.id, say }
}

test('[DL6] a lost last message is found by the heads, by each side in its own positions', async () => {
  const { clock, ada, vera, conversationId, say } = await startMuteServer()
  await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
  await say(ada, 'among ourselves', 'note')
  await say(ada, 'hello')
  clock.advance(TICK_MS)
  expect((await vera.hears('heads')).heads).toEqual([{ conversationId, seq: 1 }])
  expect((await ada.hears('heads')).heads).toEqual([{ conversationId, seq: 2 }])
  expect([...vera.heardOf('message'), ...ada.heardOf('message')]).toEqual([])
})

test('[DL6] [DL15] an agent who watches the lists hears of what changed in them', async () => {
  const { clock, server, ada, vera, conversationId, say } = await startMuteServer()
  const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  await ben.does('inbox:watch', { watch: true })
  await ada.does('conversation:take', { conversationId })
  await say(vera, 'hello')
  clock.advance(TICK_MS)
  const told = await ben.hears('conversation', ({ id }) => id === conversationId)
  expect(told).toMatchObject({ agentId: ada.id, status: 'active', lastSeq: 1, unreadCount: 1 })
  expect(await vera.hears('conversation')).toMatchObject({ status: 'active', agentId: ada.id })
})

test('[DL6] [MS6] of a note the visitor’s side hears nothing at all', async () => {
  const { clock, ada, vera, conversationId, say } = await startMuteServer()
  await say(vera, 'good morning')
  clock.advance(TICK_MS)
  await vera.hears('heads')
  await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
  await say(ada, 'among ourselves', 'note')
  const before = vera.heard.length
  clock.advance(TICK_MS)
  await ada.hears('heads', ({ heads }) => heads[0]?.seq === 2)
  // All that was told before the answer comes before it.
  await vera.does('conversation:sync', { conversationId, afterSeq: 0 })
  expect(vera.heard.slice(before)).toEqual([])
})

/** The server's own database, and a heartbeat of the test's that tells nobody but the test. */
async function startHeartbeat(server: TestServer, link: Link) {
  const clock = createManualClock(new Date())
  const told: Delivery[] = []
  const errors: unknown[] = []
  const heartbeat = createTailHeartbeat({
    database: server.services.database,
    clock,
    deliverHere: (delivery) => told.push(delivery),
    activity: { touchCounts: () => {} },
    estimates: server.services.estimates,
    fileLinks: server.services.fileLinks,
    link,
    epoch: server.services.epoch,
    onEpoch: () => {},
    onError: (error) => errors.push(error),
  })
  await heartbeat.start()
  onTestFinished(heartbeat.stop)
  const heads = () => told.flatMap((delivery) => (delivery.event === 'heads' ? delivery.payload.heads : []))
  return { clock, told, errors, heads, stop: heartbeat.stop }
}

test('[DL6] what changed in many conversations is told in portions, with rests in which messages pass', async () => {
  const server = await startTestServer()
  onTestFinished(() => server.stop())
  const { clock, heads, stop } = await startHeartbeat(server, { up: true, onChange: () => () => {} })
  const visitors = await Promise.all(Array.from({ length: 100 }, () => server.visitor()))
  await Promise.all(visitors.map((visitor) => visitor.does('conversation:start', { clientId: 'c' })))
  const toldOf = () => new Set(heads().map(({ conversationId }) => conversationId)).size
  clock.advance(TICK_MS)
  await expect.poll(toldOf).toBe(40)
  clock.advance(25)
  await expect.poll(toldOf).toBe(80)
  stop()
  // Whatever it still asked the database would be answered, and told, by the end of these.
  for (let round = 0; round < 5; round++) await visitors[0]?.does('conversation:start', { clientId: 'c' })
  expect(toldOf()).toBe(80)
})

test('[DL6] every 15 s, every 2 s while other nodes cannot be heard, and at once when they can be again', async () => {
  const server = await startTestServer()
  onTestFinished(() => server.stop())
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const conversationId = conversation.id
  const listeners: ((up: boolean) => void)[] = []
  let up = true
  const link: Link = {
    get up() {
      return up
    },
    onChange: (listener) => {
      listeners.push(listener)
      return () => {}
    },
  }
  const turn = (to: boolean) => {
    up = to
    for (const listener of listeners) listener(to)
  }
  const { clock, told, errors, heads } = await startHeartbeat(server, link)
  let said = 0
  const say = () => {
    said += 1
    return vera.does('message:send', {
      conversationId,
      clientId: `m${said}`,
      type: 'text',
      content: { text: 'hello' },
    })
  }
  const lastHead = () => heads().at(-1)?.seq

  await say()
  clock.advance(TICK_MS - 1)
  expect(told).toEqual([])
  clock.advance(1)
  // Before it there was the word that nobody is free.
  await expect.poll(lastHead).toBe(2)

  turn(false)
  await say()
  clock.advance(2_000)
  await expect.poll(lastHead).toBe(3)

  await say()
  turn(true)
  await expect.poll(lastHead).toBe(4)
  // Nothing changed since, so there is nothing to tell.
  const before = told.length
  clock.advance(TICK_MS)
  await say()
  clock.advance(TICK_MS)
  await expect.poll(lastHead).toBe(5)
  expect(told.slice(before).filter(({ event }) => event === 'heads').length).toBeLessThanOrEqual(2)
  expect(errors).toEqual([])
})
