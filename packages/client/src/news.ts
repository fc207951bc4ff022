import type { Message } from '@biometrics/chat-protocol'
import { headOf, type ThreadState } from './thread-state.ts'

export interface News {
  /** Everything up to this position is history. */
  startAt(conversationId: string, seq: number): void
  /** Nothing of it was told yet. */
  isNew(conversationId: string): boolean
  /** A live message of a conversation that is not open. */
  hear(message: Message): void
  /** Whatever an open thread has beyond what was told. */
  follow(thread: ThreadState): void
  /** The thread is read anew from another log, in which what it has may stand elsewhere. */
  restart(thread: ThreadState): void
  forget(conversationId: string): void
}

/** Tells each new message of each conversation once and in order, also those that were missed for a while. */
export function createNews(tell: (message: Message) => void): News {
  const told = new Map<string, number>()
  /** Ids and clientIds of what was told of an earlier log. */
  const toldBefore = new Map<string, ReadonlySet<string>>()

  function isOld({ conversationId, id, clientId }: Message): boolean {
    const before = toldBefore.get(conversationId)
    return before !== undefined && (before.has(id) || (clientId !== null && before.has(clientId)))
  }

  return {
    startAt(conversationId, seq) {
      told.set(conversationId, Math.max(seq, told.get(conversationId) ?? 0))
    },
    isNew: (conversationId) => !told.get(conversationId),
    hear(message) {
      const { conversationId, seq } = message
      if (seq <= (told.get(conversationId) ?? 0)) return
      told.set(conversationId, seq)
      tell(message)
    },
    follow(thread) {
      if (!thread.loaded) return
      const { id, lastSeq } = thread.conversation
      // Less than was told before: the server was restored from a backup.
      const after = Math.min(told.get(id) ?? 0, lastSeq)
      told.set(id, Math.max(after, headOf(thread)))
      const first = thread.messages.findLastIndex((message) => message.seq <= after) + 1
      for (const message of thread.messages.slice(first)) if (!isOld(message)) tell(message)
    },
    restart({ conversation, messages }) {
      const [first] = messages
      if (!first) return
      told.set(conversation.id, first.seq - 1)
      const names = messages.flatMap(({ id, clientId }) => (clientId === null ? [id] : [id, clientId]))
      toldBefore.set(conversation.id, new Set(names))
    },
    forget(conversationId) {
      told.delete(conversationId)
      toldBefore.delete(conversationId)
    },
  }
}
