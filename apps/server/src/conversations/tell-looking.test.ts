import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

test('[AW9] agents who look at a conversation hear of each other, and nobody else does', async () => {
  const server = await startTestServer()
  onTestFinished(server.stop)
  const ada = await server.admin()
  const [ana, ben] = [
    await server.agent(ada),
    await server.agent(ada, { name: 'Ben', email: 'ben@example.com' }),
  ]
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const conversationId = conversation.id
  for (const one of [ada, ana]) await one.does('conversation:sync', { conversationId, afterSeq: 0 })
  await ada.does('conversation:look', { conversationId, looking: true, asks: true })
  expect(await ana.hears('looking')).toEqual({
    conversationId,
    agentId: ada.id,
    name: 'Ada',
    looking: true,
    asks: true,
  })
  await ana.does('conversation:look', { conversationId, looking: false })
  expect(await ada.hears('looking')).toMatchObject({ agentId: ana.id, looking: false })
  // What they hear after it comes after it.
  await ada.does('message:send', {
    conversationId,
    clientId: 'm',
    type: 'text',
    content: { text: 'Hello' },
  })
  await vera.hears('message')
  expect([vera, ben].map((one) => one.heardOf('looking'))).toEqual([[], []])
  expect(ada.heardOf('looking')).toHaveLength(1)
})
