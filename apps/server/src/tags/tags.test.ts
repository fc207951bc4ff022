import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

test('[AW13] tags are counted, and renamed, merged and taken away on every conversation', async () => {
  const server = await startTestServer()
  onTestFinished(server.stop)
  const ada = await server.admin()
  const ana = await server.agent(ada)
  const tagged: Record<string, string[]> = { a: ['late', 'vip'], b: ['Late'], c: ['late', 'Late'] }
  const ids: Record<string, string> = {}
  for (const [name, tags] of Object.entries(tagged)) {
    const visitor = await server.visitor()
    const { conversation } = await visitor.does('conversation:start', { clientId: name })
    ids[name] = conversation.id
    await ada.does('conversation:tag', { conversationId: conversation.id, tags })
  }
  await ada.does('conversation:close', { conversationId: ids.b as string })
  const list = async () => (await server.rest('GET', '/api/v1/tags', undefined, ana.token)).body.items
  expect(await list()).toEqual([
    { tag: 'Late', open: 1, conversations: 2 },
    { tag: 'late', open: 2, conversations: 2 },
    { tag: 'vip', open: 1, conversations: 1 },
  ])
  const rename = (who: { token: string }, from: string, to: string | null) =>
    server.rest('POST', '/api/v1/tags/rename', { from, to }, who.token)
  expect((await rename(ana, 'late', 'Late')).status).toBe(403)
  expect((await rename(ada, 'late', 'Late')).body).toEqual({ conversations: 2 })
  await ada.hears('conversation', ({ id, tags }) => id === ids.a && tags.join() === 'Late,vip')
  await ada.hears('conversation', ({ id, tags }) => id === ids.c && tags.join() === 'Late')
  expect((await rename(ada, 'vip', null)).body).toEqual({ conversations: 1 })
  expect(await list()).toEqual([{ tag: 'Late', open: 2, conversations: 3 }])
})
