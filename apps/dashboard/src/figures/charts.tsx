import type { ReportOverview, ReportPeriod } from '@biometrics/chat-protocol'
import {
  Bar,
  BarChart,
  CartesianGrid,
  Line,
  LineChart,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { ChartPanel, type Series } from './chart-panel.tsx'
import classes from './figures.module.css'
import { dayName, hourName, number, time } from './numbers.ts'
import { useTexts } from './use-texts.ts'

export const MARGIN = { top: 8, right: 8, bottom: 0, left: 0 }
export const AXIS = {
  stroke: 'var(--line-strong)',
  tick: { fill: 'var(--ink-3)', fontSize: 12 },
  tickLine: false,
}
export const GRID = <CartesianGrid vertical={false} stroke="var(--line)" />

function useNames({ periods, from, to }: ReportOverview) {
  const isHourly = periods.length > 0 && Date.parse(to) - Date.parse(from) < 50 * 3_600_000
  // A day that is there twice by its hours has a name for each.
  const name = ({ date, from: at }: ReportPeriod) => (isHourly ? hourName(at) : dayName(date))
  const full = (period: ReportPeriod) =>
    isHourly ? `${dayName(period.date)} ${hourName(period.from)}` : dayName(period.date)
  return { isHourly, name, full }
}

/** How many began, and how many of them were given up. */
export function VolumeChart({ overview }: { overview: ReportOverview }) {
  const t = useTexts()
  const { isHourly, name, full } = useNames(overview)
  const series: Series[] = [
    { name: t('figure.started'), color: 'var(--chart-1)' },
    { name: t('figure.abandoned'), color: 'var(--chart-2)' },
  ]
  const data = overview.periods.map((period) => ({
    name: name(period),
    full: full(period),
    kept: period.started - period.abandoned,
    abandoned: period.abandoned,
    started: period.started,
    closed: period.closed,
    tip: [
      [t('figure.started'), number(period.started)],
      [t('figure.abandoned'), number(period.abandoned)],
    ],
  }))
  return (
    <ChartPanel
      title={isHourly ? t('reports.volumeByHour') : t('reports.volume')}
      series={series}
      head={[
        isHourly ? t('reports.hour') : t('reports.day'),
        t('figure.started'),
        t('figure.closed'),
        t('figure.abandoned'),
      ]}
      rows={data.map((row) => [row.full, number(row.started), number(row.closed), number(row.abandoned)])}
    >
      <ResponsiveContainer width="100%" height="100%">
        <BarChart accessibilityLayer={false} data={data} margin={MARGIN} barCategoryGap="18%">
          {GRID}
          <XAxis dataKey="name" {...AXIS} minTickGap={24} />
          <YAxis {...AXIS} axisLine={false} width={38} allowDecimals={false} />
          <Tooltip cursor={{ fill: 'var(--hover)' }} isAnimationActive={false} content={<Tip />} />
          <Bar dataKey="abandoned" stackId="all" fill="var(--chart-2)" isAnimationActive={false} />
          <Bar
            dataKey="kept"
            stackId="all"
            fill="var(--chart-1)"
            isAnimationActive={false}
            radius={[3, 3, 0, 0]}
          />
        </BarChart>
      </ResponsiveContainer>
    </ChartPanel>
  )
}

/** How long people waited, and for the first word, against what is wanted. */
export function SpeedChart({ overview }: { overview: ReportOverview }) {
  const t = useTexts()
  const { isHourly, name, full } = useNames(overview)
  const { waitTime, firstResponse } = overview.targets
  const series: Series[] = [
    { name: t('figure.waitTime'), color: 'var(--chart-1)' },
    { name: t('figure.firstResponse'), color: 'var(--chart-2)', isDashed: true },
  ]
  const withN = (seconds: number | null, n: number) => `${time(seconds, t)} (${t('part.n')} ${number(n)})`
  const data = overview.periods.map((period) => ({
    name: name(period),
    full: full(period),
    wait: period.avgWaitTime,
    response: period.avgFirstResponse,
    tip: [
      [t('figure.waitTime'), withN(period.avgWaitTime, period.waits)],
      [t('figure.firstResponse'), withN(period.avgFirstResponse, period.responses)],
    ],
  }))
  return (
    <ChartPanel
      title={isHourly ? t('reports.speedByHour') : t('reports.speed')}
      series={series}
      head={[
        isHourly ? t('reports.hour') : t('reports.day'),
        t('figure.waitTime'),
        t('figure.firstResponse'),
      ]}
      rows={data.map(({ full, tip }) => [full, ...tip.map(([, value]) => value ?? '')])}
    >
      <ResponsiveContainer width="100%" height="100%">
        <LineChart accessibilityLayer={false} data={data} margin={MARGIN}>
          {GRID}
          <XAxis dataKey="name" {...AXIS} minTickGap={24} />
          <YAxis
            {...AXIS}
            axisLine={false}
            width={48}
            tickFormatter={(seconds: number) => time(seconds, t)}
          />
          {waitTime !== null && (
            <ReferenceLine y={waitTime} stroke="var(--chart-1)" strokeDasharray="2 4" strokeOpacity={0.7} />
          )}
          {firstResponse !== null && (
            <ReferenceLine
              y={firstResponse}
              stroke="var(--chart-2)"
              strokeDasharray="2 4"
              strokeOpacity={0.7}
            />
          )}
          <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={<Tip />} />
          <Line
            dataKey="wait"
            stroke="var(--chart-1)"
            strokeWidth={2}
            dot={data.length < 40 && { r: 3, fill: 'var(--surface)', stroke: 'var(--chart-1)' }}
            isAnimationActive={false}
          />
          <Line
            dataKey="response"
            stroke="var(--chart-2)"
            strokeWidth={2}
            strokeDasharray="6 3"
            dot={data.length < 40 && { r: 3, fill: 'var(--chart-2)', stroke: 'var(--chart-2)' }}
            isAnimationActive={false}
          />
        </LineChart>
      </ResponsiveContainer>
    </ChartPanel>
  )
}

interface Told {
  full: string
  tip: readonly (readonly string[])[]
}

/** recharts gives it what is pointed at. */
export function Tip(props: { active?: boolean; payload?: readonly { payload?: Told }[] }) {
  const told = props.payload?.[0]?.payload
  if (props.active !== true || !told) return null
  return (
    <div className={classes.tips}>
      <b>{told.full}</b>
      {told.tip.map(([name, value]) => (
        <span key={name} className={classes.tipRow}>
          {name} <b>{value}</b>
        </span>
      ))}
    </div>
  )
}
