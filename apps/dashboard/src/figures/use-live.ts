import type { LiveMetrics } from '@biometrics/chat-protocol'
import { useEffect, useState } from 'react'

const FIRST_RETRY_MS = 1_000
const LAST_RETRY_MS = 15_000
/** What the server closes with when nobody is signed in, or may not look: trying again would change nothing. */
const REFUSED = [4401, 4403, 4404]

export interface Live {
  live: LiveMetrics | null
  status: 'connecting' | 'live' | 'lost' | 'refused'
}

/** The live figures of a group, or (null) of all, as they change; a connection that is lost is made again. */
export function useLive(groupId: string | null): Live {
  const [state, setState] = useState<Live>({ live: null, status: 'connecting' })
  useEffect(() => {
    setState({ live: null, status: 'connecting' })
    let socket: WebSocket | undefined
    let retry: ReturnType<typeof setTimeout> | undefined
    let waitMs = FIRST_RETRY_MS
    let isOver = false

    function connect() {
      socket = new WebSocket(addressOf(groupId))
      socket.onmessage = ({ data }) => {
        waitMs = FIRST_RETRY_MS
        setState({ live: JSON.parse(String(data)), status: 'live' })
      }
      socket.onclose = ({ code }) => {
        if (isOver) return
        const isRefused = REFUSED.includes(code)
        setState(({ live }) => ({ live, status: isRefused ? 'refused' : 'lost' }))
        if (isRefused) return
        retry = setTimeout(connect, waitMs * (0.5 + Math.random()))
        waitMs = Math.min(LAST_RETRY_MS, waitMs * 2)
      }
    }
    connect()
    return () => {
      isOver = true
      clearTimeout(retry)
      socket?.close()
    }
  }, [groupId])
  return state
}

function addressOf(groupId: string | null): string {
  const address = new URL('/chat/metrics', window.location.href)
  address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:'
  if (groupId !== null) address.searchParams.set('groupId', groupId)
  return address.href
}
