import type { Thread } from '@biometrics/chat-client'
import { useCallback, useEffect, useLayoutEffect, useRef, useState } from 'react'
import { useChat } from '../shell/context.tsx'

const NEAR_END_PX = 48
const NEAR_START_PX = 900

/** Stays at the newest message while the reader is there, keeps the reader's place elsewhere, and fetches what is above. */
export function useScroll(
  { conversation, messages, pending, history }: Thread,
  unreadFrom: number | undefined,
) {
  const { client } = useChat()
  const box = useRef<HTMLDivElement>(null)
  const content = useRef<HTMLDivElement>(null)
  const [atEnd, setAtEnd] = useState(true)
  const stays = useRef(true)
  const distanceFromEnd = useRef(0)
  const first = messages[0]?.seq

  const toEnd = useCallback(() => {
    stays.current = true
    setAtEnd(true)
    box.current?.scrollTo({ top: box.current.scrollHeight })
  }, [])

  const fetchAbove = useCallback(() => {
    const element = box.current
    if (!element) return
    const above = stays.current ? element.scrollHeight - element.clientHeight : element.scrollTop
    const near = above < NEAR_START_PX
    // A lost connection only delays it: the next scroll asks again.
    if (near && history === 'partial') client.loadOlder(conversation.id).catch(() => {})
  }, [client, conversation.id, history])

  useEffect(() => {
    const element = box.current
    if (!element) return
    let lastTop = element.scrollTop
    let lastHeight = element.clientHeight
    const look = () => {
      const sameRoom = element.clientHeight === lastHeight
      const upwards = element.scrollTop < lastTop && sameRoom
      lastTop = element.scrollTop
      lastHeight = element.clientHeight
      distanceFromEnd.current = element.scrollHeight - element.scrollTop
      const near = distanceFromEnd.current - element.clientHeight < NEAR_END_PX
      // Messages may outrun the scrolling, and the composer may grow; only the reader's own way up leaves the end.
      stays.current = near || (stays.current && !upwards)
      setAtEnd(stays.current)
      fetchAbove()
    }
    element.addEventListener('scroll', look, { passive: true })
    fetchAbove()
    return () => element.removeEventListener('scroll', look)
  }, [fetchAbove])

  // Older messages came in above: the reader sees the same ones as before.
  const known = useRef(first)
  useLayoutEffect(() => {
    const older = known.current !== undefined && first !== undefined && first < known.current
    known.current = first
    const element = box.current
    if (!older || !element || stays.current) return
    element.scrollTop = element.scrollHeight - distanceFromEnd.current
  }, [first])

  // More new messages than fit: reading begins at the first of them.
  useLayoutEffect(() => {
    const line = unreadFrom === undefined ? null : content.current?.querySelector('[data-unread]')
    const top = box.current?.getBoundingClientRect().top ?? 0
    if (!line || line.getBoundingClientRect().top >= top) return
    stays.current = false
    line.scrollIntoView()
  }, [unreadFrom])

  // Whatever grows or shrinks, such as the composer, the end stays in sight.
  useEffect(() => {
    const [outer, inner] = [box.current, content.current]
    if (!outer || !inner) return
    const follow = () => {
      if (stays.current) outer.scrollTop = outer.scrollHeight
    }
    const watcher = new ResizeObserver(follow)
    watcher.observe(outer)
    watcher.observe(inner)
    return () => watcher.disconnect()
  }, [])

  // Who writes wants to see it.
  const written = useRef(pending.length)
  useEffect(() => {
    if (pending.length > written.current) toEnd()
    written.current = pending.length
  }, [pending.length, toEnd])

  return { box, content, atEnd, toEnd }
}
