import type { Thread } from '@biometrics/chat-client'
import { useCallback, useMemo } from 'react'
import { SkeletonMessages } from '../shell/skeleton.tsx'
import { useChat, useClientState, useTexts } from '../shell/context.tsx'
import { DOWN, Icon } from '../shell/icons.tsx'
import { lazy } from '../shell/lazy.tsx'
import { answersOf } from './answers.ts'
import { neighbourOf, pendingNeighbour, placeBetween } from './group-messages.ts'
import styles from './message-list.module.css'
import { MessagePage, pageNumber, pagesOf } from './message-page.tsx'
import { PendingRow } from './pending-row.tsx'
import { useReading, useUnreadLine } from './use-reading.ts'
import { useScroll } from './use-scroll.ts'

const Typing = lazy(
  () => import('./typing.tsx'),
  () => null,
)

/** The messages of one conversation, newest below. */
export function MessageList({ thread }: { thread: Thread }) {
  const texts = useTexts()
  const { client } = useChat()
  const { session } = useClientState()
  const { conversation, messages, pending, history, typing } = thread
  const appName = session?.config.name ?? texts.someone
  const unreadFrom = useUnreadLine(thread)
  const scroll = useScroll(thread, unreadFrom)
  useReading(thread, scroll.atEnd)
  const answers = useMemo(() => answersOf({ messages, pending }), [messages, pending])
  const pages = useMemo(() => pagesOf(messages), [messages])
  const answer = useCallback(
    (replyTo: string, text: string, value: string) =>
      void client.send(conversation.id, { type: 'text', content: { text, value }, replyTo }),
    [client, conversation.id],
  )
  const tail = [messages.at(-1)].map((message) => message && neighbourOf(message))
  const waiting = [...tail, ...pending.map(pendingNeighbour)]
  const empty = messages.length === 0

  return (
    <div className={styles.frame}>
      <div
        ref={scroll.box}
        className={styles.scroller}
        role="log"
        aria-label={texts.messages}
        aria-busy={history === 'loading' || history === 'unloaded'}
        tabIndex={0}
      >
        <div ref={scroll.content} className={styles.content}>
          {empty && history !== 'complete' && pending.length === 0 && <SkeletonMessages />}
          {!empty && history === 'loading' && (
            <p className={styles.older} role="img" aria-label={texts.olderLoading}>
              <span />
            </p>
          )}
          {pages.map((page, at) => (
            <MessagePage
              key={pageNumber(page[0]?.seq ?? 0)}
              messages={page}
              before={pages[at - 1]?.at(-1)}
              after={pages[at + 1]?.[0]}
              answers={answers}
              unreadFrom={unreadFrom}
              appName={appName}
              agent={conversation}
              answer={conversation.status === 'closed' ? undefined : answer}
            />
          ))}
          <ol>
            {pending.map((message, at) => (
              <PendingRow
                key={message.clientId}
                pending={message}
                place={placeBetween(waiting[at], pendingNeighbour(message), waiting[at + 2])}
              />
            ))}
          </ol>
          {typing[0] && (
            <Typing
              people={typing}
              name={conversation.agentName ?? appName}
              picture={conversation.agentPicture}
            />
          )}
        </div>
      </div>
      {!scroll.atEnd && (
        <button type="button" className={styles.jump} aria-label={texts.jumpToLatest} onClick={scroll.toEnd}>
          <Icon path={DOWN} />
          {conversation.unreadCount > 0 && <span className={styles.count}>{conversation.unreadCount}</span>}
        </button>
      )}
    </div>
  )
}
