import type { Message } from '@biometrics/chat-protocol'
import { clockTime, dayName } from '../i18n/times.ts'
import { useLanguage, useTexts } from '../shell/context.tsx'
import { CHECK, CHECKS, Icon } from '../shell/icons.tsx'
import { Avatar } from '../shell/top-bar.tsx'
import { type Answering, Content } from './content.tsx'
import type { Place } from './group-messages.ts'
import styles from './message.module.css'

interface MessageRowProps extends Answering {
  message: Message
  place: Place
  /** Everything from here on is new to the visitor. */
  opensUnread: boolean
  /** Who speaks when the message names nobody. */
  appName: string
}

export function MessageRow({ message, place, opensUnread, appName, ...answering }: MessageRowProps) {
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
          {!own && <span className={styles.face}>{place.last && <Avatar name={name} small />}</span>}
          <div className={styles.body}>
            {place.first && !own && (
              <p className={styles.sender} dir="auto">
                {name}
              </p>
            )}
            <Content body={message} answering={answering} />
            {place.last && (
              <p className={styles.meta}>
                <Clock at={at} />
                {own && <Mark read={message.read} />}
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

function Mark({ read }: { read: boolean }) {
  const texts = useTexts()
  return (
    <span className={read ? styles.read : ''} role="img" aria-label={read ? texts.read : texts.sent}>
      <Icon path={read ? CHECKS : CHECK} size={15} />
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
