import type { BreakdownBy, Distribution, ReportRow, Share } from '@biometrics/chat-protocol'
import { Button, NativeSelect } from '@mantine/core'
import { IconDownload } from '@tabler/icons-react'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { languageName } from '../i18n/language-names.ts'
import { rest } from '../session/rest.ts'
import classes from './figures.module.css'
import { countryName, number, percent, time } from './numbers.ts'
import { type Texts, useTexts } from './use-texts.ts'

const BY = [
  'group',
  'agent',
  'tag',
  'app',
  'language',
  'country',
  'closedBy',
] as const satisfies readonly BreakdownBy[]

/** The same figures for each group, agent, tag, app, language or country, as a table and as a file. */
export function Breakdown({ query }: { query: Record<string, string> }) {
  const t = useTexts()
  const [by, setBy] = useState<BreakdownBy>('group')
  const asked = new URLSearchParams({ ...query, by })
  const { data } = useQuery({
    queryKey: ['figures', 'breakdown', by, query],
    queryFn: () => rest<{ items: ReportRow[] }>('GET', `/reports/breakdown?${asked}`),
    placeholderData: keepPreviousData,
  })
  return (
    <section className={classes.panel} aria-labelledby="figures-breakdown">
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle} id="figures-breakdown">
          {t('reports.by', { by: t(`by.${by}`) })}
        </h2>
        <span className={classes.grow} />
        <NativeSelect
          aria-label={t('reports.byLabel')}
          value={by}
          onChange={(event) => setBy(event.currentTarget.value as BreakdownBy)}
          data={BY.map((value) => ({ value, label: t(`by.${value}`) }))}
        />
        <Button
          variant="default"
          component="a"
          href={`/api/v1/reports/breakdown.csv?${asked}`}
          leftSection={<IconDownload size={16} />}
        >
          {t('reports.export')}
        </Button>
      </div>
      <div className={classes.scroll} tabIndex={0} role="group" aria-labelledby="figures-breakdown">
        <table className={classes.table}>
          <thead>
            <tr>
              <th scope="col">{t(`by.${by}`)}</th>
              <th scope="col">{t('figure.started')}</th>
              <th scope="col">{t('figure.resolutionRate')}</th>
              <th scope="col">{t('figure.csat')}</th>
              <th scope="col">{t('figure.abandoned')}</th>
              <th scope="col">{t('figure.waitTime')}</th>
              <th scope="col">{t('figure.firstResponse')}</th>
              <th scope="col">{t('figure.chatDuration')}</th>
            </tr>
          </thead>
          <tbody>
            {data?.items.map((row) => (
              <tr key={row.key ?? ''}>
                <th scope="row">{nameOf(by, row, t)}</th>
                <td>{number(row.started)}</td>
                <ShareCell share={row.resolutionRate} />
                <ShareCell share={row.csat} />
                <ShareCell share={row.abandoned} />
                <TimeCell of={row.waitTime} />
                <TimeCell of={row.firstResponse} />
                <TimeCell of={row.chatDuration} />
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}

function nameOf(by: BreakdownBy, { key, label }: ReportRow, t: Texts): string {
  if (key === null) return t('reports.none')
  if (by === 'language') return languageName(key)
  if (by === 'country') return countryName(key)
  return label ?? t('reports.gone')
}

function ShareCell({ share: { value, n, of } }: { share: Share }) {
  const t = useTexts()
  return (
    <td>
      {percent(value)}
      <span className={classes.small}>{t('part.of', { n: number(n), of: number(of) })}</span>
    </td>
  )
}

function TimeCell({ of: { mean, median, p90, n } }: { of: Distribution }) {
  const t = useTexts()
  return (
    <td>
      {time(mean, t)}
      <span className={classes.small}>
        {t('live.spread', { median: time(median, t), p90: time(p90, t), n: number(n) })}
      </span>
    </td>
  )
}
