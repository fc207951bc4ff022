import type { Assignment, Breach, Conversation, Mention, Message, Role } from '@biometrics/chat-protocol'
import type { NoticeKind, Preferences } from './preferences.ts'

/** Something that happened and that the agent may want to hear of. */
export interface Notice {
  /** The same in every tab, so that one of them can speak for all. */
  id: string
  kind: NoticeKind | 'breach'
  /** '': of none. */
  conversationId: string
}

/** A conversation that came to me by somebody else's doing; what I took myself is no news. */
export function noticeOfAssignment(told: Assignment, myId: string): Notice | null {
  if (told.to.agentId !== myId || told.from.agentId === myId) return null
  if (told.by?.agentId === myId || told.reason === 'taken' || told.reason === 'snoozed') return null
  return { id: `assignment:${told.id}`, kind: 'assigned', conversationId: told.conversationId }
}

/** A visitor's word in one of my conversations. */
export function noticeOfMessage(
  message: Message,
  conversation: Conversation | undefined,
  myId: string,
): Notice | null {
  if (message.senderType !== 'user' || conversation?.agentId !== myId) return null
  return { id: `message:${message.id}`, kind: 'message', conversationId: message.conversationId }
}

/** A colleague has named me in a note. */
export function noticeOfMention({ id, conversationId }: Mention): Notice {
  return { id: `mention:${id}`, kind: 'mentioned', conversationId }
}

/** One more waits than a moment ago, and there is room for them here. */
export function noticeOfQueue(before: number | null, now: number | null, at: number): Notice | null {
  if (before === null || now === null || now <= before) return null
  return { id: `queue:${Math.floor(at / QUEUE_GATHER_MS)}`, kind: 'queued', conversationId: '' }
}
/** Tabs hear of it a little apart, and several who come at once are one sound. */
const QUEUE_GATHER_MS = 5_000

/** A target that is missed, for those who can do something about it. */
export function noticeOfBreach({ figure, groupId, at }: Breach, role: Role): Notice | null {
  if (role !== 'admin' && role !== 'supervisor') return null
  return { id: `breach:${groupId ?? ''}:${figure}:${at}`, kind: 'breach', conversationId: '' }
}

/** Where a notice leads to. */
export function pathOf({ kind, conversationId }: Notice): string {
  if (conversationId !== '') return `/conversations/${conversationId}`
  return kind === 'breach' ? '/figures/live' : '/inbox/unassigned'
}

/** What is done about it. `inFront`: the agent looks at the dashboard, in this tab or another. */
export function reactionTo(kind: Notice['kind'], preferences: Preferences, inFront: boolean) {
  // Rare, and nobody's conversation: no noise, and a line wherever one is.
  if (kind === 'breach') return { sound: false, desktop: !inFront, toast: true }
  const when = preferences.sound[kind]
  return {
    sound: when === 'always' || (when === 'away' && !inFront),
    desktop: preferences.desktop[kind] && !inFront,
    // In front a short line says it without a noise.
    toast: (kind === 'assigned' || kind === 'mentioned') && inFront,
  }
}
