import type { TypingPerson } from '@biometrics/chat-client'
import type { Visitor } from '@biometrics/chat-protocol'
import { useTranslation } from '../i18n/use-translation.ts'
import { visitorName } from '../inbox/visitor-name.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import classes from './typing-line.module.css'

/** Always as high as one line, so that typing moves nothing; what is shown of the words lies over the conversation. */
export function TypingLine({ typing, visitor }: { typing: readonly TypingPerson[]; visitor: Visitor }) {
  const { t } = useTranslation()
  const me = useMe()
  const team = useAgentState((state) => state.team)
  const names = typing
    .filter((person) => person.senderId !== me.id)
    .map((person) =>
      person.senderType === 'user'
        ? visitorName(visitor, t)
        : (team[person.senderId]?.name ?? t(person.senderType === 'bot' ? 'preview.bot' : 'preview.agent')),
    )
  const preview = typing.find((person) => person.senderType === 'user')?.preview
  return (
    <div className={classes.line}>
      {preview && (
        <p className={classes.unsent}>
          <span dir="auto">
            <b>{t('typing.unsent')}</b> {preview}
          </span>
        </p>
      )}
      {names.length > 0 && (
        <>
          <span className={classes.dots} aria-hidden="true">
            <i />
            <i />
            <i />
          </span>
          <span className={classes.text}>
            {t('typing.now', { names: names.join(', '), count: names.length })}
          </span>
        </>
      )}
    </div>
  )
}
