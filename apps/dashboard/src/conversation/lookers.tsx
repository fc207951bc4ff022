import { useTranslation } from '../i18n/use-translation.ts'
import { Face } from '../shell/face.tsx'
import classes from './lookers.module.css'
import { useLookers } from './use-lookers.ts'

const SHOWN = 3

/** Colleagues who look at the same, so that two do not answer at once. */
export function Lookers({ conversationId }: { conversationId: string }) {
  const { t } = useTranslation()
  const lookers = useLookers(conversationId)
  if (lookers.length === 0) return null
  const names = lookers.map(({ name }) => name).join(', ')
  const words = t('conversation.lookers', { count: lookers.length, names })
  return (
    <span className={classes.lookers} role="status" title={words}>
      <span className={classes.hidden}>{words}</span>
      {lookers.slice(0, SHOWN).map(({ id, name }) => (
        <span key={id} className={classes.face} aria-hidden="true">
          <Face id={id} name={name} size={26} />
        </span>
      ))}
      {lookers.length > SHOWN && (
        <span className={classes.more} aria-hidden="true">
          {`+${lookers.length - SHOWN}`}
        </span>
      )}
    </span>
  )
}
