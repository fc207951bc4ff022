import type { AgentState, Conversations, InboxList, InboxView, Store } from '@biometrics/chat-client'
import { useMemo, useSyncExternalStore } from 'react'
import { useClient } from '../session/use-client.ts'

/** A list moves by itself at most so often: eyes and hands can follow it, and every move is drawn in whole. */
export const MOVE_MS = 250

const UNLOADED: InboxList = { ids: [], status: 'unloaded', more: true }

export interface ShownList {
  list: InboxList
  /** What its order depends on beside the list; null when nothing does. */
  conversations: Conversations | null
}

/**
 * A list as it is on the screen. The first move is shown at once, and so is every page that comes; moves that follow soon
 * are shown together.
 */
export function createCalmList(store: Store<AgentState>, view: InboxView, followsUnread: boolean) {
  const read = (): ShownList => ({
    list: store.state.lists[view] ?? UNLOADED,
    conversations: followsUnread ? store.state.conversations : null,
  })
  let shown = read()
  let movedAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | undefined

  function stopTimer() {
    clearTimeout(timer)
    timer = undefined
  }
  return {
    get shown() {
      return shown
    },
    subscribe(listener: () => void): () => void {
      function take() {
        stopTimer()
        movedAt = performance.now()
        shown = read()
        listener()
      }
      function follow() {
        const { list, conversations } = read()
        if (list === shown.list && conversations === shown.conversations) return
        const isMove = list.status === shown.list.status && list.more === shown.list.more
        const wait = isMove ? movedAt + MOVE_MS - performance.now() : 0
        if (wait <= 0) take()
        else timer ??= setTimeout(take, wait)
      }
      const stop = store.subscribe(follow)
      follow()
      return () => {
        stop()
        stopTimer()
      }
    },
  }
}

export function useCalmList(view: InboxView, followsUnread: boolean): ShownList {
  const client = useClient()
  const calm = useMemo(() => createCalmList(client, view, followsUnread), [client, view, followsUnread])
  return useSyncExternalStore(calm.subscribe, () => calm.shown)
}
