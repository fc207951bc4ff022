import { LIMITS, type Message } from '@biometrics/chat-protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { everyType } from '../testing/contents.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { upload } from '../testing/upload.ts'

let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
})
afterAll(() => server.stop())

/** Vera has started a conversation and Ada has taken it. */
async function chat() {
  const vera = await server.visitor({ visitor: { name: 'Vera' } })
  const { conversation } = await vera.does('conversation:start', { clientId: crypto.randomUUID() })
  await ada.does('conversation:take', { conversationId: conversation.id })
  return { vera, conversationId: conversation.id }
}

const text = (conversationId: string, words: string, more: object = {}) => ({
  conversationId,
  clientId: crypto.randomUUID(),
  type: 'text' as const,
  content: { text: words },
  ...more,
})

describe('kinds of message', () => {
  test('[MS1] all six types are stored, delivered and read back as they were sent', async () => {
    const { vera, conversationId } = await chat()
    const image = await upload(server.url, ada.token, 'finger.png', PNG)
    const file = await upload(server.url, ada.token, 'log.txt', Buffer.from('all is well\n'))
    const bodies = everyType(image.url, file.url)
    for (const body of bodies) {
      const { message } = await ada.does('message:send', {
        conversationId,
        clientId: crypto.randomUUID(),
        ...body,
      })
      expect(message).toMatchObject({ ...body, senderType: 'agent', senderName: 'Ada', visibility: 'all' })
    }
    await vera.hears('message', (message) => message.type === 'system')
    const { messages } = await vera.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(messages.map(({ type, content }) => ({ type, content }))).toEqual(bodies)
    const live = vera.heardOf('message').filter((message) => message.conversationId === conversationId)
    expect(live).toEqual(messages)
  })

  test.each([
    ['an unknown type', { type: 'video', content: { url: 'x' } }, 'type'],
    ['an empty text', { type: 'text', content: { text: '' } }, 'content.text'],
    ['a text that is a number', { type: 'text', content: { text: 7 } }, 'content.text'],
    [
      'too long a text',
      { type: 'text', content: { text: 'a'.repeat(LIMITS.textLength + 1) } },
      'content.text',
    ],
    ['100 kB of text', { type: 'text', content: { text: 'a'.repeat(100_000) } }, 'content.text'],
    ['a NUL', { type: 'text', content: { text: 'a\0b' } }, 'content.text'],
    ['half a surrogate pair', { type: 'text', content: { text: '\ud83d' } }, 'content.text'],
    ['a field too many', { type: 'text', content: { text: 'a', html: '<b>' } }, 'content.html'],
    [
      'an image by script',
      { type: 'image', content: { url: 'javascript:alert(1)', name: 'x' } },
      'content.url',
    ],
    [
      'an image by plain http',
      { type: 'image', content: { url: 'http://x.example/a.png', name: 'x' } },
      'content.url',
    ],
    [
      'an upload that is not there',
      { type: 'image', content: { url: '/uploads/nothere/x.png', name: 'x' } },
      'content.url',
    ],
    ['a file without size', { type: 'file', content: { url: '/uploads/a/b', name: 'b' } }, 'content.size'],
    ['no option', { type: 'quick_reply', content: { options: [] } }, 'content.options'],
    [
      '14 options',
      { type: 'quick_reply', content: { options: Array(14).fill({ title: 'a', value: 'a' }) } },
      'content.options',
    ],
    ['11 cards', { type: 'carousel', content: { cards: Array(11).fill({ title: 'a' }) } }, 'content.cards'],
    [
      'a button by script',
      {
        type: 'carousel',
        content: { cards: [{ title: 'a', buttons: [{ title: 'b', type: 'link', value: 'javascript:1' }] }] },
      },
      'content.cards.0.buttons.0.value',
    ],
    ['a system message without words', { type: 'system', content: {} }, 'content.message'],
    ['a reply to nothing', { type: 'text', content: { text: 'a' }, replyTo: crypto.randomUUID() }, 'replyTo'],
    ['no clientId', { type: 'text', content: { text: 'a' }, clientId: undefined }, 'clientId'],
  ])('[MS1] %s is refused with the name of the field', async (_what, body, path) => {
    const { conversationId } = await chat()
    const refusal = await ada.isRefused('message:send', { conversationId, clientId: 'c1', ...body })
    expect(refusal).toMatchObject({ code: 'invalid_payload', retryable: false })
    expect(refusal.fields?.[0]?.path).toBe(path)
    const { messages } = await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(messages).toEqual([])
  })

  test('[MS1] a text of the greatest length passes, to the byte', async () => {
    const { vera, conversationId } = await chat()
    const words = `${'€'.repeat(LIMITS.textLength - 2)} \n`
    await vera.does('message:send', text(conversationId, words))
    const { messages } = await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(messages[0]?.content).toEqual({ text: words })
  })

  test.each(['quick_reply', 'carousel', 'system'] as const)(
    '[MS1] a visitor cannot send %s',
    async (type) => {
      const { vera, conversationId } = await chat()
      const body = everyType('https://x.example/a.png', '/uploads/a/b').find((kind) => kind.type === type)
      const refusal = await vera.isRefused('message:send', { conversationId, clientId: 'c', ...body })
      expect(refusal).toMatchObject({ code: 'forbidden', fields: [{ path: 'type' }] })
    },
  )

  test('[MS1] only agents may point to pictures elsewhere', async () => {
    const { vera, conversationId } = await chat()
    const image = { type: 'image' as const, content: { url: 'https://x.example/a.png', name: 'a.png' } }
    await ada.does('message:send', { conversationId, clientId: 'a', ...image })
    const refusal = await vera.isRefused('message:send', { conversationId, clientId: 'v', ...image })
    expect(refusal.fields).toEqual([{ path: 'content.url', message: 'must be the url of an upload' }])
  })

  test('[MS1] the answer to a quick reply names the question and the value', async () => {
    const { vera, conversationId } = await chat()
    const question = await ada.does('message:send', {
      conversationId,
      clientId: 'q',
      type: 'quick_reply',
      content: { options: [{ title: 'Yes', value: 'yes' }] },
    })
    const content = { text: 'Yes', value: 'yes' }
    const { message } = await vera.does('message:send', {
      ...text(conversationId, ''),
      content,
      replyTo: question.message.id,
    })
    expect(message).toMatchObject({ content, replyTo: question.message.id })
  })
})

describe('once and in order', () => {
  test('[MS2] what is acknowledged is in the database', async () => {
    const { vera, conversationId } = await chat()
    const { message } = await vera.does('message:send', text(conversationId, 'kept'))
    const row = await server.services.database.query
      .selectFrom('messages')
      .select(['seq', 'content'])
      .where('id', '=', message.id)
      .executeTakeFirst()
    expect(row).toEqual({ seq: message.seq, content: { text: 'kept' } })
  })

  test('[MS3] a message sent again is stored once and answered with the first', async () => {
    const { vera, conversationId } = await chat()
    const message = text(conversationId, 'once')
    const answers = await Promise.all([1, 2, 3, 4].map(() => vera.does('message:send', message)))
    const again = await vera.does('message:send', message)
    for (const answer of answers) expect(answer).toEqual(again)
    const { messages } = await vera.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(messages).toHaveLength(1)
    await ada.hears('message', (heard) => heard.id === again.message.id)
    expect(ada.heardOf('message').filter((heard) => heard.id === again.message.id)).toHaveLength(1)
  })

  test('[MS3] the same clientId with other content is refused, whoever sends it', async () => {
    const { vera, conversationId } = await chat()
    const message = text(conversationId, 'first')
    await vera.does('message:send', message)
    for (const other of [
      { ...message, content: { text: 'second' } },
      { ...message, type: 'quick_reply', content: { options: [{ title: 'a', value: 'a' }] } },
    ]) {
      expect((await ada.isRefused('message:send', other)).code).toBe('client_id_reused')
    }
    const refusal = await vera.isRefused('message:send', { ...message, content: { text: 'second' } })
    expect(refusal).toMatchObject({ code: 'client_id_reused', fields: [{ path: 'clientId' }] })
    const { messages } = await vera.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(messages.map((stored) => stored.content)).toEqual([{ text: 'first' }])
  })

  test('[MS4] positions are 1, 2, 3 … for each reader, and notes use up none of the visitor’s', async () => {
    const { vera, conversationId } = await chat()
    const says = [
      [vera, {}],
      [ada, { visibility: 'note' }],
      [ada, {}],
      [ada, { visibility: 'note' }],
      [ada, { visibility: 'note' }],
      [vera, {}],
    ] as const
    const seqs: number[] = []
    for (const [person, more] of says) {
      const { message } = await (person as Person<'message:send'>).does(
        'message:send',
        text(conversationId, 'x', more),
      )
      seqs.push(message.seq)
    }
    expect(seqs).toEqual([1, 2, 3, 4, 5, 3])
    const seen = await vera.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(seen.messages.map((message) => message.seq)).toEqual([1, 2, 3])
    expect(seen.conversation).toMatchObject({ lastSeq: 3, lastMessage: { seq: 3 } })
    const all = await ada.does('conversation:sync', { conversationId, afterSeq: 0 })
    expect(all.messages.map((message) => message.seq)).toEqual([1, 2, 3, 4, 5, 6])
    expect(all.conversation.lastSeq).toBe(6)
  })

  test('[MS4] many at once, from both sides, leave no gap and no double', async () => {
    const { vera, conversationId } = await chat()
    const sends = Array.from({ length: 60 }, (_, index) =>
      index % 3 === 0
        ? ada.does(
            'message:send',
            text(conversationId, `n${index}`, { visibility: index % 2 ? 'note' : 'all' }),
          )
        : vera.does('message:send', text(conversationId, `v${index}`)),
    )
    await Promise.all(sends)
    const all = await ada.does('conversation:sync', { conversationId, afterSeq: 0, limit: 100 })
    expect(all.messages.map((message) => message.seq)).toEqual(
      Array.from({ length: 60 }, (_, index) => index + 1),
    )
    const own = all.messages.filter((message) => message.senderType === 'user').map(wordsOf)
    expect(own).toEqual([...own].sort((a, b) => Number(a.slice(1)) - Number(b.slice(1))))
    const seen = await vera.does('conversation:sync', { conversationId, afterSeq: 0, limit: 100 })
    expect(seen.messages.map((message) => message.seq)).toEqual(seen.messages.map((_, index) => index + 1))
    expect(seen.messages).toHaveLength(50)
  })

  test('[MS5] the room and the sender’s other tabs get the message, and nobody before it is stored', async () => {
    const { vera, conversationId } = await chat()
    const session = await server.session({ visitorToken: vera.token })
    const secondTab = await server.visitor({ visitorToken: session.visitorToken })
    expect(secondTab.id).toBe(vera.id)
    const { message } = await vera.does('message:send', text(conversationId, 'to all'))
    for (const person of [vera, secondTab, ada]) {
      const heard = await person.hears('message', (event) => event.id === message.id)
      expect(heard).toMatchObject({ content: { text: 'to all' }, seq: 1 })
    }
    const refusal = await vera.isRefused('message:send', {
      ...text(conversationId, 'no'),
      replyTo: crypto.randomUUID(),
    })
    expect(refusal.code).toBe('invalid_payload')
    await vera.does('message:send', text(conversationId, 'after'))
    await ada.hears(
      'message',
      (event) => wordsOf(event) === 'after' && event.conversationId === conversationId,
    )
    expect(ada.heardOf('message').some((event) => wordsOf(event) === 'no')).toBe(false)
  })

  test('[MS5] an id in capitals is the same conversation to everybody who hears of it', async () => {
    const { vera, conversationId } = await chat()
    await vera.does('message:send', text(conversationId.toUpperCase(), 'loud'))
    const heard = await ada.hears('message', (event) => wordsOf(event) === 'loud')
    expect(heard.conversationId).toBe(conversationId)
  })

  test('[MS5] a socket that wants no echo has its messages from the answers, and everybody else’s as events', async () => {
    const { vera, conversationId } = await chat()
    const quiet = await server.connect('/visitor', vera.token, { echo: false })
    const heard: string[] = []
    quiet.on('message', (message) => heard.push(message.content.text))
    for (const words of ['first', 'second']) {
      expect(await quiet.emitWithAck('message:send', text(conversationId, words))).toMatchObject({ ok: true })
    }
    await ada.does('message:send', text(conversationId, 'answer'))
    await expect.poll(() => heard).toEqual(['answer'])
    expect(vera.heardOf('message').map(wordsOf)).toEqual(['first', 'second', 'answer'])
  })

  test('a closed conversation that is not opened again takes no more messages, but notes', async () => {
    await server.neverReopen(ada)
    const { vera, conversationId } = await chat()
    await ada.does('conversation:close', { conversationId })
    expect((await vera.isRefused('message:send', text(conversationId, 'late'))).code).toBe(
      'conversation_closed',
    )
    const { message } = await ada.does('message:send', text(conversationId, 'for us', { visibility: 'note' }))
    expect(message.visibility).toBe('note')
  })
})

describe('privacy', () => {
  test('[MS6] no byte that a visitor receives holds a note, a tag, or anything of another visitor', async () => {
    const { vera, conversationId } = await chat()
    const victor = await server.visitor({
      visitor: { name: 'Victor Canary', email: 'canary@victor.example' },
    })
    const other = await victor.does('conversation:start', {
      clientId: 'v1',
      message: { clientId: 'm', type: 'text', content: { text: 'canary of victor' } },
    })
    const note = { visibility: 'note' as const }
    await ada.does('message:send', text(conversationId, 'canary note', note))
    await server.rest(
      'PUT',
      `/api/v1/conversations/${conversationId}/tags`,
      { tags: ['canary-tag'] },
      ada.token,
    )
    await ada.does('conversation:transfer', { conversationId, toAgentId: ada.id, note: 'canary transfer' })
    const id = other.conversation.id
    for (const [name, payload] of [
      ['conversation:sync', { conversationId: id, afterSeq: 0 }],
      ['message:send', text(id, 'mine now')],
      ['message:read', { conversationId: id, seq: 1 }],
      ['typing:set', { conversationId: id, typing: true }],
      ['conversation:close', { conversationId: id }],
      ['conversation:rate', { conversationId: id, score: 1 }],
    ] as const) {
      expect((await vera.isRefused(name, payload)).code, name).toBe('not_found')
    }
    const replyTo = (await ada.does('conversation:sync', { conversationId, afterSeq: 0 })).messages[0]
      ?.id as string
    expect((await vera.isRefused('message:send', text(conversationId, 'what?', { replyTo }))).fields).toEqual(
      [{ path: 'replyTo', message: 'no such message in the conversation' }],
    )
    await ada.does('message:send', text(conversationId, 'done'))
    await vera.hears('conversation', (conversation) => conversation.lastMessage !== null)

    const read = [
      vera.heard,
      await vera.does('conversation:sync', { conversationId, afterSeq: 0 }),
      await server.session({ visitorToken: vera.token }),
      (await server.rest('GET', '/api/v1/conversations', undefined, vera.token)).body,
      (await server.rest('GET', `/api/v1/conversations/${conversationId}`, undefined, vera.token)).body,
      (await server.rest('GET', `/api/v1/conversations/${conversationId}/messages`, undefined, vera.token))
        .body,
      (await server.rest('GET', `/api/v1/conversations/${id}`, undefined, vera.token)).body,
    ]
    const bytes = JSON.stringify(read)
    expect(bytes).toContain('done')
    expect(bytes).not.toMatch(/canary/i)
    expect(bytes).not.toContain('ada@example.com')
  })

  test('[MS6] a note moves no time, count or position that the visitor sees', async () => {
    const { vera, conversationId } = await chat()
    await vera.does('message:send', text(conversationId, 'hello'))
    await vera.hears('conversation', (conversation) => conversation.lastSeq === 1)
    const before = (await vera.does('conversation:sync', { conversationId, afterSeq: 0 })).conversation
    const heardBefore = vera.heard.length
    await ada.does('message:send', text(conversationId, 'hidden', { visibility: 'note' }))
    await ada.does('message:read', { conversationId, seq: 2 })
    await ada.hears('conversation', (conversation) => conversation.lastSeq === 2)
    const after = (await vera.does('conversation:sync', { conversationId, afterSeq: 0 })).conversation
    // That the agent has read the visitor's own message is the one thing to be told.
    expect(after).toEqual({
      ...before,
      readSeq: 1,
      lastMessage: { ...(before.lastMessage as Message), read: true },
    })
    const events = vera.heard.slice(heardBefore).map((item) => item.event)
    expect(events).toEqual(['read'])
  })
})

function wordsOf(message: Message): string {
  return message.type === 'text' ? message.content.text : ''
}

/** A picture of 2 by 3 pixels. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAIAAAADCAIAAAA2iEnWAAAAEElEQVR4nGNQSFgARAwoFABD9QbB1CPDsgAAAABJRU5ErkJggg==',
  'base64',
)
