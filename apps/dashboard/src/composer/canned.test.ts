import type { Agent, CannedResponse, Conversation } from '@biometrics/chat-protocol'
import { describe, expect, test } from 'vitest'
import { fillIn, searchCanned, slashQueryAt, variablesIn } from './canned.ts'

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

test('[AW3] variables that nobody knows are found before they are sent', () => {
  const text = fillIn(
    'Hi {{name}}, order {{order}} of {{order}} is {{state|here}}.',
    conversation('Vera'),
    agent,
  )
  expect(variablesIn(text)).toEqual(['{{order}}', '{{state|here}}'])
  expect(variablesIn('{ {not} one}')).toEqual([])
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

test('[AW3] canned responses are ranked by shortcut, title, tags, text, and own use among equals', () => {
  const response = (shortcut: string, title = 'x', tags: string[] = [], content = 'x'): CannedResponse => ({
    id: shortcut,
    shortcut,
    title,
    tags,
    content,
    category: 'General',
    scope: 'everybody',
    groupId: null,
    language: null,
    attachments: [],
    uses: 0,
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
  const often = [response('/a', 'Refund'), response('/b', 'Refund'), response('/c', 'Refund')]
  expect(searchCanned(often, 'refund', { '/c': 3, '/b': 1 }).map((each) => each.shortcut)).toEqual([
    '/c',
    '/b',
    '/a',
  ])
  const german = { ...response('/d', 'Refund'), language: 'de' }
  const taken = { ...response('/e', 'Refund'), uses: 9 }
  const ranked = (spoken: string | null) =>
    searchCanned([...often, german, taken], 'refund', {}, spoken).map((each) => each.shortcut)
  expect(ranked('de-AT')).toEqual(['/d', '/e', '/a', '/b', '/c'])
  expect(ranked('en')).toEqual(['/e', '/a', '/b', '/c', '/d'])
})
