import type { Conversation } from '@biometrics/chat-protocol'
import { IconClockHour4 } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useTranslation } from '../i18n/use-translation.ts'
import { stopwatch, useSeconds } from '../i18n/times.ts'
import { groupsQuery } from '../session/queries.ts'
import classes from './waiting.module.css'

/** A wait that goes on before one's eyes, without asking the server. */
export function Waiting({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const now = useSeconds()
  const since = Date.parse(conversation.queuedAt ?? conversation.createdAt)
  return (
    <>
      <IconClockHour4 size={14} stroke={1.8} aria-hidden />
      <span className={classes.time}>{t('inbox.waiting', { time: stopwatch(now - since) })}</span>
    </>
  )
}

/** Whose queue it is, and the place in it. */
export function QueuePlace({ conversation: { groupId, queue } }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const { data = [] } = useQuery(groupsQuery)
  const group = data.length > 1 ? data.find(({ id }) => id === groupId)?.name : undefined
  const place = queue && t('queue.place', { n: queue.position })
  const words = [group, place].filter(Boolean).join(' · ')
  return words === '' ? null : <span className={classes.place}>{words}</span>
}
