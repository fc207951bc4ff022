import type { Timing } from './timing.ts'

/** A repeated "is typing" is not worth telling more often. */
const REPEAT_MS = 2_000

type Tell = (conversationId: string, typing: boolean, preview: string | undefined) => void

interface Typist {
  toldAt: number
  preview: string | undefined
  callOff: (() => void) | undefined
}

export interface TypingNotices {
  set(conversationId: string, typing: boolean, preview?: string): void
  /** The words were sent, which says as much as a stop. */
  forget(conversationId: string): void
  clear(): void
}

/** What we tell of our own typing: at once, then at most every two seconds, and one stop. */
export function createTypingNotices(timing: Timing, tell: Tell): TypingNotices {
  const typists = new Map<string, Typist>()

  function forget(conversationId: string) {
    typists.get(conversationId)?.callOff?.()
    typists.delete(conversationId)
  }

  function say(conversationId: string, typist: Typist) {
    typist.callOff = undefined
    typist.toldAt = timing.now()
    tell(conversationId, true, typist.preview)
  }

  return {
    forget,
    clear: () => [...typists.keys()].forEach(forget),
    set(conversationId, typing, preview) {
      const typist = typists.get(conversationId)
      if (!typing) {
        forget(conversationId)
        if (typist) tell(conversationId, false, undefined)
        return
      }
      if (!typist) {
        const begun: Typist = { toldAt: 0, preview, callOff: undefined }
        typists.set(conversationId, begun)
        say(conversationId, begun)
        return
      }
      const changed = typist.preview !== preview
      typist.preview = preview
      const wait = typist.toldAt + REPEAT_MS - timing.now()
      if (wait <= 0 && !typist.callOff) say(conversationId, typist)
      else if (changed) typist.callOff ??= timing.after(Math.max(0, wait), () => say(conversationId, typist))
    },
  }
}
