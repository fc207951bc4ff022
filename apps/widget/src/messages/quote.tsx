import type { Message } from '@biometrics/chat-protocol'
import { summaryOf } from '../home/summary.ts'
import { useClientState, useTexts } from '../shell/context.tsx'
import styles from './quote.module.css'

/** What a message answers, in two lines; nothing while that is not loaded. */
export default function Quote({ conversationId, replyTo }: Message) {
  const texts = useTexts()
  const { threads } = useClientState()
  const quoted = threads[conversationId]?.messages.find(({ id }) => id === replyTo)
  if (!quoted) return null
  return (
    <blockquote className={styles.quote} dir="auto">
      {quoted.senderType !== 'user' && quoted.senderName && <cite>{quoted.senderName}</cite>}
      {summaryOf(quoted, texts)}
    </blockquote>
  )
}
