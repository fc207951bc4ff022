import type { Store } from '../packages/client/src/api.ts'

/** A busy machine that restarts servers under a client needs it; one that works is never kept waiting. */
const PATIENCE_MS = 30_000

/** Waits for a state that has what is looked for, and returns it. */
export function until<State, Found>(
  store: Store<State>,
  look: (state: State) => Found | undefined | null | false,
  patienceMs = PATIENCE_MS,
): Promise<Found> {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => {
      stop()
      reject(new Error(`It did not come: ${look.toString()}`))
    }, patienceMs)
    const check = () => {
      const found = look(store.state)
      if (found === undefined || found === null || found === false) return
      clearTimeout(timer)
      stop()
      resolve(found)
    }
    const stop = store.subscribe(check)
    check()
  })
}
