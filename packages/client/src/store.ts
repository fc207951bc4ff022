import type { Store } from './api.ts'
import { createListeners } from './listeners.ts'

export interface WritableStore<State> extends Store<State> {
  set(next: State): void
  /** Listeners hear of everything that `run` changes as one change. */
  batch<T>(run: () => T): T
}

export function createStore<State>(initial: State): WritableStore<State> {
  const listeners = createListeners<[]>()
  let state = initial
  let depth = 0
  let changed = false

  function tell() {
    if (depth > 0 || !changed) return
    changed = false
    listeners.tell()
  }

  return {
    get state() {
      return state
    },
    set(next) {
      if (next === state) return
      state = next
      changed = true
      tell()
    },
    batch(run) {
      depth += 1
      try {
        return run()
      } finally {
        depth -= 1
        tell()
      }
    },
    subscribe: listeners.add,
  }
}
