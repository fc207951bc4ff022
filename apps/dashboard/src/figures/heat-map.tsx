import type { ReportHour } from '@biometrics/chat-protocol'
import { VisuallyHidden } from '@mantine/core'
import { useId } from 'react'
import classes from './figures.module.css'
import { number, weekdayName } from './numbers.ts'
import { useTexts } from './use-texts.ts'

const DAYS = [1, 2, 3, 4, 5, 6, 7]
const HOURS = Array.from({ length: 24 }, (_, hour) => hour)
/** From this share of the busiest on, the colour is too strong for ink. */
const STRONG = 62

/** When conversations come: a table whose cells are as dark as they are full. */
export function HeatMap(props: {
  week: readonly ReportHour[]
  onOpen: (weekday: number, hour: number) => void
}) {
  const { week, onOpen } = props
  const t = useTexts()
  const id = useId()
  const most = Math.max(1, ...week.map(({ started }) => started))
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <h2 className={classes.panelTitle} id={id}>
        {t('reports.week')}
      </h2>
      <p className={classes.note}>{t('reports.weekText')}</p>
      <div className={classes.scroll}>
        <table className={classes.heat}>
          <thead>
            <tr>
              <th scope="col">
                <VisuallyHidden>{t('reports.weekday')}</VisuallyHidden>
              </th>
              {HOURS.map((hour) => (
                <th key={hour} scope="col">
                  {hour}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {DAYS.map((weekday) => (
              <tr key={weekday}>
                <th scope="row">{weekdayName(weekday)}</th>
                {HOURS.map((hour) => {
                  const count = week[(weekday - 1) * 24 + hour]?.started ?? 0
                  const part = Math.round((count / most) * 100)
                  return (
                    <td key={hour}>
                      <button
                        type="button"
                        className={classes.cell}
                        disabled={count === 0}
                        data-strong={part >= STRONG || undefined}
                        style={{ '--part': `${part}%` } as React.CSSProperties}
                        aria-label={t('reports.cell', {
                          day: weekdayName(weekday, 'long'),
                          hour: `${hour}:00`,
                          count,
                        })}
                        onClick={() => onOpen(weekday, hour)}
                      >
                        {count > 0 && number(count)}
                      </button>
                    </td>
                  )
                })}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </section>
  )
}
