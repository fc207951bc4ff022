import type { Draft, Store } from '@biometrics/chat-client'
import type { Upload } from '@biometrics/chat-protocol'

/** So long a reply can be taken back, where the agent wants that. */
export const HELD_MS = 5_000

/** What was sent a moment ago and has not gone yet. */
export interface HeldSend {
  messages: readonly Draft[]
  /** What goes back into the box. */
  text: string
  uploads: readonly Upload[]
}

type Held = Readonly<Record<string, HeldSend>>

export interface HeldSends extends Store<Held> {
  hold(conversationId: string, held: HeldSend): void
  /** Takes it back; null when it has gone. */
  undo(conversationId: string): HeldSend | null
  /** Sends what is held at once: of one conversation, or all when the page goes. */
  flush(conversationId?: string): void
}

/** Replies on their way that can still be taken back, one a conversation; a second one sends the first, so the order stays. */
export function createHeldSends(send: (conversationId: string, message: Draft) => void): HeldSends {
  let held: Held = {}
  const listeners = new Set<() => void>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  function set(next: Held) {
    held = next
    for (const listener of listeners) listener()
  }

  function take(conversationId: string): HeldSend | null {
    clearTimeout(timers.get(conversationId))
    timers.delete(conversationId)
    const { [conversationId]: taken, ...others } = held
    if (!taken) return null
    set(others)
    return taken
  }

  function flush(conversationId: string) {
    for (const message of take(conversationId)?.messages ?? []) send(conversationId, message)
  }

  return {
    get state() {
      return held
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    hold(conversationId, one) {
      flush(conversationId)
      set({ ...held, [conversationId]: one })
      timers.set(
        conversationId,
        setTimeout(() => flush(conversationId), HELD_MS),
      )
    },
    undo: take,
    flush(conversationId) {
      const ids = conversationId === undefined ? Object.keys(held) : [conversationId]
      ids.forEach(flush)
    },
  }
}
