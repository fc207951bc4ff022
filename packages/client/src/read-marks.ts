import { errorOf } from './errors.ts'
import { backoffMs, type Timing } from './timing.ts'

/** Marks that move faster are gathered. */
const GATHER_MS = 1_000

interface Mark {
  wanted: number
  /** The furthest that the server has confirmed. */
  told: number
  asking: boolean
  failures: number
  callOff: (() => void) | undefined
}

export interface ReadMarks {
  move(conversationId: string, seq: number): void
  /** After a reconnect: what was not confirmed is told at once. */
  resend(): void
  clear(): void
}

/** How far we have read, told to the server: forward only, the furthest only, one request in flight per conversation. */
export function createReadMarks(
  timing: Timing,
  tell: (conversationId: string, seq: number) => Promise<unknown>,
): ReadMarks {
  const marks = new Map<string, Mark>()

  async function push(conversationId: string, mark: Mark) {
    if (mark.asking || mark.callOff || mark.told >= mark.wanted) return
    mark.asking = true
    const wait = await ask(conversationId, mark)
    mark.asking = false
    if (marks.get(conversationId) !== mark) return
    mark.callOff = timing.after(wait, () => {
      mark.callOff = undefined
      void push(conversationId, mark)
    })
  }

  /** Returns how long to wait before the next. */
  async function ask(conversationId: string, mark: Mark): Promise<number> {
    const seq = mark.wanted
    try {
      await tell(conversationId, seq)
    } catch (failure) {
      const { retryable, retryAfterMs = 0 } = errorOf(failure)
      if (retryable) {
        mark.failures += 1
        return Math.max(GATHER_MS, retryAfterMs, backoffMs(mark.failures, timing))
      }
    }
    mark.told = seq
    mark.failures = 0
    return GATHER_MS
  }

  return {
    move(conversationId, seq) {
      const mark = marks.get(conversationId) ?? newMark()
      marks.set(conversationId, mark)
      mark.wanted = Math.max(mark.wanted, seq)
      void push(conversationId, mark)
    },
    resend() {
      for (const [conversationId, mark] of marks) {
        mark.callOff?.()
        mark.callOff = undefined
        void push(conversationId, mark)
      }
    },
    clear() {
      for (const mark of marks.values()) mark.callOff?.()
      marks.clear()
    },
  }
}

function newMark(): Mark {
  return { wanted: 0, told: 0, asking: false, failures: 0, callOff: undefined }
}
