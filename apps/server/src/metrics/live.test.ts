import { afterAll, beforeAll, describe, expect, onTestFinished, test } from 'vitest'
import { type LiveListener, listenLive } from '../testing/listen-live.ts'
import { MINUTE_MS, SECOND_MS, startDesk } from '../testing/start-desk.ts'
import { startTestNodes } from '../testing/start-test-nodes.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { hasRedis, startTestRedis, type TestRedis } from '../testing/test-redis.ts'

/** A word to the other nodes, a look and a frame are at most a second apart each. */
const PATIENT = { timeout: 10_000 }

type Desk = Awaited<ReturnType<typeof startDesk>>

async function ticketOf(server: Pick<TestServer, 'rest'>, token: string): Promise<string> {
  const { status, body } = await server.rest('POST', '/api/v1/auth/ticket', {}, token)
  expect(status).toBe(200)
  return body.ticket
}

async function listen(server: TestServer, token: string, query = ''): Promise<LiveListener> {
  return listenLive(server.url, `?token=${await ticketOf(server, token)}${query}`)
}

/** The clock stands still between what happens; what is due within a second is called here. */
async function passes(
  desk: Desk,
  listener: LiveListener,
  fits: (frame: LiveListener['frames'][0]) => boolean,
) {
  await expect
    .poll(() => {
      desk.clock.advance(SECOND_MS)
      return listener.frames.some(fits)
    }, PATIENT)
    .toBe(true)
}

const live = async (desk: Desk, query = '') =>
  (await desk.server.rest('GET', `/api/v1/metrics/live${query}`, undefined, desk.ada.token)).body

describe('what the live figures say', () => {
  test('[MX3] the four names, by hand: one is being answered, two wait, one has left', async () => {
    const desk = await startDesk({ maxChats: 1 })
    expect(await live(desk)).toMatchObject({
      activeChats: 0,
      agentsOnline: 1,
      avgWaitTime: null,
      queueSize: 0,
      groupId: null,
      waitTime: { n: 0, mean: null, median: null, p90: null },
      agentsAway: 1,
      freeSlots: 1,
    })
    const first = await desk.starts()
    desk.clock.advance(10 * SECOND_MS)
    const second = await desk.starts()
    const third = await desk.starts()
    desk.clock.advance(50 * SECOND_MS)
    const fourth = await desk.starts()
    // The first did not wait; the third gives up after 50 s, which is the only other wait that has ended.
    await third.visitor.does('conversation:close', { conversationId: third.id })
    const now = await live(desk)
    expect(now).toMatchObject({
      activeChats: 1,
      agentsOnline: 1,
      avgWaitTime: 25,
      queueSize: 2,
      waitTime: { n: 2, mean: 25, median: 0, p90: 50 },
      abandoned: 1,
      longestWaitSince: second.conversation.createdAt,
      freeSlots: 0,
    })
    expect(now.lastHour).toHaveLength(12)
    expect(now.lastHour.at(-1)).toMatchObject({ started: 4, waits: 2, avgWaitTime: 25 })

    // 60 s after it came the second gets the agent: 0, 50 and 50 + 10 seconds.
    desk.clock.advance(10 * SECOND_MS)
    await desk.ana.does('conversation:close', { conversationId: first.id })
    await desk.server.services.router.idle()
    await expect.poll(async () => (await live(desk)).queueSize, PATIENT).toBe(1)
    expect(await live(desk)).toMatchObject({
      activeChats: 1,
      avgWaitTime: 110 / 3,
      waitTime: { n: 3, median: 50, p90: 60 },
      longestWaitSince: fourth.conversation.createdAt,
    })

    // An hour later nobody remembers it.
    desk.clock.advance(61 * MINUTE_MS)
    expect(await live(desk)).toMatchObject({ avgWaitTime: null, waitTime: { n: 0 }, abandoned: 0 })
  })

  test('[MX3] of one group, and of no group that is not there', async () => {
    const desk = await startDesk({ maxChats: 1 })
    const other = await desk.addGroup({ name: 'Sales' })
    await desk.starts()
    await desk.starts({ groupId: other })
    expect(await live(desk)).toMatchObject({ activeChats: 1, queueSize: 1, agentsOnline: 1 })
    expect(await live(desk, `?groupId=${other}`)).toMatchObject({
      activeChats: 0,
      queueSize: 1,
      agentsOnline: 0,
      groupId: other,
    })
    expect(await live(desk, `?groupId=${desk.groupId}`)).toMatchObject({ activeChats: 1, queueSize: 0 })
    const path = '/api/v1/metrics/live?groupId='
    for (const [id, status] of [
      ['00000000-0000-7000-8000-000000000000', 404],
      ['sales', 400],
    ] as const) {
      expect((await desk.server.rest('GET', path + id, undefined, desk.ada.token)).status).toBe(status)
    }
  })
})

describe('/chat/metrics', () => {
  test('[MX3] tells at once, and then what changes, at most once a second', async () => {
    const server = await startTestServer()
    onTestFinished(server.stop)
    const ada = await server.admin()
    const all = await listen(server, ada.token)
    await expect.poll(() => all.frames.length, PATIENT).toBe(1)
    expect(all.frames[0]).toMatchObject({ activeChats: 0, agentsOnline: 1, avgWaitTime: null, queueSize: 0 })

    const vera = await server.visitor()
    const ids: string[] = []
    for (let count = 0; count < 25; count++) {
      const { conversation } = await vera.does('conversation:start', { clientId: `c${count}` })
      ids.push(conversation.id)
    }
    await expect.poll(() => all.frames.at(-1)?.activeChats, PATIENT).toBe(25)
    for (const conversationId of ids) await ada.does('conversation:close', { conversationId })
    await expect.poll(() => all.frames.at(-1)?.activeChats, PATIENT).toBe(0)
    const apart = all.cameAt.slice(1).map((at, index) => at - (all.cameAt[index] ?? 0))
    // The times are taken where they arrive, a little off from where they were sent.
    expect(Math.min(...apart)).toBeGreaterThan(900)
    expect(all.frames.at(-1)).toEqual(
      (await server.rest('GET', '/api/v1/metrics/live', undefined, ada.token)).body,
    )
  })

  test('[MX3] an agent who comes, goes or is away is told of', async () => {
    const desk = await startDesk()
    const all = await listen(desk.server, desk.ada.token)
    await passes(desk, all, (frame) => frame.agentsOnline === 1 && frame.agentsAway === 1)
    await desk.ana.does('agent:status', { status: 'away' })
    await passes(desk, all, (frame) => frame.agentsOnline === 0 && frame.agentsAway === 2)
    await desk.ben(3)
    await passes(desk, all, (frame) => frame.agentsOnline === 1 && frame.freeSlots === 3)
  })

  test('[MX3] what leaves the last hour is told of without anything happening', async () => {
    const desk = await startDesk()
    const all = await listen(desk.server, desk.ada.token)
    const begun = await desk.starts()
    await passes(desk, all, (frame) => frame.avgWaitTime === 0)
    await desk.ana.does('conversation:close', { conversationId: begun.id })
    desk.clock.jump(61 * MINUTE_MS)
    await passes(desk, all, (frame) => frame.avgWaitTime === null && frame.activeChats === 0)
    expect(all.frames.at(-1)?.waitTime.n).toBe(0)
  })

  test('[MX3] one group hears of its own', async () => {
    const desk = await startDesk()
    const other = await desk.addGroup({ name: 'Sales' })
    const sales = await listen(desk.server, desk.ada.token, `&groupId=${other}`)
    await passes(desk, sales, (frame) => frame.groupId === other)
    await desk.starts()
    await desk.starts({ groupId: other })
    await passes(desk, sales, (frame) => frame.queueSize === 1)
    expect(sales.frames.every(({ activeChats }) => activeChats === 0)).toBe(true)
    expect(await (await listen(desk.server, desk.ada.token, '&groupId=nonsense')).closed).toBe(4404)
  })

  test('[MX3] a ticket opens once, for a minute, and not without its session', async () => {
    const desk = await startDesk()
    const { server, ana, ada, clock } = desk
    /** The code it is closed with; 0: it was told something. */
    const opens = (ticket: string): Promise<number> => {
      const { socket, closed } = listenLive(server.url, `?token=${ticket}`)
      return Promise.race([
        closed,
        new Promise<number>((resolve) => socket.once('message', () => resolve(0))),
      ])
    }
    // The first frame is due a moment after the socket is in.
    const tick = setInterval(() => clock.advance(25), 10)
    onTestFinished(() => clearInterval(tick))

    const ticket = await ticketOf(server, ana.token)
    expect(await opens(ticket)).toBe(0)
    expect(await opens(ticket)).toBe(4401)
    const late = await ticketOf(server, ana.token)
    clock.advance(61 * SECOND_MS)
    expect(await opens(late)).toBe(4401)
    const orphan = await ticketOf(server, ana.token)
    await server.rest('POST', '/api/v1/auth/logout', undefined, ana.token)
    expect(await opens(orphan)).toBe(4401)

    // A token is no ticket, nor the other way round.
    for (const token of ['', 'tkt_x', ada.token, (await server.session()).visitorToken])
      expect(await opens(token), token).toBe(4401)
    const unused = await ticketOf(server, ada.token)
    expect((await server.rest('GET', '/api/v1/me', undefined, unused)).status).toBe(401)
    expect(await listenLive(server.url).closed).toBe(4401)
  })

  test('[MX3] the cookie opens it for our own pages, and not for others', async () => {
    const server = await startTestServer()
    onTestFinished(server.stop)
    const ada = await server.admin()
    const cookie = `biometrics_chat_session=${ada.token}`
    for (const origin of [undefined, server.url]) {
      const { frames } = listenLive(server.url, '', { cookie, ...(origin && { origin }) })
      await expect.poll(() => frames.length, PATIENT).toBe(1)
    }
    for (const headers of [{ origin: 'https://evil.example.com' }, { 'sec-fetch-site': 'cross-site' }])
      expect(await listenLive(server.url, '', { cookie, ...headers }).closed).toBe(4401)
    expect(await listenLive(server.url, '', { cookie: 'biometrics_chat_session=agt_x' }).closed).toBe(4401)
  })

  test('[MX3] it ends with the session', async () => {
    const desk = await startDesk()
    const anas = await listen(desk.server, desk.ana.token)
    await passes(desk, anas, () => true)
    await desk.server.rest('POST', '/api/v1/auth/logout', undefined, desk.ana.token)
    const code = anas.closed
    let ended: number | undefined
    void code.then((value) => (ended = value))
    await expect
      .poll(() => {
        desk.clock.advance(SECOND_MS)
        return ended
      }, PATIENT)
      .toBe(4401)
  })

  test('[MX3] a node that stops says so', async () => {
    const server = await startTestServer()
    const ada = await server.admin()
    const all = await listen(server, ada.token)
    await expect.poll(() => all.frames.length, PATIENT).toBe(1)
    await server.stop()
    expect(await all.closed).toBe(1012)
  })
})

describe.skipIf(!hasRedis)('several nodes', () => {
  let redis: TestRedis
  beforeAll(async () => {
    redis = await startTestRedis()
  })
  afterAll(() => redis?.kill())

  test('[MX3] what happens on one node is told on the other, where nobody else is', async () => {
    const [ours, theirs] = await startTestNodes(redis.url, {}, {})
    const ada = await ours.admin()
    const there = await listen(theirs, ada.token)
    await expect.poll(() => there.frames.at(-1)?.agentsOnline, PATIENT).toBe(1)
    const vera = await ours.visitor()
    const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
    await expect.poll(() => there.frames.at(-1)?.activeChats, PATIENT).toBe(1)
    await ada.does('agent:status', { status: 'away' })
    await expect.poll(() => there.frames.at(-1)?.agentsOnline, PATIENT).toBe(0)
    await ada.does('conversation:close', { conversationId: conversation.id })
    await expect.poll(() => there.frames.at(-1)?.activeChats, PATIENT).toBe(0)
    const here = await listen(ours, ada.token)
    await expect.poll(() => here.frames.length, PATIENT).toBe(1)
    expect(here.frames[0]).toEqual(there.frames.at(-1))
  })
})
