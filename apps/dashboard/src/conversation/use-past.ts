import type { Thread } from '@biometrics/chat-client'
import type { List, Message } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { useNavigate } from '@tanstack/react-router'
import { useCallback, useEffect, useMemo, useRef } from 'react'
import { useStateFor } from '../shell/use-state-for.ts'
import { rest } from '../session/rest.ts'
import { isFar, useWantedSeq } from './use-jump.ts'

/** The messages around one that somebody came for, apart from the newest ones. */
export interface Past {
  thread: Thread
  loadOlder(): void
  loadNewer(): void
  /** Back to what is said now. */
  leave(): void
}

/** Null while the live conversation has what is wanted, or comes to it soon. */
export function usePast(live: Thread | undefined): Past | null {
  const wanted = useWantedSeq()
  const navigate = useNavigate()
  const id = live?.conversation.id
  const first = live?.messages[0]?.seq
  const apart = isFar(wanted, first)
  const place = `${id} ${wanted}`
  const [messages, setMessages] = useStateFor<readonly Message[]>(place, () => [])
  const busy = useRef(false)
  const here = useRef(place)
  here.current = place
  const load = (range: string, join: (page: Message[]) => readonly Message[]) => {
    if (busy.current || id === undefined) return
    busy.current = true
    // Asked for again by the next scroll when it fails; whoever has gone elsewhere meanwhile needs none of it.
    readPage(id, range)
      .then((page) => here.current === place && setMessages(join(page)), ignore)
      .finally(() => (busy.current = false))
  }

  useEffect(() => {
    setMessages([])
    if (!apart || wanted === undefined || id === undefined) return
    let isWanted = true
    const show = (page: Message[]) => isWanted && setMessages(page)
    readPage(id, `beforeSeq=${wanted + LIMITS.pageSizeDefault / 2}`).then(show, ignore)
    return () => {
      isWanted = false
    }
  }, [id, wanted, apart, setMessages])

  const end = messages.at(-1)?.seq ?? 0
  const start = messages[0]?.seq ?? 1
  const thread = useMemo<Thread | null>(
    () =>
      apart && live && messages.length > 0
        ? { ...live, messages, pending: [], history: start > 1 ? 'partial' : 'complete' }
        : null,
    [apart, live, messages, start],
  )
  const leave = useCallback(
    () => void navigate({ to: '.', search: ({ at: _, ...others }) => others, replace: true }),
    [navigate],
  )
  // What one sends stands at the end.
  const sends = thread !== null && (live?.pending.length ?? 0) > 0
  useEffect(() => {
    if (sends) leave()
  }, [sends, leave])
  if (!thread) return null
  return {
    thread,
    loadOlder() {
      if (start > 1) load(`beforeSeq=${start}`, (page) => [...page, ...messages])
    },
    loadNewer() {
      const more = thread.conversation.lastSeq > end
      if (more) load(`afterSeq=${end}`, (page) => [...messages, ...page])
    },
    leave,
  }
}

const ignore = () => {}

async function readPage(id: string, range: string): Promise<Message[]> {
  const path = `/conversations/${id}/messages?${range}&limit=${LIMITS.pageSizeDefault}`
  return (await rest<List<Message>>('GET', path)).items
}
