import type { Conversation } from '@biometrics/chat-protocol'
import { useEffect, useMemo } from 'react'
import { useAgentState, useClient } from '../session/use-client.ts'

/** More than people can look at; beyond it the board says that it is not all. */
const SHOWN_MAX = 1_000

export interface OpenConversations {
  byAgent: ReadonlyMap<string, readonly Conversation[]>
  /** In the order of the queue. */
  queued: readonly Conversation[]
  status: 'loading' | 'failed' | 'ready'
  /** Not everything is here. */
  cut: boolean
  tryAgain: () => void
}

/** Every open conversation, live: page after page up to a limit. */
export function useAllOpen(): OpenConversations {
  const client = useClient()
  const { open, unassigned } = useAgentState((state) => state.lists)
  const conversations = useAgentState((state) => state.conversations)
  const connected = useAgentState((state) => state.connection.status === 'online')
  useLoadAll('open')
  useLoadAll('unassigned')

  const byAgent = useMemo(() => {
    const found = new Map<string, Conversation[]>()
    for (const id of open.ids) {
      const conversation = conversations.get(id)
      if (conversation?.status !== 'active' || conversation.agentId === null) continue
      const held = found.get(conversation.agentId)
      if (held) held.push(conversation)
      else found.set(conversation.agentId, [conversation])
    }
    return found
  }, [open.ids, conversations])
  const queued = useMemo(
    () => unassigned.ids.flatMap((id) => conversations.get(id) ?? []),
    [unassigned.ids, conversations],
  )
  const lists = [open, unassigned]
  const failed = lists.some(({ status }) => status === 'failed')
  const first = lists.some(({ status, ids }) => ids.length === 0 && status !== 'ready')
  return {
    byAgent,
    queued,
    status: failed ? 'failed' : first || !connected ? (first ? 'loading' : 'ready') : 'ready',
    cut: lists.some(({ more, ids }) => more && ids.length >= SHOWN_MAX),
    tryAgain() {
      for (const view of ['open', 'unassigned'] as const) client.loadList(view).catch(() => undefined)
    },
  }
}

function useLoadAll(view: 'open' | 'unassigned'): void {
  const client = useClient()
  const { status, more, ids } = useAgentState((state) => state.lists[view])
  const connected = useAgentState((state) => state.connection.status === 'online')
  const wanted = status === 'unloaded' || (status === 'ready' && more && ids.length < SHOWN_MAX)
  useEffect(() => {
    if (connected && wanted) client.loadList(view).catch(() => undefined)
  }, [client, view, connected, wanted, ids.length])
}
