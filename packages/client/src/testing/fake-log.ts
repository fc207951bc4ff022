import type { Conversation, Message, SenderType } from '@biometrics/chat-protocol'
import type { Page } from '../thread-state.ts'

export interface FakeLog {
  readonly messages: readonly Message[]
  readonly conversation: Conversation
  add(senderType: SenderType, clientId?: string, text?: string): Message
  read(reader: 'visitor' | 'agent', seq: number): void
  /** Goes back to a backup from when it ended there. */
  restore(seq: number): void
  change(part: Partial<Conversation>): Conversation
  /** As the server answers `conversation:sync`. */
  page(asked: { afterSeq: number; beforeSeq?: number | undefined; limit?: number | undefined }): Page & {
    epoch: string
  }
}

const BEGUN = '2026-02-18T09:30:00.000Z'

/** One conversation as the server keeps it, seen with one side's eyes. */
export function fakeLog(id: string, side: 'visitor' | 'agent'): FakeLog {
  const messages: Message[] = []
  const read = { visitor: 0, agent: 0 }
  let tick = 0
  let made = 0
  let restored = 0
  let conversation = newConversation(id)
  const time = () => new Date(Date.parse(BEGUN) + ++tick).toISOString()

  function view(message: Message): Message {
    const reader = message.senderType === 'user' ? 'agent' : 'visitor'
    return { ...message, read: message.seq <= read[reader] }
  }

  function snapshot(): Conversation {
    const other = side === 'visitor' ? 'agent' : 'visitor'
    const counted = side === 'visitor' ? ['agent', 'bot'] : ['user']
    const unread = messages.filter(
      (message) => message.seq > read[side] && counted.includes(message.senderType),
    )
    const last = messages.at(-1)
    return {
      ...conversation,
      lastSeq: messages.length,
      lastMessage: last ? view(last) : null,
      readSeq: read[other],
      unreadCount: unread.length,
    }
  }

  return {
    get messages() {
      return messages.map(view)
    },
    get conversation() {
      return snapshot()
    },
    add(senderType, clientId, text) {
      const known = messages.find((message) => clientId !== undefined && message.clientId === clientId)
      if (known) return view(known)
      made += 1
      const message: Message = {
        id: `${id}-${made}`,
        conversationId: id,
        clientId: clientId ?? null,
        seq: messages.length + 1,
        senderId: senderType,
        senderType,
        senderName: null,
        type: 'text',
        content: { text: text ?? `message ${made}` },
        visibility: 'all',
        replyTo: null,
        timestamp: time(),
        read: false,
      }
      messages.push(message)
      conversation = { ...conversation, updatedAt: message.timestamp }
      return view(message)
    },
    read(reader, seq) {
      read[reader] = Math.max(read[reader], Math.min(seq, messages.length))
    },
    restore(seq) {
      messages.length = Math.min(seq, messages.length)
      for (const side of ['visitor', 'agent'] as const) read[side] = Math.min(read[side], messages.length)
      restored += 1
    },
    change(part) {
      conversation = { ...conversation, ...part, updatedAt: time() }
      return snapshot()
    },
    page({ afterSeq, beforeSeq, limit = 50 }) {
      const wanted = messages.filter(
        ({ seq }) => seq > afterSeq && (beforeSeq === undefined || seq < beforeSeq),
      )
      const page = beforeSeq === undefined ? wanted.slice(0, limit) : wanted.slice(-limit)
      return {
        conversation: snapshot(),
        messages: page.map(view),
        more: wanted.length > page.length,
        epoch: `epoch ${restored}`,
      }
    },
  }
}

export function newConversation(id: string, part: Partial<Conversation> = {}): Conversation {
  const createdAt = BEGUN
  return {
    id,
    appId: 'biometrics-web',
    status: 'queued',
    subject: null,
    visitor: {
      id: 'vera',
      name: 'Vera',
      email: null,
      phone: null,
      attributes: {},
      verified: false,
      externalId: null,
      language: null,
      timeZone: null,
      page: null,
      createdAt,
      lastSeenAt: createdAt,
    },
    groupId: null,
    agentId: null,
    agentName: null,
    priority: 'normal',
    tags: [],
    queue: null,
    lastMessage: null,
    unreadCount: 0,
    lastSeq: 0,
    readSeq: 0,
    createdAt,
    updatedAt: createdAt,
    assignedAt: null,
    firstResponseAt: null,
    closedAt: null,
    queuedAt: null,
    snoozedUntil: null,
    closedReason: null,
    isMessage: false,
    resolved: null,
    rating: null,
    ...part,
  }
}
