export interface Listeners<Args extends unknown[]> {
  add(listener: (...args: Args) => void): () => void
  tell(...args: Args): void
  clear(): void
}

/** Other people's functions: what one of them throws reaches the program's own error handling, and nobody else. */
export function createListeners<Args extends unknown[]>(): Listeners<Args> {
  const listeners = new Set<(...args: Args) => void>()
  return {
    add(listener) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    tell(...args) {
      for (const listener of listeners) {
        try {
          listener(...args)
        } catch (failure) {
          queueMicrotask(() => {
            throw failure
          })
        }
      }
    },
    clear: () => listeners.clear(),
  }
}
