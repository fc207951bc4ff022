import { useSyncExternalStore } from 'react'

const NOTHING: ReadonlySet<string> = new Set()

/** The conversations that were marked to do the same with all of them. It lasts as long as the list is on the screen. */
export function createSelection() {
  const listeners = new Set<() => void>()
  let chosen = NOTHING
  /** Where a range begins. */
  let last: string | null = null
  let order: readonly string[] = []

  function set(next: ReadonlySet<string>) {
    chosen = next
    for (const listener of listeners) listener()
  }
  return {
    get chosen() {
      return chosen
    },
    subscribe(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    /** The list as it is on the screen, for ranges. */
    follow(ids: readonly string[]) {
      order = ids
    },
    /** As a range: from the one that was marked last to this one. */
    toggle(id: string, isRange = false) {
      const next = new Set(chosen)
      const range = isRange && last !== null ? between(order, last, id) : [id]
      const isWanted = !chosen.has(id)
      for (const one of range) {
        if (isWanted) next.add(one)
        else next.delete(one)
      }
      last = id
      set(next)
    },
    choose(ids: readonly string[]) {
      set(new Set(ids))
    },
    clear() {
      last = null
      if (chosen.size > 0) set(NOTHING)
    },
  }
}

function between(ids: readonly string[], from: string, to: string): readonly string[] {
  const [a, b] = [ids.indexOf(from), ids.indexOf(to)]
  return a === -1 || b === -1 ? [to] : ids.slice(Math.min(a, b), Math.max(a, b) + 1)
}

export const selection = createSelection()

export function useIsChosen(id: string): boolean {
  return useSyncExternalStore(selection.subscribe, () => selection.chosen.has(id))
}

/** Whether any are marked. */
export function useIsChoosing(): boolean {
  return useSyncExternalStore(selection.subscribe, () => selection.chosen.size > 0)
}

export function useChosen(): ReadonlySet<string> {
  return useSyncExternalStore(selection.subscribe, () => selection.chosen)
}
