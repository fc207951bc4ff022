import { describe, expect, it, onTestFinished } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestNodes } from '../testing/start-test-nodes.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { hasRedis, startTestRedis } from '../testing/test-redis.ts'

const MINUTE_MS = 60_000

/** A Monday, 8:58 in Berlin: two minutes before the office opens, for three. */
const EARLY = '2026-03-02T07:58:00Z'
const OPENS = '2026-03-02T08:00:00.000Z'
const OPEN = '2026-03-02T08:01:00Z'
const OFFICE = 'Mon-Fri 9:00-9:03 CET'
const CHAT = { online: true, nextOpening: null, accepts: 'chat' }
const CLOSED = { online: false, nextOpening: OPENS, accepts: 'message' }

async function startOffice(at = EARLY) {
  const clock = createManualClock(new Date(at))
  const server = await startTestServer({ clock })
  onTestFinished(server.stop)
  const ada = await server.admin()
  /** Time goes by, and nobody is taken for gone because it does. */
  const pass = (minutes: number) => letPass(clock, server, minutes)
  return { clock, pass, server, ada, ...(await keepHours(server, ada.token, OFFICE)) }
}

async function keepHours(server: TestServer, token: string, text: string) {
  const calendar = await server.rest('POST', '/api/v1/calendars', { name: text, text }, token)
  const apps = await server.rest('GET', '/api/v1/apps', undefined, token)
  const app: { id: string } = apps.body.items[0]
  const change = (fields: object) => server.rest('PATCH', `/api/v1/apps/${app.id}`, fields, token)
  await change({ calendarId: calendar.body.id })
  return { calendarId: calendar.body.id as string, app, change }
}

const HALF_MS = MINUTE_MS / 2

async function letPass(clock: ReturnType<typeof createManualClock>, server: TestServer, minutes: number) {
  const connectedUntil = async () => {
    const agent = server.services.database.query.selectFrom('agents').select('connected_until')
    return (await agent.executeTakeFirstOrThrow()).connected_until?.getTime()
  }
  for (let half = 0; half < minutes * 2; half++) {
    clock.advance(HALF_MS)
    await expect.poll(connectedUntil).toBeGreaterThan(clock.now().getTime() + MINUTE_MS)
  }
}

const said = (text: string) => ({ clientId: crypto.randomUUID(), type: 'text', content: { text } }) as const
const begun = (text = 'Hello') => ({ clientId: crypto.randomUUID(), message: said(text) })

describe('[HR2] outside hours', () => {
  it('a visitor hears when it opens, and at that moment that it has, and back', async () => {
    const { pass, server } = await startOffice()
    expect(await server.session()).toMatchObject(CLOSED)
    const vera = await server.visitor()

    await pass(1.5)
    await server.services.availability.changed()
    expect(vera.heardOf('availability')).toEqual([])
    await pass(0.5)
    await vera.hears('availability', ({ accepts }) => accepts === 'chat')
    expect(vera.heardOf('availability')).toEqual([CHAT])
    expect(await server.session()).toMatchObject(CHAT)

    await pass(3)
    const closing = await vera.hears('availability', ({ accepts }) => accepts === 'message')
    expect(closing).toEqual({ online: false, nextOpening: '2026-03-03T08:00:00.000Z', accepts: 'message' })
  })

  it('what is left waits for the opening', async () => {
    const { pass, server, ada } = await startOffice()
    const waits = async (id: string) =>
      (
        await server.services.database.query
          .selectFrom('conversations')
          .select('waits_for_opening')
          .where('id', '=', id)
          .executeTakeFirstOrThrow()
      ).waits_for_opening
    await ada.does('agent:status', { status: 'online' })
    const vera = await server.visitor()
    const left = await vera.does('conversation:start', begun('Nobody there?'))
    expect(left.conversation).toMatchObject({ status: 'queued', isMessage: true, agentId: null })
    expect(await waits(left.conversation.id)).toBe(true)

    await pass(2)
    await expect.poll(() => waits(left.conversation.id)).toBe(false)
    // And then whoever is there has it.
    const taken = await vera.hears('conversation', ({ status }) => status === 'active')
    expect(taken).toMatchObject({ id: left.conversation.id, agentId: ada.id, isMessage: false })
    const chat = await (await server.visitor()).does('conversation:start', begun())
    expect(chat.conversation.isMessage).toBe(false)
  })

  it('what is written to a closed conversation waits for the opening too', async () => {
    const { pass, server, ada } = await startOffice(OPEN)
    const vera = await server.visitor()
    const { conversation } = await vera.does('conversation:start', begun())
    await vera.does('conversation:close', { conversationId: conversation.id })
    await pass(3)
    await vera.hears('availability', ({ accepts }) => accepts === 'message')
    await ada.does('agent:status', { status: 'away' })
    await vera.does('message:send', { conversationId: conversation.id, ...said('One more thing') })
    const again = await vera.hears('conversation', ({ status }) => status === 'queued')
    expect(again).toMatchObject({ id: conversation.id, isMessage: true })
  })

  it('a change of the calendar is told at once', async () => {
    const { server, ada, calendarId } = await startOffice()
    const vera = await server.visitor()
    await server.rest(
      'PATCH',
      `/api/v1/calendars/${calendarId}`,
      { text: 'Mon-Fri 8:00-9:00 CET' },
      ada.token,
    )
    expect(await vera.hears('availability')).toEqual(CHAT)
  })

  it('of years a timer is never set for longer than it can run', async () => {
    const clock = createManualClock(new Date(EARLY))
    const delays: number[] = []
    const after = (delay: number, callback: () => void) => {
      delays.push(delay)
      return clock.after(delay, callback)
    }
    const server = await startTestServer({ clock: { now: clock.now, after } })
    onTestFinished(server.stop)
    const ada = await server.admin()
    const { calendarId } = await keepHours(server, ada.token, 'daily closed CET')
    expect(await server.session()).toMatchObject({ online: false, nextOpening: null, accepts: 'message' })
    const fair = { name: 'Fair', date: '2035-03-01', hours: [{ from: '09:00', to: '10:00' }] }
    await server.rest('PATCH', `/api/v1/calendars/${calendarId}`, { holidays: [fair] }, ada.token)
    expect(await server.session()).toMatchObject({ nextOpening: '2035-03-01T08:00:00.000Z' })
    expect(Math.max(...delays)).toBeLessThan(2 ** 31)
    expect(Math.min(...delays)).toBeGreaterThan(0)
  })
})

describe('[HR2] within hours', () => {
  it('agents come and go', async () => {
    const { server, ada } = await startOffice(OPEN)
    const vera = await server.visitor()
    expect(await server.session()).toMatchObject(CHAT)
    await ada.does('agent:status', { status: 'away' })
    // Somebody may come: it stays a chat.
    expect(await vera.hears('availability')).toEqual({ online: false, nextOpening: null, accepts: 'chat' })
    await ada.does('agent:status', { status: 'online' })
    expect(await vera.hears('availability', ({ online }) => online)).toEqual(CHAT)
  })

  it('with nobody online it is a message where the app wants that', async () => {
    const { server, ada, change } = await startOffice(OPEN)
    await change({ messageWhenNobodyOnline: true })
    const vera = await server.visitor()
    await ada.does('agent:status', { status: 'away' })
    const alone = { online: false, nextOpening: null, accepts: 'message' }
    expect(await vera.hears('availability')).toEqual(alone)
    const { conversation } = await vera.does('conversation:start', begun())
    expect(conversation.isMessage).toBe(true)
    await ada.does('agent:status', { status: 'online' })
    expect(await vera.hears('availability', ({ online }) => online)).toEqual(CHAT)
  })
})

describe('[HR1] a calendar of a group', () => {
  it('counts for its conversations, and for all that name no group where it is the first', async () => {
    const { server, ada } = await startOffice(OPEN)
    const night = await server.rest(
      'POST',
      '/api/v1/calendars',
      { name: 'Night', text: '22-6 CET' },
      ada.token,
    )
    const group = { name: 'Night watch', calendarId: night.body.id, agentIds: [ada.id] }
    const watch = await server.rest('POST', '/api/v1/groups', group, ada.token)
    const vera = await server.visitor()
    const start = async (groupId?: string) =>
      (await vera.does('conversation:start', { ...begun(), ...(groupId && { groupId }) })).conversation
        .isMessage
    expect(await start(watch.body.id)).toBe(true)
    expect(await start()).toBe(false)

    const { items } = (await server.rest('GET', '/api/v1/groups', undefined, ada.token)).body
    const first = items.find(({ isDefault }: { isDefault: boolean }) => isDefault)
    await server.rest('PATCH', `/api/v1/groups/${first.id}`, { calendarId: night.body.id }, ada.token)
    expect(await vera.hears('availability')).toMatchObject({ nextOpening: '2026-03-02T21:00:00.000Z' })
    expect(await start()).toBe(true)
  })

  it('must be there, and stays while it is kept', async () => {
    const { server, ada, calendarId, change } = await startOffice()
    const nowhere = await change({ calendarId: crypto.randomUUID() })
    expect(nowhere).toMatchObject({ status: 400, body: { errors: [{ path: 'calendarId' }] } })
    const group = { name: 'Lost', calendarId: crypto.randomUUID() }
    const lost = await server.rest('POST', '/api/v1/groups', group, ada.token)
    expect(lost).toMatchObject({ status: 400, body: { errors: [{ path: 'calendarId' }] } })

    const remove = () => server.rest('DELETE', `/api/v1/calendars/${calendarId}`, undefined, ada.token)
    expect(await remove()).toMatchObject({ status: 409, body: { code: 'in_use' } })
    await change({ calendarId: null })
    expect((await remove()).status).toBe(204)
    expect(await server.session()).toMatchObject(CHAT)
  })
})

describe('[HR2] hours that the page gives', () => {
  const office = { enabled: true, hours: 'Mon-Fri 8:59-9:02 CET' }

  it('win for its visitors, live too, and for nobody else', async () => {
    const { pass, server } = await startOffice()
    expect(await server.session({ businessHours: office })).toMatchObject({
      nextOpening: '2026-03-02T07:59:00.000Z',
    })
    const vera = await server.visitor({ businessHours: office })
    const victor = await server.visitor()
    expect((await vera.does('conversation:start', begun())).conversation.isMessage).toBe(true)

    await pass(1)
    await vera.hears('availability', ({ accepts }) => accepts === 'chat')
    expect((await vera.does('conversation:start', begun())).conversation.isMessage).toBe(false)
    await server.services.availability.changed()
    expect(victor.heardOf('availability')).toEqual([])

    await pass(1)
    expect(await victor.hears('availability')).toEqual(CHAT)
    await pass(2)
    const tomorrow = { online: false, nextOpening: '2026-03-03T07:59:00.000Z', accepts: 'message' }
    await vera.hears('availability', ({ nextOpening }) => nextOpening === tomorrow.nextOpening)
    expect(vera.heardOf('availability').at(-1)).toEqual(tomorrow)
    expect(victor.heardOf('availability')).toEqual([CHAT])
  })

  it('may be none: then it is always open', async () => {
    const { server } = await startOffice()
    expect(await server.session({ businessHours: { enabled: false, hours: 'whatever' } })).toMatchObject(CHAT)
  })

  it.each([
    [{ enabled: true, hours: 'Funday 9-18 CET' }, 'businessHours.hours', /"Funday" is no day/],
    [{ enabled: true }, 'businessHours.hours', /./],
    ['always', 'businessHours', /./],
    [{ enabled: true, hours: 'x'.repeat(5_000) }, 'businessHours.hours', /1000/],
  ])('are put aside with a word where they make no sense (%#)', async (businessHours, path, message) => {
    const { server } = await startOffice()
    const session = await server.session({ businessHours })
    expect(session).toMatchObject(CLOSED)
    expect(session.warnings).toEqual([{ path, message: expect.stringMatching(message) }])
  })
})

it.skipIf(!hasRedis)(
  '[HR2] every node switches for its own visitors, and hears of what another one changed',
  async () => {
    const redis = await startTestRedis()
    onTestFinished(() => redis.kill())
    const clocks = [createManualClock(new Date(EARLY)), createManualClock(new Date(EARLY))] as const
    const [one, two] = await startTestNodes(redis.url, { clock: clocks[0] }, { clock: clocks[1] })
    const ada = await one.admin()
    const { change } = await keepHours(one, ada.token, OFFICE)
    const page = { businessHours: { enabled: true, hours: OFFICE } }
    const visitors = [await one.visitor(), await two.visitor(), await two.visitor(page)]

    for (let half = 0; half < 4; half++) {
      clocks[1].advance(HALF_MS)
      await letPass(clocks[0], one, 0.5)
    }
    for (const visitor of visitors) await visitor.hears('availability', ({ accepts }) => accepts === 'chat')

    await ada.does('agent:status', { status: 'away' })
    const away = ({ online, accepts }: { online: boolean; accepts: string }) => !online && accepts === 'chat'
    for (const visitor of visitors) await visitor.hears('availability', away)
    await change({ messageWhenNobodyOnline: true })
    for (const visitor of visitors) {
      await visitor.hears(
        'availability',
        ({ online, nextOpening, accepts }) => !online && nextOpening === null && accepts === 'message',
      )
    }
  },
)
