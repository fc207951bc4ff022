import { useEffect, useState } from 'react'
import { useAgentState, useClient, useMe } from '../session/use-client.ts'

/** It is said again in these steps, and believed for somewhat longer. */
const AGAIN_MS = 20_000
const BELIEVED_MS = 45_000

export interface Looker {
  id: string
  name: string
  until: number
}

/** [AW9] Who else has this conversation in front of them; says the same of oneself while the tab is visible. */
export function useLookers(conversationId: string): readonly Looker[] {
  const client = useClient()
  const { id: myId } = useMe()
  const connected = useAgentState((state) => state.connection.status === 'online')
  const [lookers, setLookers] = useState<readonly Looker[]>([])

  useEffect(() => {
    if (!connected) return
    const isVisible = () => document.visibilityState === 'visible'
    const look = (asks = false) => isVisible() && client.look(conversationId, true, asks)
    const stop = client.onLooking((told) => {
      // Another tab of mine is no colleague.
      if (told.conversationId !== conversationId || told.agentId === myId) return
      if (told.asks) look()
      const until = Date.now() + BELIEVED_MS
      const me = { id: told.agentId, name: told.name, until }
      setLookers((before) => {
        const others = before.filter(({ id }) => id !== told.agentId)
        return told.looking ? [...others, me] : others
      })
    })
    const onVisibility = () => (isVisible() ? look(true) : client.look(conversationId, false))
    const again = setInterval(() => {
      look()
      setLookers((before) =>
        before.some(({ until }) => until < Date.now())
          ? before.filter(({ until }) => until >= Date.now())
          : before,
      )
    }, AGAIN_MS)
    document.addEventListener('visibilitychange', onVisibility)
    // Whoever answers is heard only once it is open here.
    let isHere = true
    client.open(conversationId).then(
      () => isHere && look(true),
      () => undefined,
    )
    return () => {
      isHere = false
      stop()
      clearInterval(again)
      document.removeEventListener('visibilitychange', onVisibility)
      client.look(conversationId, false)
      setLookers([])
    }
  }, [client, conversationId, myId, connected])
  return lookers
}
