import type { PendingMessage } from '@biometrics/chat-client'
import { useClientState, useTexts } from '../shell/context.tsx'
import { CLOCK, Icon } from '../shell/icons.tsx'
import { lazy } from '../shell/lazy.tsx'
import { Content } from './content.tsx'
import type { Place } from './group-messages.ts'
import styles from './message.module.css'
import { Clock, Day } from './message-row.tsx'

const Failure = lazy(() => import('./failure.tsx'))

const NO_ANSWER = { chosen: undefined, answer: undefined }

/** A message without a ✓: on its way, waiting for the connection, or refused. */
export function PendingRow({ pending, place }: { pending: PendingMessage; place: Place }) {
  const texts = useTexts()
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
                  <Icon path={CLOCK} size={13} />
                </span>
              </p>
            )
          )}
        </div>
      </li>
    </>
  )
}
