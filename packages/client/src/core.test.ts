import { describe, expect, it } from 'vitest'
import { memoryStorage } from './storage.ts'
import { startCoreClient, textOf } from './testing/core-client.ts'
import { newConversation } from './testing/fake-log.ts'
import { fakeServer } from './testing/fake-server.ts'
import { manualTiming, settle } from './testing/manual-timing.ts'

/** A client that has opened its conversation and is quiet. */
async function openClient() {
  const server = fakeServer()
  const timing = manualTiming()
  const client = startCoreClient(server, memoryStorage(), timing)
  await settle()
  server.goOnline()
  await settle()
  server.carryOut(0)
  server.arrive(0)
  await settle()
  return { server, timing, ...client }
}

describe('a thread', () => {
  it('[DL5] [SY1] asks at once, and only once, for a message that was skipped', async () => {
    const { server, core, store } = await openClient()
    for (let count = 0; count < 3; count += 1) server.say('agent')
    server.lose(0)
    server.arrive(0)
    server.arrive(0)
    expect([server.requests, store.state.thread?.messages.length]).toEqual([1, 0])
    server.carryOut(0)
    server.arrive(0)
    await settle()
    expect(store.state.thread?.messages.map(({ seq }) => seq)).toEqual([1, 2, 3])
    expect(server.requests).toBe(0)
    core.destroy()
  })

  it('asks for the last message when it does not come although the conversation tells of it', async () => {
    const { server, core, timing, store } = await openClient()
    server.say('agent')
    server.lose(0)
    core.threads.tell(server.log.conversation, 'event')
    expect(server.requests).toBe(0)
    timing.advance(1_000)
    expect(server.requests).toBe(1)
    server.carryOut(0)
    server.arrive(0)
    await settle()
    expect(store.state.thread?.messages).toHaveLength(1)
    core.destroy()
  })

  it('[DL4] keeps what was begun while its first page is on its way', async () => {
    const server = fakeServer()
    const client = startCoreClient(server, memoryStorage(), manualTiming())
    await settle()
    server.goOnline()
    await settle()
    server.carryOut(0)
    server.say('user')
    const { conversation, messages } = server.log.page({ afterSeq: 0 })
    client.core.threads.begin({ conversation, messages })
    server.arrive(0)
    await settle()
    expect(client.store.state.thread?.messages).toEqual(server.log.messages)
    client.core.destroy()
  })

  it('a listener that throws stops nobody else', async () => {
    const { server, core, store, heard } = await openClient()
    const thrown: unknown[] = []
    const own = process.listeners('uncaughtException')
    process
      .removeAllListeners('uncaughtException')
      .once('uncaughtException', (failure) => thrown.push(failure))
    store.subscribe(() => {
      throw new Error('a bug of the page')
    })
    core.onMessage((message) => heard.push(message))
    server.say('agent')
    server.arrive(0)
    await settle()
    for (const listener of own) process.on('uncaughtException', listener)
    expect(heard).toHaveLength(2)
    expect(thrown).toHaveLength(1)
    core.destroy()
  })

  it('does not knock at a closed door, and tells what was read as soon as it opens', async () => {
    const { server, core, timing } = await openClient()
    server.say('agent')
    server.arrive(0)
    server.goOffline()
    core.actions.markRead('c', 1)
    await settle()
    core.threads.open('c').catch(() => {})
    await settle()
    timing.advance(600_000)
    await settle()
    server.goOnline()
    expect(server.log.conversation.unreadCount).toBe(1)
    while (server.requests > 0) server.carryOut(0)
    expect(server.log.conversation.unreadCount).toBe(0)
    core.destroy()
    expect(timing.waiting).toBe(0)
  })
})

describe('the server’s word on the log', () => {
  const epoch = 'epoch 0'

  it('[DL6] what an open conversation is short of is asked for at once, even while another page is on its way', async () => {
    const { server, core, store } = await openClient()
    server.say('agent')
    server.lose(0)
    server.tellHeads()
    server.lose(0)
    server.arrive(0)
    expect(server.requests).toBe(1)
    server.carryOut(0)
    server.say('agent')
    server.lose(1)
    core.threads.follow('c', 2)
    server.arrive(0)
    await settle()
    server.carryOut(0)
    server.arrive(0)
    await settle()
    expect(store.state.thread?.messages.map(({ seq }) => seq)).toEqual([1, 2])
    expect(server.requests).toBe(0)
    core.destroy()
  })

  it('[DL6] what is shown of other conversations is read anew unless the news come by themselves', async () => {
    const { server, core, timing, asked } = await openClient()
    const told = { epoch, heads: [{ conversationId: 'd', seq: 1 }] }
    const tell = () => server.tell('heads', told)
    tell()
    server.arrive(0)
    core.threads.tell(newConversation('d', { lastSeq: 1 }), 'event')
    timing.advance(2_000)
    expect(asked).toEqual([])
    told.heads = [{ conversationId: 'd', seq: 2 }]
    tell()
    server.arrive(0)
    timing.advance(1_999)
    expect(asked).toEqual([])
    timing.advance(1)
    expect(asked).toEqual(['refresh'])
    core.destroy()
    expect(timing.waiting).toBe(0)
  })

  it('[DL7] another epoch drops what was known; what comes back is no news, and what has no ✓ is sent again', async () => {
    const { server, core, store, heard, asked } = await openClient()
    for (let count = 0; count < 3; count += 1) server.say('agent')
    while (server.arrivals > 0) server.arrive(0)
    core.threads.tell(newConversation('d', { lastSeq: 7 }), 'event')
    core.actions.send('c', { type: 'text', content: { text: 'waits' } })
    await settle()
    server.carryOut(0)
    expect(server.log.messages).toHaveLength(4)

    server.restore(2)
    await settle()
    server.goOnline()
    server.tellHeads()
    server.arrive(0)
    server.arrive(0)
    expect(asked).toEqual(['reset'])
    expect(store.state.thread).toMatchObject({
      messages: [],
      history: 'loading',
      conversation: { lastSeq: 0 },
    })
    expect(core.threads.find('d')).toBeUndefined()
    for (let round = 0; round < 3; round += 1) {
      await settle()
      while (server.requests > 0) server.carryOut(0)
      while (server.arrivals > 0) server.arrive(0)
    }
    await settle()
    expect(store.state.thread?.messages).toEqual(server.log.messages)
    expect(heard.map(textOf)).toEqual(['message 1', 'message 2', 'message 3', 'waits'])
    expect(server.log.messages.map(textOf)).toEqual(['message 1', 'message 2', 'waits'])
    expect(core.outbox.entries).toEqual([])
    expect(asked).toEqual(['reset'])
    core.destroy()
  })
})
