import type { LiveMetrics } from '@biometrics/chat-protocol'
import { Alert, Button, Skeleton } from '@mantine/core'
import { IconMaximize, IconMinimize } from '@tabler/icons-react'
import { type ReactNode, useState } from 'react'
import { stopwatch, useSeconds } from '../i18n/times.ts'
import { AgentsNow } from './agents-now.tsx'
import classes from './figures.module.css'
import { GroupFilter } from './group-filter.tsx'
import { number, time } from './numbers.ts'
import { QueueNow } from './queue-now.tsx'
import { Sparkline } from './sparkline.tsx'
import { TargetsButton } from './targets-dialog.tsx'
import { TodayTiles } from './today-tiles.tsx'
import { useLive } from './use-live.ts'
import { useTexts } from './use-texts.ts'
import { useWall } from './use-wall.ts'

/** How it stands now, and today against what is wanted; for a desk, and for a screen on the wall. */
export function LivePage() {
  const t = useTexts()
  const [groupId, setGroupId] = useState<string | null>(null)
  const { live, status } = useLive(groupId)
  const wall = useWall()
  return (
    <div className={classes.live} data-wall={wall.isOn || undefined} ref={wall.ref}>
      <div className={classes.bar}>
        <GroupFilter value={groupId} onChange={setGroupId} />
        <span className={classes.grow} />
        <TargetsButton groupId={groupId} />
        <Button
          variant="default"
          leftSection={wall.isOn ? <IconMinimize size={16} /> : <IconMaximize size={16} />}
          onClick={wall.toggle}
        >
          {wall.isOn ? t('leaveWall') : t('wall')}
        </Button>
      </div>
      {status === 'lost' && (
        <Alert color="yellow" role="status">
          {t('lost')}
        </Alert>
      )}
      {status === 'refused' && (
        <Alert color="red" role="alert">
          {t('refused')}
        </Alert>
      )}
      {live ? <Cards live={live} /> : status !== 'refused' && <CardBones />}
      <TodayTiles groupId={groupId} live={live} />
      <div className={classes.columns}>
        <QueueNow groupId={groupId} live={live} />
        <AgentsNow groupId={groupId} />
      </div>
    </div>
  )
}

function Cards({ live }: { live: LiveMetrics }) {
  const t = useTexts()
  const { waitTime, lastHour } = live
  const spread = { median: time(waitTime.median, t), p90: time(waitTime.p90, t), n: number(waitTime.n) }
  return (
    <div className={classes.cards}>
      <Card label={t('live.activeChats')} value={number(live.activeChats)}>
        <span>{t('live.bot', { count: live.botChats })}</span>
        <span>{t('live.snoozed', { count: live.snoozedChats })}</span>
        <Sparkline
          label={t('live.startedChart')}
          values={lastHour.map(({ from, started }) => ({ at: from, value: started }))}
          show={number}
        />
      </Card>
      <Card label={t('live.agentsOnline')} value={number(live.agentsOnline)} warn={live.agentsOnline === 0}>
        <span>{t('live.free', { count: live.freeSlots })}</span>
        <span>{t('live.away', { count: live.agentsAway })}</span>
      </Card>
      <Card label={t('live.avgWaitTime')} value={time(live.avgWaitTime, t)}>
        <span>{waitTime.n === 0 ? t('live.noWaits') : t('live.spread', spread)}</span>
        {live.abandoned > 0 && <span>{t('live.abandoned', { count: live.abandoned })}</span>}
        <Sparkline
          label={t('live.waitChart')}
          values={lastHour.map(({ from, avgWaitTime }) => ({ at: from, value: avgWaitTime }))}
          show={(value) => time(value, t)}
        />
      </Card>
      <Card label={t('live.queueSize')} value={number(live.queueSize)} warn={live.longestWaitSince !== null}>
        <Longest since={live.longestWaitSince} />
        {live.messagesWaiting > 0 && <span>{t('live.messages', { count: live.messagesWaiting })}</span>}
      </Card>
    </div>
  )
}

function Card(props: { label: string; value: string; warn?: boolean; children: ReactNode }) {
  const { label, value, warn = false, children } = props
  return (
    <section className={classes.card} aria-label={label} data-warn={warn || undefined}>
      <h2 className={classes.cardLabel}>{label}</h2>
      <p className={classes.cardValue}>{value}</p>
      <div className={classes.cardText}>{children}</div>
    </section>
  )
}

function Longest({ since }: { since: string | null }) {
  const t = useTexts()
  const now = useSeconds()
  const words =
    since === null ? t('live.nobody') : t('live.longest', { time: stopwatch(now - Date.parse(since)) })
  return <span>{words}</span>
}

function CardBones() {
  const t = useTexts()
  return (
    <div className={classes.cards} role="status" aria-label={t('connecting')}>
      {['a', 'b', 'c', 'd'].map((key) => (
        <Skeleton key={key} height={148} radius="lg" />
      ))}
    </div>
  )
}
