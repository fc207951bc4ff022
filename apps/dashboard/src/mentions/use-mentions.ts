import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect } from 'react'
import { rest } from '../session/rest.ts'
import { useAgentState, useClient } from '../session/use-client.ts'
import { allMentions, unreadMentionsQuery } from './mentions-query.ts'

/** Keeps the mentions right: what comes is heard, what was missed is asked for after each connection. */
export function useLiveMentions(): void {
  const client = useClient()
  const queryClient = useQueryClient()
  const connected = useAgentState((state) => state.connection.status === 'online')
  useEffect(() => {
    const renew = () => void queryClient.invalidateQueries({ queryKey: allMentions })
    if (connected) renew()
    return client.onMention(renew)
  }, [client, queryClient, connected])
}

export function useUnreadMentions(): number {
  return useQuery(unreadMentionsQuery).data?.unread ?? 0
}

/** Who opens a conversation has seen the notes in it that name them. */
export function useReadMentions(conversationId: string): void {
  const queryClient = useQueryClient()
  const { data } = useQuery(unreadMentionsQuery)
  const isNamed = data?.items.some((mention) => mention.conversationId === conversationId) ?? false
  useEffect(() => {
    if (!isNamed) return
    // It stays unread where it could not be said; the next visit says it again.
    rest('POST', '/mentions/read', { conversationId }).then(
      () => queryClient.invalidateQueries({ queryKey: allMentions }),
      () => undefined,
    )
  }, [queryClient, conversationId, isNamed])
}
