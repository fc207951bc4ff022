import type { Thread as ThreadState } from '@biometrics/chat-client'
import { Loader } from '@mantine/core'
import { useCallback, useLayoutEffect, useMemo, useRef, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { Virtualizer, type VirtualizerHandle } from 'virtua'
import { visitorName } from '../inbox/visitor-name.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { useAfterPaint } from '../shell/use-after-paint.ts'
import { Announcer } from './announcer.tsx'
import { JumpToLatest } from './jump-to-latest.tsx'
import { MessageRow } from './message-row.tsx'
import { useJump, useWantedSeq } from './use-jump.ts'
import { answersOf, firstUnreadSeq, type Row, rowsOf } from './rows.ts'
import classes from './thread.module.css'
import type { Past } from './use-past.ts'
import { useKeptFocus } from './use-kept-focus.ts'
import { useMarkRead } from './use-mark-read.ts'

/** Older messages are asked for when so much or less is left above the screen. */
const AHEAD_PX = 2_400
/** Drawn beyond the screen, to be there when somebody scrolls. */
const BUFFER_PX = 600
/** After another size of the window or of a panel every row is measured anew. */
const SETTLE_MS = 500
/** Drawn at once, before anything is measured: more than fill most screens cost more than they show. */
const AT_FIRST = 14
/** So near to the end counts as the end. */
const NEAR_END_PX = 60

export function Thread({ thread, past }: { thread: ThreadState; past: Past | null }) {
  const { t } = useTranslation()
  const me = useMe()
  const { conversation, messages, pending, history } = thread
  const [firstNewSeq] = useState(() => firstUnreadSeq(messages, conversation.unreadCount))
  const rows = useMemo(
    () => rowsOf(messages, pending, me.id, firstNewSeq),
    [messages, pending, me.id, firstNewSeq],
  )
  const answers = useMemo(() => answersOf(messages), [messages])
  const scroller = useRef<HTMLDivElement>(null)
  const list = useRef<VirtualizerHandle>(null)
  const { atEnd, onScroll, onResize, toEnd, stay } = useFollow(thread, rows, scroller, list, past)
  useJump(thread, rows, list, stay)
  const wanted = useWantedSeq()
  const shift = usePrepended(rows)
  // What is on the screen is drawn first.
  const isPainted = useAfterPaint()
  const atOnce = isPainted || !atEnd ? NONE : lastOf(rows.length, AT_FIRST)
  useMarkRead(conversation, messages, atEnd && !past)
  useKeptFocus(scroller, `${conversation.status} ${conversation.agentId}`)
  const name = visitorName(conversation.visitor, t)
  // Asked for the few rows on the screen that answer something.
  const known = useRef(messages)
  known.current = messages
  const find = useCallback((id: string) => known.current.findLast((message) => message.id === id), [])

  return (
    <div className={classes.area}>
      {history === 'loading' && (
        <div className={classes.older}>
          <Loader size="xs" aria-label={t('conversation.loadingOlder')} />
        </div>
      )}
      <section
        ref={scroller}
        className={classes.scroller}
        tabIndex={0}
        aria-label={t('conversation.messages')}
      >
        <div className={classes.space} />
        <Virtualizer
          ref={list}
          scrollRef={scroller}
          data={rows}
          shift={shift}
          bufferSize={isPainted ? BUFFER_PX : 0}
          keepMounted={atOnce}
          onScroll={onScroll}
          onResize={onResize}
        >
          {(row, index) => (
            <MessageRow
              key={row.key}
              row={row}
              answer={row.kind === 'stored' ? (answers.get(row.message.id) ?? null) : null}
              begins={index === 0 && history === 'complete'}
              found={wanted !== undefined && row.kind === 'stored' && row.message.seq === wanted}
              readSeq={conversation.readSeq}
              visitor={name}
              find={find}
            />
          )}
        </Virtualizer>
      </section>
      <JumpToLatest
        shown={!atEnd || past !== null}
        unread={conversation.unreadCount}
        onClick={past?.leave ?? toEnd}
      />
      <Announcer conversationId={conversation.id} visitor={name} />
    </div>
  )
}

const NONE: readonly number[] = []

function lastOf(count: number, size: number): number[] {
  return Array.from({ length: Math.min(count, size) }, (_, at) => count - 1 - at)
}

/** True when this change of the rows put older ones in front: the place on the screen is then kept from the end. */
function usePrepended(rows: readonly Row[]): boolean {
  const [seen, setSeen] = useState({ rows, prepended: false })
  if (seen.rows === rows) return seen.prepended
  const first = seen.rows[0]?.key
  const prepended = first !== undefined && rows[0]?.key !== first
  setSeen({ rows, prepended })
  return prepended
}

/** Stays at the end while the agent is there, loads above on approach, and otherwise keeps still. */
function useFollow(
  { conversation: { id }, history }: ThreadState,
  rows: readonly Row[],
  scroller: React.RefObject<HTMLElement | null>,
  list: React.RefObject<VirtualizerHandle | null>,
  past: Past | null,
) {
  const client = useClient()
  const [atEnd, setAtEnd] = useState(!past)
  const follows = useRef(!past)
  const last = rows.length - 1
  const ownPending = rows.at(-1)?.kind === 'pending' ? rows.at(-1)?.key : undefined

  const toEnd = useCallback(() => {
    follows.current = true
    setAtEnd(true)
    list.current?.scrollToIndex(last, { align: 'end' })
  }, [list, last])

  const stay = useCallback(() => {
    follows.current = false
    setAtEnd(false)
  }, [])

  // Before the list looks where it is: otherwise it draws its beginning first, only to leave it.
  useLayoutEffect(() => {
    const { current } = scroller
    if (follows.current) current?.scrollTo({ top: current.scrollHeight, behavior: 'instant' })
  }, [scroller])
  // What the agent sends is always shown, wherever they were reading.
  useLayoutEffect(() => {
    if (ownPending !== undefined) follows.current = true
  }, [ownPending])
  useLayoutEffect(() => {
    if (follows.current) toEnd()
  }, [toEnd])

  const isSettling = useSettling(scroller)
  const onScroll = () => {
    const handle = list.current
    if (!handle) return
    const left = handle.scrollSize - handle.viewportSize - handle.scrollOffset
    const near = handle.scrollOffset < AHEAD_PX && history === 'partial'
    if (past) {
      if (near) past.loadOlder()
      if (left < AHEAD_PX) past.loadNewer()
      return
    }
    if (left < NEAR_END_PX || !isSettling()) follows.current = left < NEAR_END_PX
    setAtEnd(follows.current)
    if (near) client.loadOlder(id).catch(() => undefined)
  }
  const onResize = () => {
    isSettling()
    if (follows.current) toEnd()
  }
  return { atEnd, onScroll, onResize, toEnd, stay }
}

/** Whether the place for the messages has just got another size: they move then although nobody moves them. */
function useSettling(scroller: React.RefObject<HTMLElement | null>): () => boolean {
  const seen = useRef<{ size: string; until: number } | null>(null)
  return useCallback(() => {
    const size = `${scroller.current?.clientWidth} ${scroller.current?.clientHeight}`
    const until =
      seen.current && seen.current.size !== size ? performance.now() + SETTLE_MS : seen.current?.until
    seen.current = { size, until: until ?? 0 }
    return performance.now() < seen.current.until
  }, [scroller])
}
