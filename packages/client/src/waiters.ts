import { aborted, type CommandFailed } from './errors.ts'

interface Waiter {
  promise: Promise<void>
  resolve(): void
  reject(failure: CommandFailed): void
}

export interface Waiters {
  has(name: string): boolean
  /** Everybody who waits for the same has the same promise. */
  wait(name: string): Promise<void>
  resolve(name: string): void
  reject(name: string, failure: CommandFailed): void
  /** Whoever still waits hears that it will not come; nobody has to listen. */
  abort(name: string): void
  abortAll(): void
}

export function createWaiters(): Waiters {
  const waiters = new Map<string, Waiter>()

  function take(name: string): Waiter | undefined {
    const waiter = waiters.get(name)
    waiters.delete(name)
    return waiter
  }

  function abort(name: string) {
    const waiter = take(name)
    waiter?.promise.catch(() => {})
    waiter?.reject(aborted())
  }

  return {
    has: (name) => waiters.has(name),
    wait(name) {
      const waiter = waiters.get(name) ?? newWaiter()
      waiters.set(name, waiter)
      return waiter.promise
    },
    resolve: (name) => take(name)?.resolve(),
    reject: (name, failure) => take(name)?.reject(failure),
    abort,
    abortAll: () => [...waiters.keys()].forEach(abort),
  }
}

function newWaiter(): Waiter {
  let resolve!: () => void
  let reject!: (failure: CommandFailed) => void
  const promise = new Promise<void>((done, failed) => {
    resolve = done
    reject = failed
  })
  return { promise, resolve, reject }
}
