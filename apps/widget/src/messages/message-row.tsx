import type { Conversation, Message } from '@biometrics/chat-protocol'
import { clockTime, dayName } from '../i18n/times.ts'
import { useLanguage, useTexts } from '../shell/context.tsx'
import { CHECK, CHECKS, Icon } from '../shell/icons.tsx'
import { lazy } from '../shell/lazy.tsx'
import { Avatar } from '../shell/top-bar.tsx'
import { type Answering, Content } from './content.tsx'
import type { Place } from './group-messages.ts'
import styles from './message.module.css'

const Quote = lazy(
  () => import('./quote.tsx'),
  () => null,
)

interface MessageRowProps extends Answering {
  message: Message
  place: Place
  /** Everything from here on is new to the visitor. */
  opensUnread: boolean
  /** Who speaks when the message names nobody. */
  appName: string
  /** Who has what was sent on their desk, and is shown by a picture. */
  agent: Pick<Conversation, 'agentId' | 'agentPicture'>
}

export function MessageRow(props: MessageRowProps) {
  const { message, place, opensUnread, appName, agent, ...answering } = props
  const texts = useTexts()
  const own = message.senderType === 'user'
  const at = new Date(message.timestamp)
  const isSystem = message.type === 'system'
  const name = message.senderName ?? (message.senderType === 'bot' ? texts.assistant : appName)
  const shape = own ? styles.own : styles.other
  return (
    <>
      {place.opensDay && <Day at={at} />}
      {opensUnread && (
        <li className={styles.unread} data-unread>
          <span>{texts.newMessages}</span>
        </li>
      )}
      {isSystem ? (
        <li className={styles.systemRow}>
          <Content body={message} answering={answering} />
        </li>
      ) : (
        <li className={`${shape} ${place.first ? styles.first : ''} ${place.last ? styles.last : ''}`}>
          {!own && (
            <span className={styles.face}>
              {place.last && (
                <Avatar
                  name={name}
                  picture={message.senderId === agent.agentId ? agent.agentPicture : null}
                  small
                />
              )}
            </span>
          )}
          <div className={styles.body}>
            {place.first && !own && (
              <p className={styles.sender} dir="auto">
                {name}
              </p>
            )}
            {message.replyTo && !own && <Quote {...message} />}
            <Content body={message} answering={answering} />
            {place.last && (
              <p className={styles.meta}>
                <Clock at={at} />
                {own && <Mark read={message.read} delivered={agent.agentId !== null} />}
              </p>
            )}
          </div>
        </li>
      )}
    </>
  )
}

export function Clock({ at }: { at: Date }) {
  const language = useLanguage()
  return <time dateTime={at.toISOString()}>{clockTime(at, language)}</time>
}

function Mark({ read, delivered }: { read: boolean; delivered: boolean }) {
  const texts = useTexts()
  const words = read ? texts.read : delivered ? texts.delivered : texts.sent
  return (
    <span className={read ? styles.read : ''} role="img" aria-label={words}>
      <Icon path={read || delivered ? CHECKS : CHECK} size={15} />
    </span>
  )
}

export function Day({ at }: { at: Date }) {
  const language = useLanguage()
  return (
    <li className={styles.day}>
      <time dateTime={at.toISOString().slice(0, 10)}>{dayName(at, new Date(), language)}</time>
    </li>
  )
}
