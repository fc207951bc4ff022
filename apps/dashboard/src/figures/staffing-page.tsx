import type { StaffingPlan } from '@biometrics/chat-protocol'
import { Alert, Button, NativeSelect, Skeleton } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import classes from './figures.module.css'
import { GroupFilter } from './group-filter.tsx'
import { number, ownZone, time } from './numbers.ts'
import { StaffingChart } from './staffing-chart.tsx'
import { type Texts, useTexts } from './use-texts.ts'

const WEEKS = [1, 2, 4, 8, 12]
const SLOTS = [1, 2, 3, 4, 5, 6, 8, 10]
const WAITS = [15, 30, 60, 120, 300]

/** How many agents each half hour of the week needs, beside those who were there. */
export function StaffingPage() {
  const t = useTexts()
  const { t: words } = useTranslation()
  const [groupId, setGroupId] = useState<string | null>(null)
  const [choice, setChoice] = useState({ weeks: '4', slots: '', waitTime: '' })
  const asked = new URLSearchParams({ timeZone: ownZone(), ...(groupId && { groupId }) })
  for (const [name, value] of Object.entries(choice)) if (value !== '') asked.set(name, value)
  const plan = useQuery({
    queryKey: ['figures', 'staffing', asked.toString()],
    queryFn: () => rest<StaffingPlan>('GET', `/reports/staffing?${asked}`),
    placeholderData: keepPreviousData,
  })
  const { data } = plan
  const select = (
    name: keyof typeof choice,
    values: readonly number[],
    label: (n: number) => string,
    none?: string,
  ) => (
    <NativeSelect
      className={classes.filter}
      label={t(`staffing.${name}`)}
      value={choice[name]}
      onChange={({ currentTarget: { value } }) => setChoice((before) => ({ ...before, [name]: value }))}
      data={[
        ...(none === undefined ? [] : [{ value: '', label: none }]),
        ...values.map((value) => ({ value: String(value), label: label(value) })),
      ]}
    />
  )
  return (
    <div className={classes.content}>
      <div className={classes.bar}>
        <GroupFilter value={groupId} onChange={setGroupId} />
        {select('weeks', WEEKS, (count) => t('staffing.weekCount', { count }))}
        {select('slots', SLOTS, number, t('staffing.asOffered'))}
        {select('waitTime', WAITS, (seconds) => time(seconds, t), t('staffing.asWanted'))}
        <span className={classes.grow} />
        <Button
          variant="default"
          component="a"
          href={`/api/v1/reports/staffing.csv?${asked}`}
          leftSection={<IconDownload size={16} />}
        >
          {t('reports.export')}
        </Button>
      </div>
      <p className={classes.note}>{t('staffing.text')}</p>
      {plan.isError && (
        <Alert color="red" role="alert">
          <p>{explain(plan.error, words)}</p>
          <Button size="compact-sm" variant="default" onClick={() => void plan.refetch()}>
            {words('common.tryAgain')}
          </Button>
        </Alert>
      )}
      {!data && !plan.isError && (
        <div role="status" aria-label={words('common.loading')}>
          <Skeleton height={380} radius="lg" />
        </div>
      )}
      {data && (
        <>
          <Grounds plan={data} />
          {data.tooLittle ? (
            <p className={classes.quiet}>{tooLittle(data.tooLittle, t)}</p>
          ) : (
            <StaffingChart plan={data} />
          )}
        </>
      )}
    </div>
  )
}

/** What the plan is made of. */
function Grounds({ plan }: { plan: StaffingPlan }) {
  const t = useTexts()
  const { handling, patience, waitTime, slots, halfHours } = plan
  const short = halfHours.filter(({ agents, present }) => agents === null || present < agents - 0.5).length
  const facts = [
    {
      name: t('staffing.wanted'),
      value: t('staffing.below', { time: time(waitTime, t) }),
      detail: t('staffing.places', { count: slots }),
    },
    {
      name: t('staffing.arrivals'),
      value: number(plan.conversations),
      detail: t('staffing.weekCount', { count: plan.weeks }),
    },
    {
      name: t('staffing.handling'),
      value: time(handling.mean, t),
      detail: `${t('part.n')} ${number(handling.n)}`,
    },
    {
      name: t('staffing.patience'),
      value: patience.mean === null ? t('staffing.unknown') : time(patience.mean, t),
      detail: t('staffing.gaveUp', { count: patience.n }),
    },
    ...(halfHours.length > 0
      ? [
          {
            name: t('staffing.short'),
            value: t('staffing.halfHours', { count: short }),
            detail: t('staffing.ofWeek'),
          },
        ]
      : []),
  ]
  return (
    <dl className={classes.grounds}>
      {facts.map(({ name, value, detail }) => (
        <div key={name} className={classes.figure}>
          <dt className={classes.cardLabel}>{name}</dt>
          <dd className={classes.fact}>
            <span className={classes.tileValue}>{value}</span>
            <span className={classes.cardText}>{detail}</span>
          </dd>
        </div>
      ))}
    </dl>
  )
}

function tooLittle(
  { days, daysNeeded, conversations, conversationsNeeded }: NonNullable<StaffingPlan['tooLittle']>,
  t: Texts,
): string {
  return t('staffing.tooLittle', {
    // More than enough of one is nobody's question.
    days: number(Math.min(days, daysNeeded)),
    daysNeeded: number(daysNeeded),
    conversations: number(Math.min(conversations, conversationsNeeded)),
    conversationsNeeded: number(conversationsNeeded),
  })
}
