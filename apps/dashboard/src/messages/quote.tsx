import type { Message } from '@biometrics/chat-protocol'
import { useTranslation } from '../i18n/use-translation.ts'
import { previewText } from '../inbox/preview.ts'
import classes from './quote.module.css'

/** What is being answered, in a line. */
export function Quote({ message, name }: { message: Message; name: string }) {
  const { t } = useTranslation()
  return (
    <span className={classes.quote}>
      <span className={classes.name}>{name}</span>
      <span className={classes.text} dir="auto">
        {previewText(message, t)}
      </span>
    </span>
  )
}
