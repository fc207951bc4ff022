import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

test('[AW4] who is named in a note hears of it at once and finds it later, and the visitor reads nothing of it', async () => {
  const ada = await server.admin()
  const ana = await server.agent(ada)
  const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  const vera = await server.visitor({ visitor: { name: 'Vera' } })
  const first = { clientId: 'v', type: 'text' as const, content: { text: 'May I speak to @Ana?' } }
  const { conversation } = await vera.does('conversation:start', { clientId: 'v', message: first })
  const conversationId = conversation.id
  const note = {
    conversationId,
    clientId: 'note',
    type: 'text' as const,
    content: { text: 'canary-note @Ana and @Ada: is she owed a refund?' },
    visibility: 'note' as const,
  }
  await ada.does('message:send', note)
  const heard = await ana.hears('mention')
  expect(heard).toMatchObject({
    conversationId,
    text: note.content.text,
    by: { id: ada.id, name: 'Ada' },
    visitor: { name: 'Vera' },
    read: false,
  })
  // Sent again it names nobody again; a visitor's words and replies name nobody.
  await ada.does('message:send', note)
  await ada.does('message:send', {
    conversationId,
    clientId: 'reply',
    type: 'text',
    content: { text: 'canary-free: my colleague @Ana is here' },
  })

  const list = (who: { token: string }, query = '') =>
    server.rest('GET', `/api/v1/mentions${query}`, undefined, who.token)
  expect((await list(ana)).body).toMatchObject({ items: [{ id: heard.id }], unread: 1, nextCursor: null })
  expect((await list(ana)).body.items).toHaveLength(1)
  for (const other of [ada, ben]) expect((await list(other)).body).toMatchObject({ items: [], unread: 0 })

  // With a hand-over too.
  await ada.does('conversation:transfer', {
    conversationId,
    toAgentId: ben.id,
    note: 'canary-note @ana yours?',
  })
  await ana.hears('mention', ({ seq }) => seq > heard.seq)
  expect((await list(ana, '?unread=true&limit=1')).body).toMatchObject({
    unread: 2,
    nextCursor: expect.any(String),
  })

  await server.rest('POST', '/api/v1/mentions/read', { conversationId }, ana.token)
  expect((await list(ana)).body).toMatchObject({ items: [{ read: true }, { read: true }], unread: 0 })
  expect((await list(ana, '?unread=true')).body.items).toEqual([])

  // Every byte that the visitor got, and all that they can ask for.
  await vera.hears('message', ({ content }) => JSON.stringify(content).includes('canary-free'))
  const asked = await Promise.all(
    [
      `/api/v1/conversations/${conversationId}`,
      `/api/v1/conversations/${conversationId}/messages`,
      '/api/v1/conversations',
      '/api/v1/mentions',
      '/api/v1/search/messages?q=canary',
    ].map((path) => server.rest('GET', path, undefined, vera.token)),
  )
  const synced = await vera.does('conversation:sync', { conversationId, afterSeq: 0 })
  const resumed = await server.session({ visitorToken: vera.token })
  const bytes = JSON.stringify([vera.heard, asked.map(({ body }) => body), synced, resumed])
  expect(bytes).toContain('canary-free')
  expect(bytes).not.toMatch(/canary-note|refund|"mention"/)
  expect(synced.messages.map(({ seq }) => seq)).toEqual(synced.messages.map((_, index) => index + 1))
})
