import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

test('[DL12] what is under way is answered and kept, and whoever comes now is sent elsewhere', async () => {
  let underWay = 0
  const gate = Promise.withResolvers<void>()
  const server = await startTestServer({
    replace: ({ services, ...parts }) => {
      const { messageLog } = services
      const append: typeof messageLog.append = async (message) => {
        underWay += 1
        await gate.promise
        return messageLog.append(message)
      }
      return { services: { ...services, messageLog: { ...messageLog, append } }, ...parts }
    },
  })
  onTestFinished(() => server.stop())
  const [ada, vera] = [await server.admin(), await server.visitor()]
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const spoken = { type: 'text', content: { text: 'hello' } } as const
  const hello = { conversationId: conversation.id, clientId: 'by socket', ...spoken }
  const sending = vera.does('message:send', hello)
  const address = `/api/v1/conversations/${conversation.id}/messages`
  const posting = server.rest('POST', address, { ...spoken, clientId: 'by REST' }, ada.token)
  await expect.poll(() => underWay).toBe(2)
  const restarting = server.restart()

  expect((await ada.hears('draining')).afterMs).toBeLessThan(1_000)
  await vera.hears('draining')
  expect(await server.rest('GET', '/readyz')).toMatchObject({ status: 503, body: { status: 'stopping' } })
  expect((await server.rest('GET', '/healthz')).status).toBe(200)
  await expect(server.connect('/visitor', vera.token)).rejects.toMatchObject({
    data: { code: 'restarting', retryable: true, retryAfterMs: expect.any(Number) },
  })
  await expect.poll(() => ada.socket.connected).toBe(false)
  expect(vera.socket.connected).toBe(true)

  gate.resolve()
  expect((await sending).message.clientId).toBe('by socket')
  expect((await posting).status).toBe(201)
  await expect.poll(() => vera.socket.connected).toBe(false)
  await restarting
  const back = await server.connect('/visitor', vera.token)
  const { data } = await back.emitWithAck('conversation:sync', {
    conversationId: conversation.id,
    afterSeq: 0,
  })
  const names = data.messages.map(({ clientId }: { clientId: string }) => clientId)
  expect(names.toSorted()).toEqual(['by REST', 'by socket'])
})

test('[DL12] many connections are handed over in waves, each at the time that it was told', async () => {
  const server = await startTestServer()
  onTestFinished(() => server.stop())
  const { visitorToken } = await server.session()
  const left: { afterMs: number; tookMs: number }[] = []
  for (let count = 0; count < 200; count++) {
    const socket = await server.connect('/visitor', visitorToken)
    socket.once('draining', ({ afterMs }: { afterMs: number }) => {
      const start = performance.now()
      socket.once('disconnect', () => left.push({ afterMs, tookMs: performance.now() - start }))
    })
  }
  await server.restart()
  await expect.poll(() => left.length).toBe(200)
  expect(new Set(left.map(({ afterMs }) => afterMs)).size).toBe(200)
  // They leave in the order of what they were told, give or take a wave.
  const first = left.slice(0, 50).map(({ afterMs }) => afterMs)
  const last = left.slice(-50).map(({ afterMs }) => afterMs)
  expect(Math.max(...first)).toBeLessThan(Math.min(...last))
  expect(Math.max(...left.map(({ tookMs }) => tookMs))).toBeGreaterThan(200)
})
