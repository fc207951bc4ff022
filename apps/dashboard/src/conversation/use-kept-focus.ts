import { type RefObject, useEffect } from 'react'

/**
 * [AW6] Whoever closes a conversation has had the focus on a button, or in a text, that is no more: it goes to the messages.
 * Not to the next button: a key that is pressed twice would take back what it has just done.
 */
export function useKeptFocus(goal: RefObject<HTMLElement | null>, state: string): void {
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined
    // After the composer, where there is one, has taken it.
    const frame = requestAnimationFrame(() => {
      timer = setTimeout(() => {
        if (document.activeElement === document.body) goal.current?.focus({ preventScroll: true })
      })
    })
    return () => {
      cancelAnimationFrame(frame)
      clearTimeout(timer)
    }
  }, [goal, state])
}
