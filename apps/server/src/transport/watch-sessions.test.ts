import { afterEach, beforeEach, expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'

const CHECK_MS = 4_000

let clock: ReturnType<typeof createManualClock>
let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>
let ben: Awaited<ReturnType<TestServer['agent']>>

beforeEach(async () => {
  clock = createManualClock()
  server = await startTestServer({ clock })
  ada = await server.admin()
  ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com', password: 'battery staple horse' })
})
afterEach(() => server.stop())

const gone = (person: Pick<Person<never>, 'socket'>) => expect.poll(() => person.socket.connected).toBe(false)
const database = () => server.services.database.query

/** The clock stands still: nothing but the event itself can have ended it. */
test('[DL14] who signs out loses the sockets of this sign-in at once, and of no other', async () => {
  const login = await server.rest('POST', '/api/v1/auth/login', {
    email: 'ben@example.com',
    password: 'battery staple horse',
  })
  const second = await server.connect('/agent', login.body.token)
  await server.rest('POST', '/api/v1/auth/logout', undefined, login.body.token)
  await expect.poll(() => second.connected).toBe(false)
  await expect(server.connect('/agent', login.body.token)).rejects.toMatchObject({
    data: { code: 'unauthenticated', retryable: false },
  })
  await ben.does('inbox:watch', { watch: true })
})

test('[DL14] a removed agent hears nothing any more', async () => {
  const vera = await server.visitor()
  expect((await server.rest('DELETE', `/api/v1/agents/${ben.id}`, undefined, ada.token)).status).toBe(204)
  await gone(ben)
  const heard = ben.heard.length
  await vera.does('conversation:start', { clientId: 'c' })
  await ada.hears('conversation')
  expect(ben.heard.length).toBe(heard)
})

test('[DL14] a new password ends every connection of the agent', async () => {
  const change = { password: 'another battery staple' }
  await server.rest('PATCH', `/api/v1/agents/${ben.id}`, change, ada.token)
  await gone(ben)
  expect(ada.socket.connected).toBe(true)
})

test('[DL14] what nobody told is found within 5 s: removed on another node, or run out', async () => {
  const other = await startTestServer({ clock, connection: server.connection, dataDir: server.dataDir })
  onTestFinished(() => other.stop())
  const ana = await server.agent(ada)
  await other.rest('DELETE', `/api/v1/agents/${ben.id}`, undefined, ada.token)
  await database()
    .updateTable('agent_sessions')
    .set({ expires_at: new Date(clock.now().getTime() + CHECK_MS) })
    .where('agent_id', '=', ana.id)
    .execute()
  clock.advance(CHECK_MS)
  await gone(ben)
  await gone(ana)
  expect(ada.socket.connected).toBe(true)
})

test('[DL14] a changed name or role counts on open connections', async () => {
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  await server.rest('PATCH', `/api/v1/agents/${ben.id}`, { name: 'Benjamin' }, ada.token)
  clock.advance(CHECK_MS)
  let said = 0
  const senderName = async () => {
    said += 1
    const { message } = await ben.does('message:send', {
      conversationId: conversation.id,
      clientId: `m${said}`,
      type: 'text',
      content: { text: 'hello' },
    })
    return message.senderName
  }
  await expect.poll(senderName).toBe('Benjamin')
})

test('[DL14] a visitor’s session that has run out ends, and so do those of pages that may use the app no longer', async () => {
  const { visitorToken } = await server.session()
  await database()
    .updateTable('visitor_sessions')
    .set({ expires_at: new Date(clock.now().getTime() + CHECK_MS) })
    .execute()
  const socket = await server.connect('/visitor', visitorToken)
  const vera = await server.visitor()
  clock.advance(CHECK_MS)
  await expect.poll(() => socket.connected).toBe(false)
  expect(vera.socket.connected).toBe(true)

  const { items } = (await server.rest('GET', '/api/v1/apps', undefined, ada.token)).body
  const change = { allowedOrigins: ['https://www.example.com'] }
  await server.rest('PATCH', `/api/v1/apps/${items[0].id}`, change, ada.token)
  await gone(vera)
})
