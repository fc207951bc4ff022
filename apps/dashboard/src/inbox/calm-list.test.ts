import type { AgentState, InboxList, Store } from '@biometrics/chat-client'
import { afterEach, beforeEach, expect, test, vi } from 'vitest'
import { createCalmList, MOVE_MS } from './calm-list.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function watched() {
  const listeners = new Set<() => void>()
  let list: InboxList = { ids: ['a', 'b', 'c'], status: 'ready', more: true }
  const store: Store<AgentState> = {
    get state() {
      return { lists: { open: list }, conversations: null } as unknown as AgentState
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
  const change = (part: Partial<InboxList>) => {
    list = { ...list, ...part }
    for (const listener of listeners) listener()
  }
  const calm = createCalmList(store, 'open', false)
  let draws = 0
  const stop = calm.subscribe(() => (draws += 1))
  return {
    change,
    stop,
    get draws() {
      return draws
    },
    get shown() {
      return calm.shown.list.ids.join('')
    },
  }
}

test('[AW1] a list moves at once, and what follows soon is shown together', () => {
  const view = watched()
  view.change({ ids: ['b', 'a', 'c'] })
  expect(view.shown).toBe('bac')
  view.change({ ids: ['c', 'b', 'a'] })
  view.change({ ids: ['d', 'c', 'b', 'a'] })
  expect(view.shown).toBe('bac')
  vi.advanceTimersByTime(MOVE_MS)
  expect(view.shown).toBe('dcba')
  expect(view.draws).toBe(2)
  vi.advanceTimersByTime(10 * MOVE_MS)
  expect(view.draws).toBe(2)
})

test('[AW1] pages come at once, whatever moved just before, and nothing is drawn after the list has gone', () => {
  const view = watched()
  view.change({ ids: ['b', 'a', 'c'] })
  view.change({ ids: ['c', 'b', 'a'] })
  view.change({ status: 'loading' })
  expect(view.shown).toBe('cba')
  view.change({ status: 'ready', more: false, ids: ['c', 'b', 'a', 'z'] })
  expect(view.shown).toBe('cbaz')
  view.change({ ids: ['z', 'c', 'b', 'a'] })
  view.stop()
  vi.advanceTimersByTime(10 * MOVE_MS)
  expect(view.draws).toBe(3)
})
