import type { ReportFigure, ReportOverview } from '@biometrics/chat-protocol'
import { Alert, Button, Skeleton } from '@mantine/core'
import { keepPreviousData, useQuery } from '@tanstack/react-query'
import { useMemo, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import { BehindDrawer, type BehindWhat } from './behind-drawer.tsx'
import { Breakdown } from './breakdown.tsx'
import { SpeedChart, VolumeChart } from './charts.tsx'
import classes from './figures.module.css'
import { FilterBar } from './filter-bar.tsx'
import { HeatMap } from './heat-map.tsx'
import { ReportFigureTiles } from './report-tiles.tsx'
import { queryOf, useFilter } from './range.ts'
import { useTexts } from './use-texts.ts'

/** What began in a range and what became of it; every figure opens the conversations behind it. */
export function ReportsPage() {
  const t = useTexts()
  const { t: words } = useTranslation()
  const [filter, setFilter] = useFilter()
  const [behind, setBehind] = useState<BehindWhat | null>(null)
  const query = useMemo(() => queryOf(filter), [filter])
  const report = useQuery({
    queryKey: ['figures', 'overview', query],
    queryFn: () => rest<ReportOverview>('GET', `/reports/overview?${new URLSearchParams(query)}`),
    placeholderData: keepPreviousData,
  })
  const open = (figure: ReportFigure, extra: Record<string, string> = {}) => setBehind({ figure, extra })
  const { data } = report
  return (
    <div className={classes.content}>
      <div className={classes.bar}>
        <FilterBar filter={filter} onChange={setFilter} />
      </div>
      <p className={classes.note}>{t('reports.text')}</p>
      {report.isError && (
        <Alert color="red" role="alert">
          <p>{explain(report.error, words)}</p>
          <Button size="compact-sm" variant="default" onClick={() => void report.refetch()}>
            {words('common.tryAgain')}
          </Button>
        </Alert>
      )}
      {!data && !report.isError && (
        <div className={classes.figures} role="status" aria-label={words('common.loading')}>
          {['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((key) => (
            <Skeleton key={key} height={112} radius="lg" />
          ))}
        </div>
      )}
      {data && (
        <>
          <ReportFigureTiles overview={data} onOpen={open} />
          {data.figures.started.now === 0 ? (
            <p className={classes.quiet}>{t('reports.empty')}</p>
          ) : (
            <>
              <div className={classes.charts}>
                <VolumeChart overview={data} />
                <SpeedChart overview={data} />
              </div>
              <HeatMap
                week={data.week}
                onOpen={(weekday, hour) => open('started', { weekday: `${weekday}`, hour: `${hour}` })}
              />
              <Breakdown query={query} />
            </>
          )}
        </>
      )}
      <BehindDrawer query={query} what={behind} onClose={() => setBehind(null)} />
    </div>
  )
}
