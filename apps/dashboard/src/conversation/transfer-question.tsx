import { Button } from '@mantine/core'
import { useTranslation } from '../i18n/use-translation.ts'
import { useAgentState } from '../session/use-client.ts'
import dialogs from './dialogs.module.css'
import type { TransferTarget } from './transfer-targets.ts'
import classes from './transfer-question.module.css'

/** The agent is full or not there: really? */
export function TransferQuestion(props: {
  target: Pick<TransferTarget, 'id' | 'name'>
  busy: boolean
  back: string
  onBack: () => void
  onSend: () => void
}) {
  const { target, busy, back, onBack, onSend } = props
  const { t } = useTranslation()
  const live = useAgentState((state) => state.team[target.id])
  const { name } = target
  const status = live?.status ?? 'offline'
  return (
    <div>
      <p className={classes.question} role="alert">
        {status === 'online'
          ? t('transfer.full', { name, active: live?.activeChats, max: live?.maxChats })
          : t(`transfer.${status}`, { name })}
      </p>
      <p className={classes.consequence}>{t('transfer.consequence', { name })}</p>
      <div className={dialogs.foot}>
        <Button variant="default" onClick={onBack} disabled={busy}>
          {back}
        </Button>
        <Button onClick={onSend} loading={busy} autoFocus>
          {t('transfer.anyway')}
        </Button>
      </div>
    </div>
  )
}
