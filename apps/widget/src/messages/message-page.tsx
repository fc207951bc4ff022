import type { Conversation, Message } from '@biometrics/chat-protocol'
import { memo, useEffect, useState } from 'react'
import type { Answers } from './answers.ts'
import { neighbourOf, placeBetween } from './group-messages.ts'
import { MessageRow } from './message-row.tsx'
import styles from './message-list.module.css'

const PAGE_LENGTH = 40

export interface MessagePageProps {
  messages: readonly Message[]
  before: Message | undefined
  after: Message | undefined
  /** What was chosen in this page only. */
  answers: Answers
  unreadFrom: number | undefined
  appName: string
  /** Who answers now: has what was sent, and is shown by a picture. */
  agent: Pick<Conversation, 'agentId' | 'agentPicture'>
  answer: ((replyTo: string, title: string, value: string) => void) | undefined
}

export const pageNumber = (seq: number) => Math.floor(seq / PAGE_LENGTH)

/** The messages cut at fixed positions, so that a new one changes the last page only. */
export function pagesOf(messages: readonly Message[]): Message[][] {
  const pages: Message[][] = []
  let number = -1
  for (const message of messages) {
    const own = pageNumber(message.seq)
    if (own === number) pages.at(-1)?.push(message)
    else pages.push([message])
    number = own
  }
  return pages
}

/** Some messages that are drawn together, and left out of the layout together while they are far from the screen. */
export const MessagePage = memo(function MessagePage(props: MessagePageProps) {
  const { messages, before, after, answers, unreadFrom, appName, agent, answer } = props
  const [measured, setMeasured] = useState(false)
  useEffect(() => {
    // Drawn once in full, the browser remembers the height, and scrolling meets no guesses.
    const frame = requestAnimationFrame(() => setMeasured(true))
    return () => cancelAnimationFrame(frame)
  }, [])
  const neighbours = [before, ...messages, after].map((message) => message && neighbourOf(message))
  return (
    <ol className={measured ? styles.settled : styles.page}>
      {messages.map((message, at) => (
        <MessageRow
          key={message.id}
          message={message}
          place={placeBetween(neighbours[at], neighbourOf(message), neighbours[at + 2])}
          opensUnread={message.seq === unreadFrom}
          appName={appName}
          agent={agent}
          chosen={answers[message.id]}
          answer={answer && ((title, value) => answer(message.id, title, value))}
        />
      ))}
    </ol>
  )
}, sameProps)

function sameProps(one: MessagePageProps, next: MessagePageProps): boolean {
  return (
    one.before?.id === next.before?.id &&
    one.after?.id === next.after?.id &&
    one.appName === next.appName &&
    one.agent.agentId === next.agent.agentId &&
    one.agent.agentPicture === next.agent.agentPicture &&
    one.unreadFrom === next.unreadFrom &&
    one.answer === next.answer &&
    one.messages.length === next.messages.length &&
    one.messages.every((message, at) => message === next.messages[at]) &&
    one.messages.every(({ id }) => one.answers[id] === next.answers[id])
  )
}
