import type { Message } from '@biometrics/chat-protocol'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './assist.module.css'
import { useTranslationOf } from './translations.ts'

/** Below a message, what it says in the agent's language. */
export function Translated({ message }: { message: Message }) {
  const { t } = useTranslation()
  const text = useTranslationOf(message.conversationId, message.id)
  if (text === null) return null
  return (
    <div className={classes.translated} dir="auto">
      <span className={classes.label}>{t('assist.translated')}</span>
      {text}
    </div>
  )
}
