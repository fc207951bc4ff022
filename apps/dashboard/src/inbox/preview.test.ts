import type { Message } from '@biometrics/chat-protocol'
import i18next, { type TFunction } from 'i18next'
import { beforeAll, describe, expect, test } from 'vitest'
import en from '../i18n/en.json' with { type: 'json' }
import { previewSender, previewText } from './preview.ts'

let t: TFunction
beforeAll(async () => {
  t = await i18next.init({ lng: 'en', resources: { en: { translation: en } } })
})

const base = {
  id: '019a0000-0000-7000-8000-000000000001',
  conversationId: '019a0000-0000-7000-8000-000000000002',
  clientId: null,
  seq: 1,
  senderId: 'ana',
  senderType: 'agent',
  senderName: 'Ana',
  visibility: 'all',
  replyTo: null,
  timestamp: '2026-02-18T09:30:00.000Z',
  read: false,
} as const

describe('the preview of a message', () => {
  test.each<[string, Pick<Message, 'type' | 'content'>, string]>([
    ['text', { type: 'text', content: { text: 'One\n  two\tthree' } }, 'One two three'],
    ['image', { type: 'image', content: { url: '/uploads/a/b.png', name: 'b.png' } }, 'Picture: b.png'],
    ['file', { type: 'file', content: { url: '/uploads/a/b.pdf', name: 'b.pdf', size: 3 } }, 'File: b.pdf'],
    [
      'quick_reply without a text',
      {
        type: 'quick_reply',
        content: {
          options: [
            { title: 'Yes', value: 'y' },
            { title: 'No', value: 'n' },
          ],
        },
      },
      'Yes · No',
    ],
    [
      'carousel',
      { type: 'carousel', content: { cards: [{ title: 'Reader' }, { title: 'Gate' }] } },
      'Reader · Gate',
    ],
    ['system', { type: 'system', content: { message: 'Ana joined' } }, 'Ana joined'],
  ])('[MS1] %s is drawn by its type', (_, kind, expected) => {
    expect(previewText({ ...base, ...kind } as Message, t)).toBe(expected)
  })

  test('a very long text is cut', () => {
    const message: Message = { ...base, type: 'text', content: { text: 'a'.repeat(5_000) } }
    expect(previewText(message, t)).toHaveLength(140)
  })

  test('names who speaks, but not the visitor', () => {
    const message: Message = { ...base, type: 'text', content: { text: 'Hello' } }
    expect(previewSender(message, 'ana', t)).toBe('You')
    expect(previewSender(message, 'ben', t)).toBe('Ana')
    expect(previewSender({ ...message, senderType: 'user' }, 'ben', t)).toBeNull()
    expect(previewSender({ ...message, visibility: 'note' }, 'ben', t)).toBe('Note')
  })
})
