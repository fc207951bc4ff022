import { Manager, type Socket } from 'socket.io-client'
import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

async function begin() {
  const server = await startTestServer()
  onTestFinished(() => server.stop())
  const ada = await server.admin()
  const vera = await server.visitor()
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const message = (clientId: string) => ({
    conversationId: conversation.id,
    clientId,
    type: 'text',
    content: { text: clientId },
  })
  return { server, ada, vera, message }
}

test('what is no plain command is answered too: another name, and bytes among the payload', async () => {
  const { vera, message } = await begin()
  expect(await vera.socket.emitWithAck('no:such', {})).toMatchObject({ error: { code: 'unknown_command' } })
  expect(await vera.socket.emitWithAck('toString', {})).toMatchObject({ error: { code: 'unknown_command' } })
  const bytes = { ...message('bytes'), content: { text: Buffer.from('text') } }
  expect(await vera.socket.emitWithAck('message:send', bytes)).toMatchObject({
    error: { code: 'invalid_payload' },
  })
  expect(await vera.socket.emitWithAck('message:send', message('after'))).toMatchObject({ ok: true })
})

test('a command without an id is carried out, and nobody is answered', async () => {
  const { ada, vera, message } = await begin()
  const answers: string[] = []
  vera.socket.io.engine.on('packet', ({ data }) => {
    if (String(data).startsWith('3')) answers.push(String(data))
  })
  vera.socket.emit('message:send', message('silent'))
  await ada.hears('message', ({ clientId }) => clientId === 'silent')
  expect(await vera.socket.emitWithAck('message:send', message('next'))).toMatchObject({ ok: true })
  expect(answers).toHaveLength(1)
})

test('two sides over one connection each have their own commands; who has left has none', async () => {
  const { server, ada, vera, message } = await begin()
  const manager = new Manager(server.url, { transports: ['websocket'], reconnection: false })
  const visitor = manager.socket('/visitor', { auth: { token: vera.token } })
  const agent = manager.socket('/agent', { auth: { token: ada.token } })
  await Promise.all([entered(visitor), entered(agent)])
  const { conversationId } = message('')
  const sent = await visitor.emitWithAck('message:send', message('as a visitor'))
  expect(sent.data.message.senderType).toBe('user')
  const leave = () => agent.emitWithAck('conversation:leave', { conversationId })
  expect(await leave()).toMatchObject({ ok: true })
  expect(await visitor.emitWithAck('conversation:leave', { conversationId })).toMatchObject({
    error: { code: 'unknown_command' },
  })

  // Gone and back again, there is still one who answers.
  for (let round = 0; round < 3; round++) {
    visitor.disconnect()
    // By then the server knows that it has gone.
    await leave()
    await entered(visitor)
  }
  const answers: string[] = []
  manager.engine.on('packet', ({ data }) => {
    if (String(data).startsWith('3/visitor,')) answers.push(String(data))
  })
  expect(await visitor.emitWithAck('message:send', message('back'))).toMatchObject({ ok: true })
  expect(answers).toHaveLength(1)

  visitor.disconnect()
  await leave()
  manager.engine.write(`2/visitor,7["message:send",${JSON.stringify(message('gone'))}]`)
  await expect.poll(() => agent.connected).toBe(false)
  const { messages } = await vera.does('conversation:sync', { conversationId, afterSeq: 0, limit: 200 })
  expect(messages.map(({ clientId }) => clientId)).toEqual(expect.arrayContaining(['as a visitor', 'back']))
  expect(messages.map(({ clientId }) => clientId)).not.toContain('gone')
})

test('what is no event ends its own connection, and nobody else notices', async () => {
  const { server, vera, message } = await begin()
  for (const packet of ['2/visitor,1["message:send"', '2/visitor,1{}', '2/visitor,1["disconnect"]']) {
    const socket = await server.connect('/visitor', vera.token)
    socket.io.engine.write(packet)
    await expect.poll(() => socket.connected).toBe(false)
  }
  expect(await vera.socket.emitWithAck('message:send', message('after'))).toMatchObject({ ok: true })
})

function entered(socket: Socket) {
  return new Promise<void>((resolve, reject) => {
    socket.once('connect', resolve)
    socket.once('connect_error', reject)
    socket.connect()
  })
}
