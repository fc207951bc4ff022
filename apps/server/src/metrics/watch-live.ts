import type { Clock } from '../clock/clock.ts'
import type { LiveMetrics } from '@biometrics/chat-protocol'
import { PERIOD_MS } from './read-live.ts'

/** At most one look at the database, and one word to the other nodes, in this time. */
export const LOOK_MS = 1_000
/** What happens together is looked at together. */
const GATHER_MS = 25

interface Parts {
  clock: Clock
  read(groupId: string | null): Promise<LiveMetrics>
  /** Something has changed that other nodes count too. */
  tellNodes(): void
  onError(error: unknown): void
}

export interface LiveWatch {
  /** A figure may have changed, here: this node looks, and the others do. */
  touch(): void
  /** The same, as another node tells it or as every node finds by itself. */
  look(): void
  /** Tells how it stands as soon as that is known, and after each change; returns the function that ends it. */
  listen(groupId: string | null, listener: (text: string) => void): () => void
  stop(): void
}

/** One group, or (null) all of them, while somebody listens. */
interface Scope {
  listeners: Set<(text: string) => void>
  /** As it was told last; undefined: it has not been read yet. */
  text: string | undefined
  /** Whether something may have changed since. */
  isStale: boolean
}

/**
 * The live figures, read from the database when something has changed and somebody listens. Nothing is counted in memory,
 * so every node says the same; and nothing asks again and again: besides changes only the edges of the five minutes count.
 */
export function watchLive({ clock, read, tellNodes, onError }: Parts): LiveWatch {
  const scopes = new Map<string | null, Scope>()
  let cancelLook: (() => void) | undefined
  let isLooking = false
  let nextLook = 0
  let cancelEdge: (() => void) | undefined
  let cancelWord: (() => void) | undefined
  let nextWord = 0
  let isStopped = false

  function plan() {
    if (isStopped || isLooking || scopes.size === 0) return
    const now = clock.now().getTime()
    cancelLook ??= clock.after(Math.max(GATHER_MS, nextLook - now), () => {
      cancelLook = undefined
      isLooking = true
      nextLook = clock.now().getTime() + LOOK_MS
      void lookAtAll().finally(() => {
        isLooking = false
        if ([...scopes.values()].some(({ isStale }) => isStale)) plan()
      })
    })
  }

  async function lookAtAll() {
    for (const [groupId, scope] of scopes) {
      if (!scope.isStale) continue
      scope.isStale = false
      try {
        tell(scope, JSON.stringify(await read(groupId)))
      } catch (error) {
        scope.isStale = true
        if (!isStopped) onError(error)
      }
    }
  }

  function tell(scope: Scope, text: string) {
    if (text === scope.text) return
    scope.text = text
    for (const listener of scope.listeners) listener(text)
  }

  function look() {
    for (const scope of scopes.values()) scope.isStale = true
    plan()
  }

  function planEdge() {
    cancelEdge?.()
    cancelEdge = undefined
    if (isStopped || scopes.size === 0) return
    cancelEdge = clock.after(PERIOD_MS - (clock.now().getTime() % PERIOD_MS), () => {
      look()
      planEdge()
    })
  }

  function tellOthers() {
    const now = clock.now().getTime()
    cancelWord ??= clock.after(Math.max(GATHER_MS, nextWord - now), () => {
      cancelWord = undefined
      nextWord = clock.now().getTime() + LOOK_MS
      tellNodes()
    })
  }

  function enter(groupId: string | null): Scope {
    const scope: Scope = { listeners: new Set(), text: undefined, isStale: true }
    scopes.set(groupId, scope)
    if (scopes.size === 1) planEdge()
    // Who comes does not wait for the second that others have used.
    nextLook = 0
    return scope
  }

  return {
    touch() {
      look()
      tellOthers()
    },
    look,
    listen(groupId, listener) {
      const scope = scopes.get(groupId) ?? enter(groupId)
      scope.listeners.add(listener)
      if (scope.text !== undefined && !scope.isStale) listener(scope.text)
      else plan()
      return () => {
        scope.listeners.delete(listener)
        if (scope.listeners.size === 0 && scopes.get(groupId) === scope) scopes.delete(groupId)
        if (scopes.size === 0) planEdge()
      }
    },
    stop() {
      isStopped = true
      cancelLook?.()
      cancelEdge?.()
      cancelWord?.()
    },
  }
}
