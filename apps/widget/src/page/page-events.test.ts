import type { Thread, VisitorState } from '@biometrics/chat-client'
import { describe, expect, it } from 'vitest'
import { eventsBetween } from './page-events.ts'

const conversation = {
  id: 'c1',
  status: 'queued',
  agentId: null,
  agentName: null,
  queue: { position: 2, estimatedWaitSeconds: null },
  rating: null,
} as Thread['conversation']

function state(
  changes: Partial<Thread['conversation']> | null,
  more: Partial<VisitorState> = {},
): VisitorState {
  const thread = { conversation: { ...conversation, ...changes } } as Thread
  return {
    threads: changes ? { c1: thread } : {},
    started: {},
    unread: 0,
    answered: true,
    session: null,
    ...more,
  } as VisitorState
}
const names = (before: VisitorState, after: VisitorState) =>
  eventsBetween(before, after).map(([name]) => name)

describe('what the page is told', () => {
  it('a conversation begins, but only one that was started here', () => {
    expect(names(state(null), state({}, { started: { k: 'c1' } }))).toEqual(['conversation:start'])
    expect(names(state({}), state({}, { started: { k: 'c1' } }))).toEqual(['conversation:start'])
    const begun = state({}, { started: { k: 'c1' } })
    expect(names(begun, begun)).toEqual([])
    expect(names(state(null), state({}))).toEqual([])
  })

  it('agents come and go, and the queue moves', () => {
    const taken = state({ agentId: 'a1', agentName: 'Ana', queue: null, status: 'active' })
    expect(eventsBetween(state({}), taken)).toEqual([
      ['agent:join', { conversationId: 'c1', agentId: 'a1', name: 'Ana' }],
    ])
    expect(names(taken, state({ agentId: 'a2', agentName: 'Ben', queue: null, status: 'active' }))).toEqual([
      'agent:leave',
      'agent:join',
    ])
    expect(
      eventsBetween(
        state({}),
        state({ queue: { position: 1, estimatedWaitSeconds: 30, estimatedWaitRange: null } }),
      ),
    ).toEqual([
      ['queue', { conversationId: 'c1', position: 1, estimatedWaitSeconds: 30, estimatedWaitRange: null }],
    ])
  })

  it('it ends and is rated', () => {
    const rated = { status: 'closed', rating: { score: 5, comment: null } } as const
    expect(names(state({ status: 'active' }), state(rated))).toEqual(['conversation:end', 'rating'])
  })

  it('unread messages and availability', () => {
    const session = { online: true, nextOpening: null } as NonNullable<VisitorState['session']>
    expect(eventsBetween(state(null), state(null, { unread: 3 }))).toEqual([['unread', 3]])
    expect(
      eventsBetween(state(null, { session }), state(null, { session: { ...session, online: false } })),
    ).toEqual([['availability', { online: false, nextOpening: null }]])
    expect(names(state(null), state(null, { session }))).toEqual([])
  })
})
