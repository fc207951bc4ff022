import type { PendingMessage, Store, Thread } from '@biometrics/chat-client'
import type { Sent, Side } from '../check/history.ts'
import type { Watched } from './screen.ts'

export type Said = Pick<Sent, 'clientId' | 'text' | 'visibility' | 'isSound' | 'invokedAt'>

/** Follows what one tab has sent until its ✓, its refusal or its end, and counts how often it was tried again. */
export interface OutboxWatch {
  follow(said: Said): Sent
  /** Nobody will ever know what became of it. */
  giveUp(sent: Sent): void
  /** Takes over what another tab of the same outbox was following. */
  adopt(other: OutboxWatch): void
  /** Hands over, or gives up, all that is still under way. */
  release(): Sent[]
  readonly waiting: readonly Sent[]
}

export function watchOutbox(
  store: Store<Watched>,
  facts: { sender: string; side: Side; conversationId: string },
  record: Sent[],
  now: () => number,
): OutboxWatch {
  const open = new Map<string, { sent: Sent; wasSending: boolean; isAdopted: boolean }>()

  function look() {
    const thread = store.state.threads[facts.conversationId]
    if (!thread || open.size === 0) return
    const pending = new Map(thread.pending.map((entry) => [entry.clientId, entry]))
    for (const [clientId, followed] of open) {
      const entry = pending.get(clientId)
      if (entry) stillThere(followed, entry)
      // What was taken over may not have come to this tab's outbox yet.
      else if (!followed.isAdopted || seqOf(thread, clientId) !== null) acked(followed.sent, thread)
    }
  }

  function stillThere(followed: { sent: Sent; wasSending: boolean }, { status }: PendingMessage) {
    const { sent } = followed
    if (followed.wasSending && status.name === 'waiting') sent.retries += 1
    followed.wasSending = status.name === 'sending'
    if (status.name !== 'failed') return
    sent.outcome = { name: 'refused', at: now(), code: status.error.code }
    open.delete(sent.clientId)
  }

  function acked(sent: Sent, thread: Thread) {
    sent.outcome = { name: 'acked', at: now(), seq: seqOf(thread, sent.clientId) }
    open.delete(sent.clientId)
  }

  const stopWatching = store.subscribe(look)
  return {
    follow(said) {
      const sent: Sent = {
        ...facts,
        ...said,
        retries: 0,
        outcome: { name: 'waiting' },
      }
      record.push(sent)
      open.set(sent.clientId, { sent, wasSending: false, isAdopted: false })
      look()
      return sent
    },
    giveUp(sent) {
      if (!open.delete(sent.clientId)) return
      sent.outcome = { name: 'unknown', at: now() }
    },
    adopt(other) {
      for (const sent of other.release())
        open.set(sent.clientId, { sent, wasSending: false, isAdopted: true })
      look()
    },
    release() {
      stopWatching()
      const left = [...open.values()].map(({ sent }) => sent)
      open.clear()
      return left
    },
    get waiting() {
      return [...open.values()].map(({ sent }) => sent)
    },
  }
}

/** Where it stands on the sender's screen, if it is there already. */
function seqOf({ messages }: Thread, clientId: string): number | null {
  return messages.findLast((message) => message.clientId === clientId)?.seq ?? null
}
