import { useSyncExternalStore } from 'react'
import type { Store } from './api.ts'

/** A part of a client's state, drawn anew when it changes. `select` must give the same object as long as nothing changed. */
export function useStore<State, Part>(store: Store<State>, select: (state: State) => Part): Part {
  const read = () => select(store.state)
  return useSyncExternalStore(store.subscribe, read, read)
}
