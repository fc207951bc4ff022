import type { ClientStorage } from './api.ts'
import { indexedDbOutbox } from './outbox-indexed-db.ts'
import { keyValueOutbox, layeredOutbox } from './outbox-storage.ts'

/** Lives as long as the object; for programs without a browser, and where a browser's storage is blocked. */
export function memoryStorage(): ClientStorage {
  const values = new Map<string, string>()
  return {
    get: (key) => values.get(key) ?? null,
    set: (key, value) => void values.set(key, value),
    remove: (key) => void values.delete(key),
    keys: () => [...values.keys()],
    onChange: () => () => {},
  }
}

/**
 * The browser's `localStorage`, shared by the tabs of one origin. Any access may throw (blocked, full, private mode): a
 * value that could not be written is kept in memory for as long as the page lives. The outbox is in IndexedDB where that
 * can be had.
 */
export function browserStorage(): ClientStorage {
  const memory = memoryStorage()
  const storage: ClientStorage = {
    get: (key) => memory.get(key) ?? attempt((local) => local.getItem(key)) ?? null,
    set(key, value) {
      const written = attempt((local) => {
        local.setItem(key, value)
        return true
      })
      if (written) memory.remove(key)
      else memory.set(key, value)
    },
    remove(key) {
      memory.remove(key)
      attempt((local) => local.removeItem(key))
    },
    keys: () => [...new Set([...memory.keys(), ...(attempt((local) => Object.keys(local)) ?? [])])],
    onChange(listener) {
      const heard = (event: StorageEvent) => listener(event.key)
      if (typeof addEventListener !== 'function') return () => {}
      addEventListener('storage', heard)
      return () => removeEventListener('storage', heard)
    },
    exclusive: holdLock,
    outbox: (name) => layeredOutbox(indexedDbOutbox(name), keyValueOutbox(storage, name)),
  }
  return storage
}

function attempt<T>(access: (local: Storage) => T): T | undefined {
  try {
    return access(localStorage)
  } catch {
    return undefined
  }
}

/** Longer than any command may take; a tab that a phone has put to sleep keeps its lock for as long as it sleeps. */
const LOCK_WAIT_MS = 15_000

/** Runs while no other tab runs under the same name. Where that cannot be had, it runs all the same. */
async function holdLock<T>(name: string, run: () => Promise<T>): Promise<T> {
  const locks = globalThis.navigator?.locks
  if (!locks) return run()
  let running: Promise<T> | undefined
  const begin = () => {
    running = run()
    return running
  }
  try {
    return await locks
      .request(name, { signal: AbortSignal.timeout(LOCK_WAIT_MS) }, begin)
      .catch((failure) => {
        if (running) throw failure
        return locks.request(name, { steal: true }, begin)
      })
  } catch {
    // Without a lock, or after it was taken away from us, the work itself says how it went.
    return running ?? run()
  }
}
