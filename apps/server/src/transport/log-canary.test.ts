import { Writable } from 'node:stream'
import { sql } from 'kysely'
import { expect, onTestFinished, test } from 'vitest'
import { ADA, startTestServer } from '../testing/start-test-server.ts'
import { upload } from '../testing/upload.ts'

const CANARY = 'canary-8d41'

test('[SC14] the log holds no text, no token, no password and no name, whatever goes wrong', async () => {
  const lines: string[] = []
  const stream = new Writable({
    write(chunk, _encoding, done) {
      lines.push(String(chunk))
      done()
    },
  })
  const server = await startTestServer({ logger: { level: 'trace', stream } })
  onTestFinished(server.stop)
  const ada = await server.admin()
  const vera = await server.visitor({
    visitor: {
      name: `${CANARY}-name`,
      email: `${CANARY}@example.com`,
      attributes: { plan: `${CANARY}-plan` },
    },
  })
  const text = { type: 'text', content: { text: `${CANARY}-text` } } as const
  const { conversation } = await vera.does('conversation:start', {
    clientId: 'c',
    message: { clientId: 'm', ...text },
  })
  const at = `/api/v1/conversations/${conversation.id}/messages`
  const key = await server.rest(
    'POST',
    '/api/v1/api-keys',
    { name: 'Log', scopes: ['groups:read'] },
    ada.token,
  )

  // What is not even sent.
  const unsent = { typing: true, preview: `${CANARY}-unsent` }
  await vera.does('typing:set', { conversationId: conversation.id, ...unsent })
  await vera.isRefused('typing:set', { conversationId: 'nowhere', ...unsent })

  // What is refused is looked at as closely as what is taken.
  await server.rest('POST', '/api/v1/auth/login', { email: ADA.email, password: `${CANARY}-password` })
  await server.rest('POST', '/api/v1/auth/login', `{"password":"${CANARY}-broken"`)
  await server.rest('POST', at, { ...text, type: `${CANARY}-type` }, vera.token)
  await server.rest('POST', at, text, key.body.token)
  await server.rest('GET', `/api/v1/conversations?q=${CANARY}-query`, undefined, ada.token)
  await server.rest('GET', `/api/v1/conversations?cursor=${CANARY}-cursor`, undefined, ada.token)
  await vera.isRefused('message:send', { conversationId: conversation.id, text: `${CANARY}-shape` })
  await server.connect('/visitor', `vis_${CANARY}`).catch(() => {})
  await upload(server.url, vera.token, `${CANARY}.txt`, new TextEncoder().encode(`${CANARY}-file`))

  // And what nobody foresaw: the part that stores throws with all that it knows, and the database refuses in its own words.
  const { messageLog } = server.services
  const append = messageLog.append
  messageLog.append = () => Promise.reject(new Error('the disk has gone'))
  const broken = await server.rest('POST', at, { ...text, clientId: 'broken' }, vera.token)
  expect(broken).toMatchObject({
    status: 500,
    body: { code: 'internal', detail: 'Something went wrong on the server' },
  })
  messageLog.append = append
  // Its words name the whole row that it would not take.
  await sql`alter table canned_responses add constraint unforeseen check (category not like 'canary%')`.execute(
    server.services.database.query,
  )
  const canned = {
    title: `${CANARY}-title`,
    content: `${CANARY}-content`,
    shortcut: '/log',
    category: `${CANARY}-cat`,
  }
  expect((await server.rest('POST', '/api/v1/canned-responses', canned, ada.token)).status).toBe(500)

  const log = lines.join('')
  expect(log).toContain('the disk has gone')
  expect(log).toContain('unforeseen')
  expect(log).not.toContain(CANARY)
  for (const secret of [ada.token, vera.token, key.body.token, ADA.password])
    expect(log).not.toContain(secret)
})
