import type { Message, QuickReplyContent } from '@biometrics/chat-protocol'
import { IconCheck } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './messages.module.css'
import { TextMessage } from './text-message.tsx'

export function QuickReplyMessage(props: { content: QuickReplyContent; answer: Message | null }) {
  const { content, answer } = props
  const { t } = useTranslation()
  return (
    <div className={classes.quickReply}>
      {content.text && <TextMessage text={content.text} />}
      <ul className={classes.options} aria-label={t('message.options')}>
        {content.options.map((option, index) => {
          const chosen = isAnswer(answer, option)
          return (
            <li key={`${index}-${option.value}`} className={classes.option} data-chosen={chosen || undefined}>
              {option.imageUrl && <img src={option.imageUrl} alt="" referrerPolicy="no-referrer" />}
              {chosen && <IconCheck size={15} stroke={2.4} aria-label={t('message.chosen')} role="img" />}
              {option.title}
            </li>
          )
        })}
      </ul>
    </div>
  )
}

/** The answer is a text with the option's `value`; a client without values sends the title. */
export function isAnswer(answer: Message | null, option: { title: string; value: string }): boolean {
  if (answer?.type !== 'text') return false
  const { text, value } = answer.content
  return value === undefined ? text === option.title : value === option.value
}
