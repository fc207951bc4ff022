import type { Kept } from '../../src/page/channel.ts'
import { NAME, type Values } from '../seat.ts'

export type Memory = Partial<Kept> & Values

/** What the page's own storage remembers of this app; a page without storage forgets. */
export function createMemory(appId: string) {
  const key = `${NAME}:${appId}`
  let kept: Memory = {}
  try {
    kept = JSON.parse(localStorage.getItem(key) || '{}') || {}
  } catch {
    // Storage is blocked, or holds something of others.
  }
  function keep(more: Memory): void {
    kept = { ...kept, ...more }
    try {
      localStorage.setItem(key, JSON.stringify(kept))
    } catch {
      // Full or blocked.
    }
  }
  return { get: () => kept, keep }
}
