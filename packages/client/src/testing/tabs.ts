import type { ClientStorage } from '../api.ts'

/** One storage that several tabs share, as a browser's: each hears of the others' changes, a little later. */
export function tabs(): { open(): ClientStorage; values: Map<string, string> } {
  const values = new Map<string, string>()
  const listeners = new Map<ClientStorage, Set<(key: string | null) => void>>()
  const turns = new Map<string, Promise<unknown>>()

  function tellOthers(tab: ClientStorage, key: string) {
    for (const [other, heard] of listeners) {
      if (other !== tab) setImmediate(() => heard.forEach((listener) => listener(key)))
    }
  }

  function open(): ClientStorage {
    const heard = new Set<(key: string | null) => void>()
    const tab: ClientStorage = {
      get: (key) => values.get(key) ?? null,
      set(key, value) {
        if (values.get(key) === value) return
        values.set(key, value)
        tellOthers(tab, key)
      },
      remove(key) {
        if (values.delete(key)) tellOthers(tab, key)
      },
      keys: () => [...values.keys()],
      onChange(listener) {
        heard.add(listener)
        return () => heard.delete(listener)
      },
      exclusive(name, run) {
        const turn = (turns.get(name) ?? Promise.resolve()).then(run, run)
        turns.set(name, turn)
        return turn
      },
    }
    listeners.set(tab, heard)
    return tab
  }

  return { open, values }
}
