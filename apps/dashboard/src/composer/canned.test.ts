import type { Agent, CannedResponse, Conversation } from '@biometrics/chat-protocol'
import { describe, expect, test } from 'vitest'
import { fillIn, searchCanned, slashQueryAt } from './canned.ts'

const agent = { name: 'Ana' } as Agent
const conversation = (name: string | null) =>
  ({ id: 'c-1', visitor: { name, email: 'vera@example.com', phone: null } }) as Conversation

describe('variables of a canned response', () => {
  test.each([
    ['Hi {{name}}! I am {{agent.name}}.', 'Vera', 'Hi Vera! I am Ana.'],
    ['Hi {{name}}!', null, 'Hi!'],
    ['Hi {{name|there}}!', null, 'Hi there!'],
    ['Hi {{name|there}}!', 'Vera', 'Hi Vera!'],
    [
      'We write to {{ visitor.email }} about {{conversation.id}}.',
      null,
      'We write to vera@example.com about c-1.',
    ],
    ['Your order {{order}} is on its way.', 'Vera', 'Your order {{order}} is on its way.'],
    ['{{name}}', '$& {{agent.name}}', '$& {{agent.name}}'],
  ])('%s', (content, name, expected) => {
    expect(fillIn(content, conversation(name), agent)).toBe(expected)
  })
})

describe('the slash', () => {
  test.each([
    ['/', 1, { start: 0, query: '' }],
    ['Hello /hi', 9, { start: 6, query: 'hi' }],
    ['Hello\n/hi', 9, { start: 6, query: 'hi' }],
    ['and/or', 6, null],
    ['/hi there', 9, null],
    ['https://example.com', 19, null],
  ])('%j', (text, caret, expected) => {
    expect(slashQueryAt(text, caret)).toEqual(expected)
  })
})

test('canned responses are ranked by shortcut, title, tags and text', () => {
  const response = (shortcut: string, title = 'x', tags: string[] = [], content = 'x'): CannedResponse => ({
    id: shortcut,
    shortcut,
    title,
    tags,
    content,
    category: 'General',
  })
  const all = [
    response('/d', 'x', [], 'about a refund'),
    response('/c', 'x', ['refund']),
    response('/b', 'Refund'),
    response('/refund-late'),
    response('/refund'),
    response('/hi'),
  ]
  const found = searchCanned(all, 'REFUND').map((each) => each.shortcut)
  expect(found).toEqual(['/refund', '/refund-late', '/b', '/c', '/d'])
})
