import { UnstyledButton } from '@mantine/core'
import { IconAlertCircle, IconCheck, IconChecks, IconClock } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { clockTime } from '../i18n/times.ts'
import { explainError } from '../session/explain.ts'
import { useClient } from '../session/use-client.ts'
import classes from './delivery.module.css'
import type { Row } from './rows.ts'

/** Below the last message of a group: when it was said and how far it has come. */
export function Delivery({ row, readSeq, note }: { row: Row; readSeq: number; note: boolean }) {
  const { t } = useTranslation()
  if (row.kind === 'stored') {
    const ours = row.message.senderType !== 'user' && !note
    const read = row.message.read || row.message.seq <= readSeq
    return (
      <span className={classes.line}>
        <time dateTime={row.message.timestamp}>{clockTime(row.time)}</time>
        {ours && !read && <IconCheck size={15} stroke={2} role="img" aria-label={t('delivery.sent')} />}
        {ours && read && (
          <IconChecks
            size={15}
            stroke={2}
            className={classes.read}
            role="img"
            aria-label={t('delivery.read')}
          />
        )}
      </span>
    )
  }
  if (row.pending.status.name === 'failed') return <Failed row={row} reason={row.pending.status.error} />
  return (
    <span className={classes.line}>
      <IconClock size={14} stroke={1.8} aria-hidden />
      {t(`delivery.${row.pending.status.name}`)}
    </span>
  )
}

type PendingRow = Extract<Row, { kind: 'pending' }>
type Reason = Extract<PendingRow['pending']['status'], { name: 'failed' }>['error']

function Failed({ row, reason }: { row: PendingRow; reason: Reason }) {
  const { t } = useTranslation()
  const client = useClient()
  const { clientId } = row.pending
  return (
    <span className={classes.line} data-failed role="alert">
      <IconAlertCircle size={15} stroke={2} aria-hidden />
      <span>{t('delivery.failed', { reason: explainError(reason, t) })}</span>
      <UnstyledButton className={classes.action} onClick={() => client.retry(clientId)}>
        {t('common.tryAgain')}
      </UnstyledButton>
      <UnstyledButton className={classes.action} onClick={() => client.discard(clientId)}>
        {t('common.discard')}
      </UnstyledButton>
    </span>
  )
}
