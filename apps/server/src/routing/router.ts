import type { Router } from '../services.ts'
import { assignNext, type RouteServices } from './assign-next.ts'
import type { Scope } from './routing-store.ts'

/** After a failure it is tried again, later and later. */
const FIRST_RETRY_MS = 100
const LAST_RETRY_MS = 5_000

/** A round that is under way, and the one that begins after it. */
interface Round {
  done: Promise<void>
  next: Promise<void> | undefined
}

/**
 * Brings together who waits and who is free, until there is nothing more to bring together. It is told by events; whoever
 * asks while a round is under way shares the next one. Any number of nodes may do so at once.
 */
export function createRouter(
  parts: Omit<RouteServices, 'router'>,
  onError: (error: unknown) => void,
): Router & { stop(): Promise<void> } {
  const rounds = new Map<string, Round>()
  const retries = new Set<() => void>()
  let isStopped = false

  function run(scope: Scope): Promise<void> {
    const key = 'groupId' in scope ? scope.groupId : `agent ${scope.agentId}`
    const known = rounds.get(key)
    if (known) {
      known.next ??= known.done.then(() => run(scope))
      return known.next
    }
    const done = assignAll(scope, FIRST_RETRY_MS).finally(() => rounds.delete(key))
    rounds.set(key, { done, next: undefined })
    return done
  }

  async function assignAll(scope: Scope, retryMs: number): Promise<void> {
    try {
      while (await assignNext(services, scope)) if (isStopped) return
    } catch (error) {
      if (isStopped) return
      onError(error)
      retryLater(scope, retryMs)
    }
  }

  function retryLater(scope: Scope, retryMs: number) {
    const cancel = parts.clock.after(retryMs, () => {
      retries.delete(cancel)
      void assignAll(scope, Math.min(LAST_RETRY_MS, retryMs * 2))
    })
    retries.add(cancel)
  }

  const router: Router = {
    routeGroup: (groupId) => (groupId === null ? Promise.resolve() : run({ groupId })),
    routeAgent: (agentId) => run({ agentId }),
    async idle() {
      while (rounds.size > 0) await Promise.all([...rounds.values()].map(({ done, next }) => next ?? done))
    },
  }
  const services: RouteServices = { ...parts, router }

  return {
    ...router,
    async stop() {
      isStopped = true
      for (const cancel of retries) cancel()
      await router.idle()
    },
  }
}
