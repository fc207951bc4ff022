import type { PendingMessage } from '@biometrics/chat-client'
import type { Message } from '@biometrics/chat-protocol'
import { describe, expect, test } from 'vitest'
import { answersOf, firstUnreadSeq, rowsOf } from './rows.ts'

const START = new Date(2026, 1, 18, 12, 0).getTime()
const MINUTE_MS = 60_000

function message(seq: number, more: Partial<Message> = {}, minutes = seq): Message {
  return {
    id: `id-${seq}`,
    conversationId: 'c',
    clientId: null,
    seq,
    senderId: 'vera',
    senderType: 'user',
    senderName: 'Vera',
    type: 'text',
    content: { text: `message ${seq}` },
    visibility: 'all',
    replyTo: null,
    timestamp: new Date(START + minutes * MINUTE_MS).toISOString(),
    read: false,
    ...more,
  } as Message
}

const ana = { senderId: 'ana', senderType: 'agent', senderName: 'Ana' } as const
const shape = (messages: Message[], firstNew: number | null = null) =>
  rowsOf(messages, [], 'ana', firstNew).map((row) => `${row.first ? '[' : '-'}${row.last ? ']' : '-'}`)

describe('rows of a conversation', () => {
  test('messages of one person within five minutes stand together', () => {
    expect(shape([message(1), message(2), message(3)])).toEqual(['[-', '--', '-]'])
    expect(shape([message(1), message(2, {}, 9)])).toEqual(['[]', '[]'])
  })

  test('another person, a note, a system line and a new day each begin a group', () => {
    expect(shape([message(1), message(2, ana)])).toEqual(['[]', '[]'])
    expect(shape([message(1, ana), message(2, { ...ana, visibility: 'note' })])).toEqual(['[]', '[]'])
    const system = { type: 'system', content: { message: 'joined' } } as Partial<Message>
    expect(shape([message(1, system), message(2, system)])).toEqual(['[]', '[]'])
    const rows = rowsOf([message(1, {}, 719), message(2, {}, 721)], [], 'ana', null)
    expect(rows.map((row) => row.newDay)).toEqual([true, true])
    expect(rows.map((row) => row.first)).toEqual([true, true])
  })

  test('the divider of new messages splits a group', () => {
    expect(shape([message(1), message(2)], 2)).toEqual(['[]', '[]'])
  })

  test('[MS3] a message keeps its key when it turns from pending into stored', () => {
    const pending: PendingMessage = {
      clientId: 'mine',
      conversationKey: 'c',
      draft: { type: 'text', content: { text: 'hello' } },
      createdAt: START,
      status: { name: 'sending' },
    }
    const before = rowsOf([], [pending], 'ana', null)
    const after = rowsOf([message(1, { ...ana, clientId: 'mine' })], [], 'ana', null)
    expect(before.map((row) => row.key)).toEqual(after.map((row) => row.key))
  })

  test('a page loaded above adds rows and moves none', () => {
    const late = [message(101), message(102)]
    const keys = rowsOf(late, [], 'ana', null).map((row) => row.key)
    const all = rowsOf([message(99), message(100), ...late], [], 'ana', null).map((row) => row.key)
    expect(all.slice(2)).toEqual(keys)
  })
})

test('the first answer to a quick reply counts, and only the visitor answers', () => {
  const answers = answersOf([
    message(1, ana),
    message(2, { ...ana, replyTo: 'id-1' }),
    message(3, { replyTo: 'id-1' }),
    message(4, { replyTo: 'id-1' }),
  ])
  expect(answers.get('id-1')?.seq).toBe(3)
})

test('the first unread message is counted back over the visitor’s messages', () => {
  const messages = [message(1), message(2), message(3, ana), message(4)]
  expect(firstUnreadSeq(messages, 2)).toBe(2)
  expect(firstUnreadSeq(messages, 0)).toBeNull()
  expect(firstUnreadSeq(messages, 9)).toBeNull()
})
