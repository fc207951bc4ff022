import { memoryStorage } from '@biometrics/chat-client'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openDatabase } from '../../apps/server/src/database/database.ts'
import { say, startWorld, textsOf, until, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await startWorld()
})
afterAll(() => world.stop())

describe('a chat', () => {
  it('[CV1] begins with the first message, and what was typed behind it follows in order', async () => {
    const vera = world.visitor()
    await vera.connect()
    const key = vera.start(say('one'), { name: 'Vera' })
    vera.send(key, say('two'))
    vera.send(key, say('three'))
    expect(vera.state.starting?.pending.map((entry) => entry.draft)).toEqual([
      say('one'),
      say('two'),
      say('three'),
    ])
    const id = await until(vera, (state) => state.started[key])
    const thread = await until(vera, ({ threads }) => threads[id]?.messages.length === 3 && threads[id])
    expect(thread.messages.map((message) => message.content)).toEqual([
      { text: 'one' },
      { text: 'two' },
      { text: 'three' },
    ])
    expect(thread.pending).toEqual([])
    expect(thread.history).toBe('complete')
    expect(vera.state.starting).toBeNull()
    expect(vera.send(key, say('four'))).toBeTypeOf('string')
    await until(vera, ({ threads }) => threads[id]?.messages.length === 4)
    expect(await world.log(id)).toHaveLength(4)
  })

  it('[CV1] begins once, although it was begun twice before the first had its ✓', async () => {
    const vera = world.visitor()
    await vera.connect()
    const key = vera.start(say('one'))
    expect(vera.start(say('two'))).toBe(key)
    const id = await until(vera, (state) => state.started[key])
    await until(vera, ({ threads }) => threads[id]?.messages.length === 2)
    expect(Object.keys(vera.state.threads)).toEqual([id])
  })

  it('[CV1] takes along what was typed for a beginning that was refused', async () => {
    const vera = world.visitor()
    await vera.connect()
    vera.start(say(''))
    const refused = await until(vera, ({ starting }) =>
      starting?.pending.find((entry) => entry.status.name === 'failed'),
    )
    expect(refused.status).toMatchObject({ error: { code: 'invalid_payload' } })
    const key = vera.start(say('This is better'))
    const id = await until(vera, (state) => state.started[key])
    expect(vera.state.threads[id]?.pending.map((entry) => entry.clientId)).toEqual([refused.clientId])
    vera.discard(refused.clientId)
    expect(textsOf(vera.state.threads[id]?.messages ?? [])).toEqual(await world.log(id))
  })

  it('[VS1] the visitor comes back with the same history; the token stays in the storage', async () => {
    const storage = memoryStorage()
    const { vera, id } = await world.vera({ storage })
    vera.destroy()
    const again = world.visitor({ storage })
    await again.connect()
    expect(again.state.session?.visitor.id).toBe(vera.state.session?.visitor.id)
    expect(again.state.threads[id]).toMatchObject({ history: 'unloaded', conversation: { lastSeq: 1 } })
    await again.open(id)
    expect(again.state.threads[id]?.messages).toHaveLength(1)
    expect(storage.keys().filter((key) => key.endsWith(':token'))).toHaveLength(1)
  })

  it('[WD5] who comes back sees what was known, before any answer, and then what is so', async () => {
    const storage = memoryStorage()
    const { vera, id } = await world.vera({ storage })
    vera.destroy()
    const text = 'Are you still there?'
    await world.admin.does('message:send', {
      clientId: 'while-away',
      conversationId: id,
      type: 'text',
      content: { text },
    })
    const again = world.visitor({ storage })
    expect(again.state).toMatchObject({ answered: false, connection: { status: 'idle' }, unread: 0 })
    expect(again.state.session?.config.name).toBe(vera.state.session?.config.name)
    expect(Object.keys(again.state.threads)).toEqual([id])
    const heard: string[] = []
    again.onMessage(({ clientId }) => heard.push(clientId ?? ''))
    // Written before the server has said anything.
    again.send(id, say('Yes'))
    await again.connect()
    expect(again.state).toMatchObject({ answered: true, unread: 1 })
    await again.open(id)
    await until(again, ({ threads }) => threads[id]?.messages.length === 3)
    expect(textsOf(again.state.threads[id]?.messages ?? [])).toEqual(await world.log(id))
    expect(heard).not.toContain('while-away')
  })

  it('[WD5] nothing is recalled of a proven person, of what is broken, or after it was forgotten', async () => {
    const storage = memoryStorage()
    const { vera } = await world.vera({ storage })
    const known = storage.keys().find((key) => key.includes(':known:')) ?? ''
    const kept = JSON.parse(storage.get(known) ?? '')
    for (const broken of [
      '{"half',
      'null',
      '5',
      '[]',
      '{"visitor":{},"config":{}}',
      '{"visitor":{},"conversations":[]}',
    ]) {
      storage.set(known, broken)
      expect(world.visitor({ storage }).state).toMatchObject({ answered: false, session: null, threads: {} })
    }

    const database = openDatabase(world.server.connection)
    await database.query
      .updateTable('visitors')
      .set({ external_id: 'vera' })
      .where('id', '=', kept.visitor.id)
      .execute()
    await database.close()
    const proven = world.visitor({ storage })
    await proven.connect()
    expect(proven.state.session?.visitor.verified).toBe(true)
    expect(storage.keys()).not.toContain(known)
    await vera.forget()
    expect(storage.keys()).toEqual([])
  })

  it('reaches the agent and comes back, with unread counts and read marks on both sides', async () => {
    const ana = await world.ana()
    await ana.loadList('mine')
    await world.admin.does('agent:status', { status: 'away' })
    const { vera, id } = await world.vera()
    await until(ana, ({ lists }) => lists.mine.ids[0] === id)
    expect(ana.state.conversations.get(id)?.unreadCount).toBe(1)
    await ana.open(id)
    ana.markRead(id, 1)
    expect(ana.state.conversations.get(id)?.unreadCount).toBe(0)
    await until(vera, ({ threads }) => threads[id]?.messages[0]?.read)
    expect(vera.state.threads[id]?.conversation.readSeq).toBe(1)

    ana.send(id, say('Hello Vera'))
    const answered = await until(vera, ({ threads }) =>
      threads[id]?.messages.find((message) => message.senderType === 'agent'),
    )
    expect(vera.state.unread).toBe(1)
    vera.markRead(id, answered.seq)
    expect(vera.state.unread).toBe(0)
    await until(ana, ({ threads }) =>
      threads[id]?.messages.some((message) => message.id === answered.id && message.read),
    )
    await until(ana, ({ counts }) => counts?.mine === 1)
    await world.admin.does('agent:status', { status: 'online' })
  })

  it('[MS4] notes reach agents only and use up none of the visitor’s positions', async () => {
    const { vera, id } = await world.vera()
    const ana = await world.ana({ email: 'note@example.com' })
    await ana.open(id)
    ana.send(id, { ...say('She is angry'), visibility: 'note' })
    ana.send(id, say('Good day'))
    await until(vera, ({ threads }) => threads[id]?.messages.length === 2)
    expect(textsOf(vera.state.threads[id]?.messages ?? [])).toEqual([
      { seq: 1, text: 'Hello' },
      { seq: 2, text: 'Good day' },
    ])
    await until(ana, ({ threads }) => threads[id]?.messages.length === 3)
    expect(ana.state.threads[id]?.pending).toEqual([])
  })

  it('[TY1] typing is shown, and ends with the message', async () => {
    const { vera, id } = await world.vera()
    const ana = await world.ana({ email: 'typing@example.com' })
    await ana.open(id)
    vera.setTyping(id, true, 'I wonder')
    await until(ana, ({ threads }) => threads[id]?.typing[0]?.senderType === 'user')
    vera.send(id, say('I wonder why'))
    await until(ana, ({ threads }) => threads[id]?.messages.length === 2 && threads[id]?.typing.length === 0)
    ana.setTyping(id, true)
    await until(vera, ({ threads }) => threads[id]?.typing[0]?.senderType === 'agent')
    ana.setTyping(id, false)
    const quiet = await until(vera, ({ threads }) => threads[id]?.typing.length === 0 && threads[id])
    expect(quiet.messages).toHaveLength(2)
  })

  it('is shown alike in two tabs of the visitor', async () => {
    const storage = memoryStorage()
    const first = world.visitor({ storage })
    await first.connect()
    const second = world.visitor({ storage })
    await second.connect()
    await until(second, ({ connection }) => connection.status === 'online')
    const key = first.start(say('from the first tab'))
    const id = await until(first, (state) => state.started[key])
    await until(second, ({ threads }) => threads[id])
    await second.open(id)
    second.send(id, say('from the second tab'))
    await until(first, ({ threads }) => threads[id]?.messages.length === 2)
    await until(second, ({ threads }) => threads[id]?.messages.length === 2)
    expect(first.state.threads[id]?.messages).toEqual(second.state.threads[id]?.messages)
  })

  it('ends, is rated, and refuses what is said after; a failed message can be discarded', async () => {
    await world.server.neverReopen(world.admin)
    const { vera, id } = await world.vera()
    await vera.close(id)
    await vera.rate(id, 5, 'Quick')
    expect(vera.state.threads[id]?.conversation).toMatchObject({ status: 'closed', rating: { score: 5 } })
    const clientId = vera.send(id, say('One more thing'))
    const failed = await until(vera, ({ threads }) =>
      threads[id]?.pending.find((entry) => entry.status.name === 'failed'),
    )
    expect(failed).toMatchObject({ clientId, status: { error: { code: 'conversation_closed' } } })
    vera.discard(clientId)
    expect(vera.state.threads[id]?.pending).toEqual([])
  })

  it('tells each new message once, also of conversations that are not open', async () => {
    const { vera, id } = await world.vera()
    vera.destroy()
    const storage = memoryStorage()
    const again = world.visitor({ storage })
    await again.connect()
    const key = again.start(say('Hello again'))
    const own = await until(again, (state) => state.started[key])
    const ana = await world.ana({ email: 'news@example.com' })
    const heard: string[] = []
    const told: string[] = []
    ana.onMessage((message) => heard.push(message.id))
    again.onMessage((message) => told.push(message.id))
    await ana.open(own)
    for (const text of ['a', 'b', 'c']) ana.send(own, say(text))
    await until(again, ({ threads }) => threads[own]?.messages.length === 4)
    again.send(own, say('d'))
    await until(ana, ({ threads }) => threads[own]?.messages.length === 5)
    const ids = ana.state.threads[own]?.messages.map((message) => message.id).slice(1)
    expect(heard).toEqual(ids)
    await expect.poll(() => told).toEqual(ids)
    expect(ana.state.threads[id]).toBeUndefined()
  })

  it('tells what is begun in order: the own message before the line about the queue', async () => {
    const queueing = await startWorld()
    await queueing.server.routeByHand(queueing.admin)
    await queueing.ana()
    const vera = queueing.visitor()
    await vera.connect()
    const told: string[] = []
    vera.onMessage((message) => told.push(`${message.seq} ${message.type}`))
    vera.start(say('Anybody?'))
    await expect.poll(() => told).toEqual(['1 text', '2 system'])

    // As a screen does that shows it from the first event on, before the answer is there.
    const victor = queueing.visitor()
    await victor.connect()
    const heard: string[] = []
    victor.onMessage((message) => heard.push(`${message.seq} ${message.type}`))
    const opened = new Set<string>()
    victor.subscribe(() => {
      for (const id of Object.keys(victor.state.threads)) {
        if (opened.has(id)) continue
        opened.add(id)
        void victor.open(id)
      }
    })
    victor.start(say('And I?'))
    await expect.poll(() => heard).toEqual(['1 text', '2 system'])
    await queueing.stop()
  })

  it('[UP1] carries a file', async () => {
    const { vera, id } = await world.vera()
    const upload = await vera.upload(new Blob(['measured values'], { type: 'text/plain' }), {
      name: 'values.txt',
    })
    const { url, name, size } = upload
    vera.send(id, { type: 'file', content: { url, name, size } })
    const thread = await until(vera, ({ threads }) => threads[id]?.messages.length === 2 && threads[id])
    expect(thread.messages[1]?.content).toMatchObject({ name: 'values.txt', size: 15 })
  })
})

describe('a session', () => {
  it('is refused for an app that does not exist', async () => {
    const vera = world.visitor({ appId: 'nobody' })
    await expect(vera.connect()).rejects.toMatchObject({ error: { code: 'not_found' } })
    expect(vera.state.connection).toMatchObject({ status: 'refused', error: { code: 'not_found' } })
  })

  it('is made anew once the server has ended it, also while the visitor is connected', async () => {
    const network = await world.network()
    const { vera, id } = await world.vera({ url: network.url })
    const before = vera.state.session?.visitor.id
    await world.server.services.database.query.deleteFrom('visitor_sessions').execute()
    network.cut()
    await until(vera, ({ session }) => session?.visitor.id !== before)
    await until(vera, ({ connection }) => connection.status === 'online')
    expect(vera.state.threads[id]).toBeUndefined()
    const key = vera.start(say('Who am I?'))
    const next = await until(vera, (state) => state.started[key])
    expect(vera.state.threads[next]?.conversation.visitor.id).not.toBe(before)
  })

  it('is made anew when the server no longer knows the token', async () => {
    const storage = memoryStorage()
    storage.set('biometrics-chat:biometrics-web:token', 'vis_forgotten')
    const vera = world.visitor({ storage })
    await vera.connect()
    await until(vera, ({ connection }) => connection.status === 'online')
    expect(storage.get('biometrics-chat:biometrics-web:token')).not.toBe('vis_forgotten')
  })
})
