import type { Conversation } from '@biometrics/chat-protocol'
import { useTexts } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import styles from './queue-line.module.css'

const MINUTE_S = 60

export function QueueLine({ queue }: { queue: NonNullable<Conversation['queue']> }) {
  const texts = useTexts()
  const { position, estimatedWaitSeconds } = queue
  const place = position > 0 ? texts.queuePlace(position) : texts.queued
  return (
    <p className={styles.queue} role="status">
      <Icon name="clock" size={17} />
      <span>
        {place}
        {estimatedWaitSeconds !== null && ` · ${texts.queueWait(Math.ceil(estimatedWaitSeconds / MINUTE_S))}`}
      </span>
    </p>
  )
}
