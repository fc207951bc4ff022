import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer

beforeAll(async () => {
  server = await startTestServer()
})
afterAll(() => server.stop())

const FLOOD = 30_000

test('[DL3] who pours more in than can be stored is read no faster than that: nothing is refused, and others are served', async () => {
  const [vera, victor] = await Promise.all([server.visitor(), server.visitor()])
  const start = await vera.does('conversation:start', { clientId: 'flood' })
  const other = await victor.does('conversation:start', { clientId: 'calm' })
  let answered = 0
  const send = async (index: number) => {
    const content = { text: `m${index}` }
    const message = { conversationId: start.conversation.id, clientId: `m${index}`, type: 'text', content }
    // Not by `does`: nothing here may wait for less than all of it.
    const answer = await vera.socket.emitWithAck('message:send', message)
    answered += 1
    return answer.ok
  }
  const poured = Array.from({ length: FLOOD }, (_, index) => send(index))
  let most = 0
  const goesOn = () => answered < FLOOD
  for (let calm = 0; goesOn(); calm++) {
    most = Math.max(most, server.services.messageLog.waiting())
    const clientId = `calm${calm}`
    const message = { conversationId: other.conversation.id, clientId, type: 'text', content: { text: 'x' } }
    const answer = await victor.socket.emitWithAck('message:send', message)
    expect(answer).toMatchObject({ ok: true })
  }
  expect(new Set(await Promise.all(poured))).toEqual(new Set([true]))
  expect(most).toBeGreaterThan(0)
  const { conversation } = await vera.does('conversation:sync', {
    conversationId: start.conversation.id,
    afterSeq: FLOOD - 1,
  })
  // And the word that nobody is free.
  expect(conversation.lastSeq).toBe(FLOOD + 1)
})

test('[DL3] of many who pour, all are read again when it is over, though nobody has anything more to store', async () => {
  const SENDERS = 150
  const EACH = 80
  const visitors = await Promise.all(Array.from({ length: SENDERS }, () => server.visitor()))
  const starts = await Promise.all(
    visitors.map((visitor) => visitor.does('conversation:start', { clientId: 'one' })),
  )
  const answers = await Promise.all(
    visitors.flatMap(({ socket }, at) =>
      Array.from({ length: EACH }, (_, index) =>
        socket.emitWithAck('message:send', {
          conversationId: starts[at]?.conversation.id,
          clientId: `m${index}`,
          type: 'text',
          content: { text: `m${index}` },
        }),
      ),
    ),
  )
  const refusals = answers.filter(({ ok }) => !ok)
  for (const { error } of refusals)
    expect(error).toMatchObject({ code: 'busy', retryAfterMs: expect.any(Number) })
  await Promise.all(visitors.map((visitor) => visitor.does('ping', {})))
})
