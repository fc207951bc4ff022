import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

test('[AW10] agents see who is there now and where, and begin a conversation that is unread for the visitor', async () => {
  const ada = await server.admin()
  const ben = await server.agent(ada)
  const referrer = 'https://search.example.com/'
  const page = { url: 'https://shop.example.com/', title: 'Shop', referrer }
  const vera = await server.visitor({ visitor: { name: 'Vera' }, page })
  // No connection: not here.
  await server.session({ visitor: { name: 'Nobody' }, page })
  const live = async (query = '') =>
    (await server.rest('GET', `/api/v1/visitors/live${query}`, undefined, ada.token)).body
  await expect.poll(async () => (await live()).count).toBe(1)
  await vera.does('page:view', { url: 'https://shop.example.com/cart', title: 'Cart' })
  expect((await live()).items).toMatchObject([
    { visitor: { id: vera.id, name: 'Vera', page: { title: 'Cart', referrer } }, conversation: null },
  ])

  const begin = (who: { token: string }, text: string, id = vera.id) =>
    server.rest('POST', `/api/v1/visitors/${id}/conversations`, { text }, who.token)
  const both = await Promise.all([begin(ada, 'May I help you?'), begin(ben, 'May I help you?')])
  expect(both.map(({ status }) => status).sort()).toEqual([201, 409])
  const begun = both.find(({ status }) => status === 201)?.body
  const agentId = both[0].status === 201 ? ada.id : ben.id
  expect(begun).toMatchObject({ status: 'active', agentId, visitor: { id: vera.id }, queue: null })

  const told = await vera.hears('conversation', ({ id }) => id === begun.id)
  expect(told).toMatchObject({ status: 'active', unreadCount: 1, lastSeq: 1 })
  const message = await vera.hears('message')
  expect(message).toMatchObject({ senderType: 'agent', content: { text: 'May I help you?' }, seq: 1 })
  expect((await live()).items[0].conversation).toMatchObject({ id: begun.id, status: 'active' })

  // The visitor answers, as in any other; who comes back finds it.
  await vera.does('message:send', {
    conversationId: begun.id,
    clientId: 'a',
    type: 'text',
    content: { text: 'Yes, please' },
  })
  const resumed = await server.session({ visitorToken: vera.token })
  expect(resumed.conversations).toMatchObject([{ id: begun.id, lastSeq: 2 }])

  vera.socket.close()
  await expect.poll(async () => (await live()).count).toBe(0)
})
