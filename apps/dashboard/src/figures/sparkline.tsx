import { VisuallyHidden } from '@mantine/core'
import { Bar, BarChart, ResponsiveContainer, Tooltip } from 'recharts'
import classes from './figures.module.css'
import { hourName } from './numbers.ts'

interface Point {
  at: string
  value: number | null
}

/** The last hour, small; the same as a list for those who hear it. */
export function Sparkline(props: {
  label: string
  values: readonly Point[]
  show: (value: number | null) => string
}) {
  const { label, values, show } = props
  return (
    <div className={classes.spark}>
      <div aria-hidden="true" className={classes.sparkChart}>
        <ResponsiveContainer width="100%" height="100%">
          <BarChart
            accessibilityLayer={false}
            data={[...values]}
            margin={{ top: 0, right: 0, bottom: 0, left: 0 }}
            barCategoryGap={2}
          >
            <Tooltip
              cursor={{ fill: 'var(--hover)' }}
              isAnimationActive={false}
              content={<SparkTip show={show} />}
            />
            <Bar
              dataKey="value"
              fill="var(--chart-1)"
              radius={2}
              isAnimationActive={false}
              minPointSize={1}
            />
          </BarChart>
        </ResponsiveContainer>
      </div>
      <VisuallyHidden>
        {label}
        <ul>
          {values.map(({ at, value }) => (
            <li key={at}>{`${hourName(at)} ${show(value)}`}</li>
          ))}
        </ul>
      </VisuallyHidden>
    </div>
  )
}

/** recharts gives it what is pointed at. */
function SparkTip(props: {
  show: (value: number | null) => string
  active?: boolean
  payload?: readonly { payload?: Point }[]
}) {
  const point = props.payload?.[0]?.payload
  if (props.active !== true || !point) return null
  return (
    <span className={classes.tip}>
      {hourName(point.at)} <b>{props.show(point.value)}</b>
    </span>
  )
}
