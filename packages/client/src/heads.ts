import type { Events } from '@biometrics/chat-protocol'
import type { Timing } from './timing.ts'

/** News of a conversation usually come by themselves; what is still not there then was lost on the way. */
const LATE_NEWS_MS = 2_000

export interface HeadsOptions {
  timing: Timing
  /** A conversation that is kept complete ends there. */
  follow(conversationId: string, seq: number): void
  /** How far a conversation is known to go. */
  endOf(conversationId: string): number
  /** What is shown of conversations that are not open is too old. */
  onBehind(): void
  /** The log is another one than it was. */
  onReset(): void
}

export type Heads = ReturnType<typeof createHeads>

/** What the server says of the log as a whole: which one it is, and where its conversations end. */
export function createHeads(options: HeadsOptions) {
  const { timing } = options
  const ends = new Map<string, number>()
  let epoch: string | undefined
  let callOff: (() => void) | undefined

  function hearEpoch(told: string) {
    const before = epoch
    epoch = told
    if (before === undefined || before === told) return
    ends.clear()
    options.onReset()
  }

  function behind(): boolean {
    return [...ends].some(([conversationId, seq]) => options.endOf(conversationId) < seq)
  }

  return {
    hearEpoch,

    hear(told: Events['heads']) {
      hearEpoch(told.epoch)
      for (const { conversationId, seq } of told.heads) {
        options.follow(conversationId, seq)
        ends.set(conversationId, seq)
      }
      if (!behind()) return ends.clear()
      callOff ??= timing.after(LATE_NEWS_MS, () => {
        callOff = undefined
        if (behind()) options.onBehind()
        ends.clear()
      })
    },

    destroy: () => callOff?.(),
  }
}
