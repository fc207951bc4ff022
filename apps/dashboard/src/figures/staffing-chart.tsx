import type { StaffingHalfHour, StaffingPlan } from '@biometrics/chat-protocol'
import {
  Area,
  ComposedChart,
  Line,
  ReferenceLine,
  ResponsiveContainer,
  Tooltip,
  XAxis,
  YAxis,
} from 'recharts'
import { ChartPanel, type Series } from './chart-panel.tsx'
import { AXIS, GRID, MARGIN, Tip } from './charts.tsx'
import classes from './figures.module.css'
import { number, time, weekdayName } from './numbers.ts'
import { useTexts } from './use-texts.ts'

const HALF_HOURS_A_DAY = 48
const NOON = HALF_HOURS_A_DAY / 2

/** The week, half hour by half hour: who is needed, and over that who was there. */
export function StaffingChart({ plan }: { plan: StaffingPlan }) {
  const t = useTexts()
  const series: Series[] = [
    { name: t('staffing.needed'), color: 'var(--chart-1)' },
    { name: t('staffing.present'), color: 'var(--chart-2)', isDashed: true },
  ]
  const full = ({ weekday, time: at }: StaffingHalfHour) => `${weekdayName(weekday)} ${at}`
  const needed = ({ agents }: StaffingHalfHour) => (agents === null ? t('staffing.tooMany') : number(agents))
  const data = plan.halfHours.map((one, index) => ({
    index,
    full: full(one),
    agents: one.agents,
    present: one.present,
    tip: [
      [t('staffing.perHour'), number(one.perHour)],
      [t('staffing.needed'), `${needed(one)} (${time(one.wait, t)})`],
      [t('staffing.present'), `${number(one.present)} (${time(one.presentWait, t)})`],
    ],
  }))
  const days = Array.from({ length: 7 }, (_, day) => day * HALF_HOURS_A_DAY)
  return (
    <ChartPanel
      title={t('staffing.week')}
      series={series}
      head={[
        t('reports.weekday'),
        t('staffing.perHour'),
        t('staffing.needed'),
        t('staffing.neededWait'),
        t('staffing.present'),
        t('staffing.presentWait'),
      ]}
      rows={plan.halfHours.map((one) => [
        full(one),
        number(one.perHour),
        needed(one),
        time(one.wait, t),
        number(one.present),
        time(one.presentWait, t),
      ])}
    >
      <div className={classes.wide}>
        <ResponsiveContainer width="100%" height="100%">
          <ComposedChart accessibilityLayer={false} data={data} margin={MARGIN}>
            {GRID}
            <XAxis
              dataKey="index"
              type="number"
              domain={[0, data.length]}
              ticks={days.map((start) => start + NOON)}
              tickFormatter={(index: number) => weekdayName(Math.floor(index / HALF_HOURS_A_DAY) + 1)}
              interval={0}
              {...AXIS}
            />
            <YAxis {...AXIS} axisLine={false} width={38} allowDecimals={false} />
            {days.slice(1).map((start) => (
              <ReferenceLine key={start} x={start} stroke="var(--line)" />
            ))}
            <Tooltip isAnimationActive={false} cursor={{ stroke: 'var(--line-strong)' }} content={<Tip />} />
            <Area
              type="stepAfter"
              dataKey="agents"
              stroke="var(--chart-1)"
              strokeWidth={1.5}
              fill="var(--chart-1)"
              fillOpacity={0.28}
              isAnimationActive={false}
            />
            <Line
              type="stepAfter"
              dataKey="present"
              stroke="var(--chart-2)"
              strokeWidth={2}
              strokeDasharray="6 3"
              dot={false}
              isAnimationActive={false}
            />
          </ComposedChart>
        </ResponsiveContainer>
      </div>
    </ChartPanel>
  )
}
