import { expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer } from '../testing/start-test-server.ts'

const CHECK_MS = 500
const TEXT = 'x'.repeat(10_000)
/** Far more than the buffers of the operating system hold. */
const BATCHES = 80
const BATCH_SIZE = 50

test('[DL11] a reader that stands still is disconnected and resumes, and its neighbour notices nothing', async () => {
  const clock = createManualClock()
  const server = await startTestServer({ clock })
  onTestFinished(() => server.stop())
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const conversationId = conversation.id
  const neighbour = await server.connect('/visitor', vera.token)
  const seen: number[] = []
  neighbour.on('message', ({ seq }: { seq: number }) => seen.push(seq))

  // The real connection: nothing is read from it any more, and the system's buffers fill up.
  const { ws } = vera.socket.io.engine.transport as unknown as { ws: { pause(): void; resume(): void } }
  ws.pause()
  const speaker = await server.connect('/visitor', vera.token)
  for (let batch = 0; batch < BATCHES; batch++) {
    await Promise.all(
      Array.from({ length: BATCH_SIZE }, (_, index) =>
        speaker.emitWithAck('message:send', {
          conversationId,
          clientId: `m${batch}-${index}`,
          type: 'text',
          content: { text: TEXT },
        }),
      ),
    )
    clock.advance(CHECK_MS)
  }
  await expect.poll(() => seen.length).toBe(BATCHES * BATCH_SIZE)
  // Before them there was the word that nobody is free.
  expect(seen).toEqual(seen.map((_, index) => index + 2))

  ws.resume()
  await expect.poll(() => vera.socket.connected).toBe(false)
  const heard = vera.heardOf('message').length
  expect(heard).toBeLessThan(BATCHES * BATCH_SIZE)
  const back = await server.connect('/visitor', vera.token)
  const { data } = await back.emitWithAck('conversation:sync', {
    conversationId,
    afterSeq: heard,
    limit: 200,
  })
  expect(data.messages[0].seq).toBe(heard + 1)
  expect(speaker.connected && neighbour.connected).toBe(true)
})
