import type { PendingMessage } from '@biometrics/chat-client'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { Texts } from '../i18n/en.ts'
import { useChat, useClientState, useLanguage } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { Content } from './content.tsx'
import type { Place } from './group-messages.ts'
import styles from './message.module.css'
import { Clock, Day } from './message-row.tsx'

const NO_ANSWER = { chosen: undefined, answer: undefined }

/** A message without a ✓: on its way, waiting for the connection, or refused. */
export function PendingRow({ pending, place }: { pending: PendingMessage; place: Place }) {
  const { texts } = useLanguage()
  const { connection } = useClientState()
  const { status, draft, createdAt } = pending
  const failed = status.name === 'failed'
  const words = connection.status === 'online' ? texts.sending : texts.waiting
  return (
    <>
      {place.opensDay && <Day at={new Date(createdAt)} />}
      <li className={`${styles.own} ${place.first ? styles.first : ''} ${styles.last}`}>
        <div className={`${styles.body} ${failed ? styles.failed : styles.onItsWay}`}>
          <Content body={draft} answering={NO_ANSWER} />
          {failed ? (
            <Failure pending={pending} code={status.error.code} />
          ) : (
            place.last && (
              <p className={styles.meta}>
                <Clock at={new Date(createdAt)} />
                <span role="img" aria-label={words}>
                  <Icon name="clock" size={13} />
                </span>
              </p>
            )
          )}
        </div>
      </li>
    </>
  )
}

function Failure({ pending: { clientId }, code }: { pending: PendingMessage; code: string }) {
  const { tag, texts } = useLanguage()
  const { client } = useChat()
  return (
    <p className={styles.failure}>
      <Icon name="alert" size={14} />
      <span>{reasonOf(code, tag, texts)}</span>
      <button type="button" onClick={() => client.retry(clientId)}>
        {texts.retry}
      </button>
      <button type="button" onClick={() => client.discard(clientId)}>
        {texts.discard}
      </button>
    </p>
  )
}

function reasonOf(code: string, tag: string, texts: Texts): string {
  if (code === 'conversation_closed') return texts.chatEnded
  if (code === 'payload_too_large') return texts.tooLong(LIMITS.textLength.toLocaleString(tag))
  return texts.notSent
}
