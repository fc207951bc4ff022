import type { CommandError, Message } from '@biometrics/chat-protocol'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import type { ClientStorage, Thread } from './api.ts'
import { createCore } from './core.ts'
import { createRest } from './rest.ts'
import { memoryStorage } from './storage.ts'
import { createStore } from './store.ts'
import { fakeServer, type FakeServer } from './testing/fake-server.ts'
import { type ManualTiming, manualTiming, settle } from './testing/manual-timing.ts'

const BUSY: CommandError = { code: 'busy', message: 'busy', retryable: true, retryAfterMs: 500 }
const INVALID: CommandError = { code: 'invalid_payload', message: 'invalid', retryable: false }

function startClient(server: FakeServer, storage: ClientStorage, timing: ManualTiming) {
  const store = createStore<{ thread: Thread | undefined }>({ thread: undefined })
  const heard: Message[] = []
  const core = createCore(
    {
      side: 'visitor',
      url: '',
      rest: createRest('', () => undefined),
      storage,
      outboxPrefix: 'outbox:',
      timing,
      token: () => undefined,
      batch: store.batch,
      handlers: {},
      startConversation: () => Promise.reject(new Error('not here')),
      onStatus: () => {},
      onThread: (_, thread) => store.set({ thread }),
      onOutbox: () => {},
    },
    server.connect,
  )
  core.onMessage((message) => heard.push(message))
  core.outbox.setOwner('vera', () => 'drop')
  core.threads.tell(server.log.page({ afterSeq: Number.MAX_SAFE_INTEGER }).conversation, 'history')
  core.threads.open('c').catch(() => {})
  return { core, store, heard, knew: server.log.messages.length }
}

type Client = ReturnType<typeof startClient>

const step = fc.oneof(
  { weight: 4, arbitrary: fc.record({ do: fc.constantFrom('type', 'say', 'read') }) },
  { weight: 6, arbitrary: fc.record({ do: fc.constantFrom('carryOut', 'arrive'), which: fc.nat(10) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('lose', 'busy', 'wait'), which: fc.nat(10) }) },
  { weight: 1, arbitrary: fc.record({ do: fc.constantFrom('refuse', 'reload'), which: fc.nat(10) }) },
  { weight: 2, arbitrary: fc.record({ do: fc.constantFrom('offline', 'online') }) },
)
type Step = { do: string; which?: number }

function textOf(message: { content: object }): string {
  return (message.content as { text: string }).text
}

function play(server: FakeServer, client: Client, timing: ManualTiming, next: Step, typed: string[]) {
  const { which = 0 } = next
  if (next.do === 'type') {
    const text = `typed ${typed.length}`
    typed.push(text)
    client.core.actions.send('c', { type: 'text', content: { text } })
  }
  if (next.do === 'say') server.say('agent')
  if (next.do === 'read')
    client.core.actions.markRead('c', client.store.state.thread?.messages.at(-1)?.seq ?? 0)
  if (next.do === 'carryOut') server.carryOut(which)
  if (next.do === 'arrive') server.arrive(which)
  if (next.do === 'lose') server.lose(which)
  if (next.do === 'busy') server.carryOut(which, BUSY)
  if (next.do === 'refuse') server.carryOut(which, INVALID)
  if (next.do === 'wait') timing.advance(1_000 * which)
  if (next.do === 'offline') server.goOffline()
  if (next.do === 'online') server.goOnline()
}

/** Nothing fails any more: runs until nothing is left to do. */
async function comeToRest(server: FakeServer, timing: ManualTiming) {
  server.goOffline()
  server.goOnline()
  for (let round = 0; round < 200; round += 1) {
    await settle()
    if (server.requests === 0 && server.arrivals === 0 && timing.waiting === 0) return
    while (server.requests > 0) server.carryOut(0)
    while (server.arrivals > 0) server.arrive(0)
    await settle()
    timing.advance(31_000)
  }
  throw new Error('it does not come to rest')
}

/** A client that has opened its conversation and is quiet. */
async function openClient() {
  const server = fakeServer()
  const timing = manualTiming()
  const client = startClient(server, memoryStorage(), timing)
  await settle()
  server.goOnline()
  await settle()
  server.carryOut(0)
  server.arrive(0)
  await settle()
  return { server, timing, ...client }
}

describe('a thread', () => {
  it('[SY1] asks at once, and only once, for a message that was skipped', async () => {
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

  it('keeps what was begun while its first page is on its way', async () => {
    const server = fakeServer()
    const client = startClient(server, memoryStorage(), manualTiming())
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

describe('outbox and threads together', () => {
  it('[MS3] [SY1] nothing is lost, stored twice or out of order, whatever fails, and the screen ends as the log', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 50, size: 'max' }), async (steps) => {
        const server = fakeServer()
        const timing = manualTiming()
        const storage = memoryStorage()
        const typed: string[] = []
        let client = startClient(server, storage, timing)
        server.goOnline()
        for (const next of steps as Step[]) {
          if (next.do === 'reload') {
            client.core.destroy()
            client = startClient(server, storage, timing)
            server.goOnline()
          } else play(server, client, timing, next, typed)
          await settle()
          expectConsistent(client, server)
        }
        await comeToRest(server, timing)

        const thread = client.store.state.thread
        expect(thread?.messages).toEqual(server.log.messages.slice(-(thread?.messages.length ?? 0)))
        expect(thread?.conversation).toEqual(server.log.conversation)
        const failed = (thread?.pending ?? []).map((entry) => textOf(entry.draft))
        expect(thread?.pending.every((entry) => entry.status.name === 'failed')).toBe(true)
        const stored = server.log.messages.filter((message) => message.senderType === 'user').map(textOf)
        expect([...stored, ...failed].toSorted()).toEqual(typed.toSorted())
        expect(stored).toEqual(typed.filter((text) => stored.includes(text)))
        expect(storage.keys()).toHaveLength(failed.length)
        expect(client.heard.map(({ id }) => id)).toEqual(
          server.log.messages.slice(client.knew).map(({ id }) => id),
        )
        client.core.destroy()
        expect(timing.waiting).toBe(0)
      }),
      { numRuns: 1_000 },
    )
  })
})

function expectConsistent({ store, heard }: Client, server: FakeServer) {
  const { thread } = store.state
  const shown = thread?.messages ?? []
  expect(shown.map(({ id }) => id)).toEqual(
    server.log.messages
      .slice(0, shown.at(-1)?.seq ?? 0)
      .slice(-shown.length || Infinity)
      .map(({ id }) => id),
  )
  const pending = new Set(thread?.pending.map((entry) => entry.clientId))
  for (const message of shown) expect(pending.has(message.clientId ?? '')).toBe(false)
  const seqs = heard.map((message) => message.seq)
  expect(seqs).toEqual([...new Set(seqs)].toSorted((a, b) => a - b))
}
