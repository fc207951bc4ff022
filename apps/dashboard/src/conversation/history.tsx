import type { Assignment, AssignmentReason, Conversation } from '@biometrics/chat-protocol'
import {
  IconAlarmSnooze,
  IconArrowBackUp,
  IconArrowsExchange,
  IconBell,
  IconCircleCheck,
  IconClockPause,
  IconDoorExit,
  IconHandGrab,
  IconMessagePlus,
  IconPlayerPause,
  IconPlayerPlay,
  IconPlugConnectedX,
  IconRotate,
  IconRoute,
  IconUserCheck,
  IconUserOff,
} from '@tabler/icons-react'
import { useQuery, useQueryClient } from '@tanstack/react-query'
import { useEffect, useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { dayAndTime, fullTime } from '../i18n/times.ts'
import { useClient } from '../session/use-client.ts'
import classes from './history.module.css'
import { historyWords } from './history-words.ts'

const ICONS = {
  started: IconMessagePlus,
  routed: IconRoute,
  taken: IconHandGrab,
  assigned: IconUserCheck,
  transferred: IconArrowsExchange,
  released: IconArrowBackUp,
  agent_offline: IconPlugConnectedX,
  offer_timeout: IconClockPause,
  overflow: IconRoute,
  reopened: IconRotate,
  snoozed: IconAlarmSnooze,
  woken: IconBell,
  closed: IconCircleCheck,
  abandoned: IconDoorExit,
  agent_removed: IconUserOff,
  parked: IconPlayerPause,
  resumed: IconPlayerPlay,
} as const satisfies Record<AssignmentReason, unknown>

const LINES_AT_FIRST = 8

const keyOf = (conversationId: string) => ['assignments', conversationId]

/** From whom to whom it went, why and when; the newest first. */
export function History({ conversation: { id } }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const client = useClient()
  const query = useQuery({ queryKey: keyOf(id), queryFn: () => client.assignments(id) })
  useFollow(id)
  const [shown, setShown] = useState(LINES_AT_FIRST)
  const lines = query.data?.toReversed() ?? []
  if (query.isPending) return <p className={classes.none}>{t('common.loading')}</p>
  if (query.isError && lines.length === 0) {
    return (
      <p className={classes.none} role="alert">
        {t('history.failed')}{' '}
        <button type="button" className={classes.more} onClick={() => void query.refetch()}>
          {t('common.tryAgain')}
        </button>
      </p>
    )
  }
  return (
    <>
      <ol className={classes.lines}>
        {lines.slice(0, shown).map((line) => (
          <Line key={line.id} line={line} />
        ))}
      </ol>
      {lines.length > shown && (
        <button type="button" className={classes.more} onClick={() => setShown(lines.length)}>
          {t('history.more')}
        </button>
      )}
    </>
  )
}

function Line({ line }: { line: Assignment }) {
  const { t } = useTranslation()
  const Icon = ICONS[line.reason] ?? IconRoute
  const at = Date.parse(line.at)
  return (
    <li className={classes.line}>
      <Icon size={15} stroke={1.7} aria-hidden className={classes.icon} />
      <span>
        {historyWords(line, t)}{' '}
        <time className={classes.time} dateTime={line.at} title={fullTime(at)}>
          {dayAndTime(at)}
        </time>
      </span>
    </li>
  )
}

/** Live while it is on the screen. */
function useFollow(conversationId: string): void {
  const client = useClient()
  const queryClient = useQueryClient()
  useEffect(
    () =>
      client.onAssignment((told) => {
        if (told.conversationId !== conversationId) return
        void queryClient.invalidateQueries({ queryKey: keyOf(conversationId) })
      }),
    [client, queryClient, conversationId],
  )
}
