import type { PendingMessage } from '@biometrics/chat-client'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { fill, type Texts } from '../i18n/texts.ts'
import { useChat, useAllTexts, useLanguage } from '../shell/context.tsx'
import { Icon } from '../shell/icons.tsx'
import { ALERT } from '../shell/more-icons.ts'
import styles from './failure.module.css'

/** Why a message was refused, and what can be done with it. */
export default function Failure({ pending: { clientId }, code }: { pending: PendingMessage; code: string }) {
  const { tag } = useLanguage()
  const texts = useAllTexts()
  const { client } = useChat()
  return (
    <p className={styles.failure}>
      <Icon path={ALERT} size={14} />
      <span>{reasonOf(code, tag, texts)}</span>
      <button type="button" onClick={() => client.retry(clientId)}>
        {texts.again}
      </button>
      <button type="button" onClick={() => client.discard(clientId)}>
        {texts.discard}
      </button>
    </p>
  )
}

function reasonOf(code: string, tag: string, texts: Texts): string {
  if (code === 'conversation_closed') return texts.chatEnded
  if (code === 'payload_too_large')
    return fill(texts.tooLong, { limit: LIMITS.textLength.toLocaleString(tag) })
  return texts.notSent
}
