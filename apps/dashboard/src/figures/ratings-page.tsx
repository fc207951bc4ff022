import type { ReportConversation, ReportOverview } from '@biometrics/chat-protocol'
import { Checkbox, NativeSelect } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { rest } from '../session/rest.ts'
import { BehindList } from './behind-list.tsx'
import classes from './figures.module.css'
import { FilterBar } from './filter-bar.tsx'
import { number, percent } from './numbers.ts'
import { queryOf, useFilter } from './range.ts'
import { useTexts } from './use-texts.ts'

const SCORES = [5, 4, 3, 2, 1] as const

/** What visitors said of the conversations that began in a range, with each conversation a click away. */
export function RatingsPage() {
  const t = useTexts()
  const [filter, setFilter] = useFilter()
  const [score, setScore] = useState('')
  const [commented, setCommented] = useState(false)
  const query = useMemo(() => queryOf(filter), [filter])
  const { data } = useQuery({
    queryKey: ['figures', 'overview', query],
    queryFn: () => rest<ReportOverview>('GET', `/reports/overview?${new URLSearchParams(query)}`),
    placeholderData: keepPreviousData,
  })
  const asked = {
    ...query,
    figure: 'rated',
    ...(score && { score }),
    ...(commented && { commented: 'true' }),
  }
  return (
    <div className={classes.content}>
      <div className={classes.bar}>
        <FilterBar filter={filter} onChange={setFilter} />
        <NativeSelect
          className={classes.filter}
          aria-label={t('ratings.score')}
          value={score}
          onChange={(event) => setScore(event.currentTarget.value)}
          data={[
            { value: '', label: t('ratings.all') },
            ...SCORES.map((count) => ({ value: `${count}`, label: t('ratings.stars', { count }) })),
          ]}
        />
        <Checkbox
          mb={8}
          label={t('ratings.commented')}
          checked={commented}
          onChange={(event) => setCommented(event.currentTarget.checked)}
        />
      </div>
      <p className={classes.note}>{t('ratings.text')}</p>
      {data && <Summary overview={data} />}
      <section className={classes.panel}>
        <BehindList query={asked} empty={t('ratings.empty')} renderFacts={(one) => <Rating one={one} />} />
      </section>
    </div>
  )
}

function Summary({ overview: { figures, scores } }: { overview: ReportOverview }) {
  const t = useTexts()
  const { csat, rated } = figures
  const most = Math.max(1, ...scores)
  return (
    <section className={classes.panel} aria-labelledby="figures-csat">
      <h2 className={classes.cardLabel} id="figures-csat">
        {t('figure.csat')}
      </h2>
      <p className={classes.cardValue}>{percent(csat.now.value)}</p>
      <p className={classes.cardText}>
        <span>{t('ratings.share', { n: number(csat.now.n), of: number(csat.now.of) })}</span>
        <span>{t('ratings.answered', { n: number(rated.now.n), of: number(rated.now.of) })}</span>
        <span>
          {csat.before.of === 0 ? t('nothingBefore') : t('before', { value: percent(csat.before.value) })}
        </span>
      </p>
      <ul className={classes.scores} aria-label={t('ratings.scores')}>
        {SCORES.map((count) => {
          const n = scores[count - 1] ?? 0
          return (
            <li key={count} className={classes.score}>
              <span>{t('ratings.stars', { count })}</span>
              <span className={classes.scoreBar} aria-hidden="true">
                <span style={{ width: `${(n / most) * 100}%` }} />
              </span>
              <span>{`${number(n)} · ${percent(csat.now.of === 0 ? null : n / csat.now.of)}`}</span>
            </li>
          )
        })}
      </ul>
    </section>
  )
}

function Rating({ one }: { one: ReportConversation }) {
  const t = useTexts()
  const count = one.rating ?? 0
  return (
    <>
      <span className={classes.facts}>
        <span className={classes.stars} role="img" aria-label={t('ratings.stars', { count })}>
          {'★'.repeat(count)}
          {'☆'.repeat(5 - count)}
        </span>
        {one.agent && <span>{one.agent}</span>}
        {one.group && <span>{one.group}</span>}
      </span>
      {one.comment ? (
        <span className={classes.comment}>{one.comment}</span>
      ) : (
        <span className={classes.small}>{t('ratings.noComment')}</span>
      )}
    </>
  )
}
