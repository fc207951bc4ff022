import type { Thread, VisitorState } from '@biometrics/chat-client'
import { describe, expect, it } from 'vitest'
import { conversationsOf, currentKey, firstScreen, shownScreen } from './screen.ts'

type Facts = { id: string; status: Thread['conversation']['status']; updatedAt?: string }

function state(facts: Facts[], more: Partial<VisitorState> = {}): VisitorState {
  const threads = Object.fromEntries(
    facts.map((conversation) => [conversation.id, { conversation: { lastMessage: null, ...conversation } }]),
  )
  return { threads, started: {}, starting: null, ...more } as unknown as VisitorState
}

describe('where a visitor begins', () => {
  it('with a first message, when there is nothing yet', () => {
    expect(firstScreen(state([]))).toEqual({ name: 'new' })
  })

  it('in the conversation that goes on, else in the list', () => {
    expect(
      firstScreen(
        state([
          { id: 'a', status: 'closed' },
          { id: 'b', status: 'queued' },
        ]),
      ),
    ).toEqual({
      name: 'conversation',
      key: 'b',
    })
    expect(firstScreen(state([{ id: 'a', status: 'closed' }]))).toEqual({ name: 'home' })
  })

  it('in the one that still waits to be started', () => {
    const starting = { clientId: 'k', pending: [] }
    expect(firstScreen(state([{ id: 'a', status: 'active' }], { starting }))).toMatchObject({ key: 'k' })
  })

  it('sees the newest conversation first', () => {
    const two = state([
      { id: 'a', status: 'closed', updatedAt: '2026-02-18T09:00:00.000Z' },
      { id: 'b', status: 'closed', updatedAt: '2026-02-18T10:00:00.000Z' },
    ])
    expect(conversationsOf(two).map(({ id }) => id)).toEqual(['b', 'a'])
  })
})

describe('the screen that is shown', () => {
  const screen = { name: 'conversation', key: 'k' } as const

  it('follows the key of a new conversation to its id', () => {
    const begun = state([{ id: 'a', status: 'queued' }], { started: { k: 'a' } })
    expect(shownScreen(screen, begun)).toEqual({ name: 'conversation', key: 'a' })
    expect(currentKey(screen, begun)).toBe('a')
    expect(shownScreen(screen, state([], { starting: { clientId: 'k', pending: [] } }))).toEqual(screen)
  })

  it('begins anew when nobody knows the key, as after another session', () => {
    expect(shownScreen(screen, state([{ id: 'a', status: 'active' }]))).toEqual({
      name: 'conversation',
      key: 'a',
    })
    expect(currentKey(screen, state([]))).toBeUndefined()
  })
})
