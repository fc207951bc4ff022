import type { Assignment, Breach, Conversation, Message } from '@biometrics/chat-protocol'
import { describe, expect, test } from 'vitest'
import {
  noticeOfAssignment,
  noticeOfBreach,
  noticeOfMessage,
  noticeOfQueue,
  pathOf,
  reactionTo,
} from './notice.ts'
import { DEFAULTS } from './preferences.ts'

const holder = (agentId: string | null) => ({ agentId, agentName: null, groupId: null, groupName: null })
const assignment: Assignment = {
  id: 'a1',
  conversationId: 'c1',
  at: '2026-02-18T09:30:00.000Z',
  reason: 'routed',
  from: holder(null),
  to: holder('ana'),
  by: null,
  detail: null,
}

describe('[AW8] a notice', () => {
  test('is given of what comes to me, not of what I took or did', () => {
    expect(noticeOfAssignment(assignment, 'ana')).toEqual({
      id: 'assignment:a1',
      kind: 'assigned',
      conversationId: 'c1',
    })
    expect(noticeOfAssignment(assignment, 'ben')).toBeNull()
    expect(noticeOfAssignment({ ...assignment, reason: 'taken' }, 'ana')).toBeNull()
    expect(
      noticeOfAssignment(
        { ...assignment, reason: 'transferred', by: { agentId: 'ana', name: 'Ana' } },
        'ana',
      ),
    ).toBeNull()
    expect(noticeOfAssignment({ ...assignment, from: holder('ana') }, 'ana')).toBeNull()
  })

  test('is given of a visitor who writes to me, not of colleagues nor of their visitors', () => {
    const message = { id: 'm1', conversationId: 'c1', senderType: 'user' } as Message
    const conversation = { agentId: 'ana' } as Conversation
    expect(noticeOfMessage(message, conversation, 'ana')?.kind).toBe('message')
    expect(noticeOfMessage(message, conversation, 'ben')).toBeNull()
    expect(noticeOfMessage({ ...message, senderType: 'agent' }, conversation, 'ana')).toBeNull()
    expect(noticeOfMessage(message, undefined, 'ana')).toBeNull()
  })

  test('of the queue is given when it grows, once for those who come together', () => {
    expect(noticeOfQueue(1, 2, 10_000)?.id).toBe(noticeOfQueue(2, 4, 11_000)?.id)
    expect(noticeOfQueue(2, 2, 10_000)).toBeNull()
    expect(noticeOfQueue(2, 1, 10_000)).toBeNull()
    expect(noticeOfQueue(null, 5, 10_000)).toBeNull()
  })

  test('[MX2] of a missed target is given to those who can do something about it, wherever they are', () => {
    const breach = { figure: 'waitTime', groupId: null, at: '2026-02-18T09:30:00.000Z' } as Breach
    const notice = noticeOfBreach(breach, 'supervisor')
    expect(notice?.id).toBe('breach::waitTime:2026-02-18T09:30:00.000Z')
    expect(notice && pathOf(notice)).toBe('/figures/live')
    expect(noticeOfBreach(breach, 'admin')).toEqual(notice)
    expect(noticeOfBreach(breach, 'agent')).toBeNull()
    expect(noticeOfBreach(breach, 'read-only')).toBeNull()
    expect(reactionTo('breach', DEFAULTS, true)).toEqual({ sound: false, desktop: false, toast: true })
    expect(reactionTo('breach', DEFAULTS, false)).toEqual({ sound: false, desktop: true, toast: true })
  })

  test('makes no noise while the dashboard is in front, unless that is wanted', () => {
    expect(reactionTo('assigned', DEFAULTS, true)).toEqual({ sound: false, desktop: false, toast: true })
    expect(reactionTo('assigned', DEFAULTS, false)).toEqual({ sound: true, desktop: true, toast: false })
    expect(reactionTo('queued', DEFAULTS, false)).toEqual({ sound: false, desktop: false, toast: false })
    const loud = { ...DEFAULTS, sound: { ...DEFAULTS.sound, message: 'always' as const } }
    expect(reactionTo('message', loud, true).sound).toBe(true)
  })
})
