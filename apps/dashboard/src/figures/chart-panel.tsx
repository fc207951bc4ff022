import { Button } from '@mantine/core'
import { type ReactNode, useId, useState } from 'react'
import classes from './figures.module.css'
import { useTexts } from './use-texts.ts'

export interface Series {
  name: string
  color: string
  isDashed?: boolean
}

/** A chart and the table behind it, with the same figures. */
export function ChartPanel(props: {
  title: string
  series: readonly Series[]
  head: readonly string[]
  rows: readonly (readonly string[])[]
  children: ReactNode
}) {
  const { title, series, head, rows, children } = props
  const t = useTexts()
  const id = useId()
  const [isTable, setTable] = useState(false)
  return (
    <section className={classes.panel} aria-labelledby={id}>
      <div className={classes.panelHead}>
        <h2 className={classes.panelTitle} id={id}>
          {title}
        </h2>
        <Button size="compact-sm" variant="subtle" onClick={() => setTable(!isTable)}>
          {isTable ? t('reports.chart') : t('reports.table')}
        </Button>
      </div>
      {isTable ? (
        // Reached by keyboard, so that it can be scrolled.
        <div className={classes.chartTable} tabIndex={0} role="group" aria-labelledby={id}>
          <table className={classes.table}>
            <thead>
              <tr>
                {head.map((name) => (
                  <th key={name} scope="col">
                    {name}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {rows.map((row) => (
                <tr key={row[0]}>
                  {row.map((text, index) =>
                    index === 0 ? (
                      <th key={head[index]} scope="row">
                        {text}
                      </th>
                    ) : (
                      <td key={head[index]}>{text}</td>
                    ),
                  )}
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      ) : (
        <>
          <div className={classes.chart} aria-hidden="true">
            {children}
          </div>
          <ul className={classes.legend}>
            {series.map(({ name, color, isDashed }) => (
              <li key={name}>
                <span
                  className={classes.swatch}
                  data-dashed={isDashed || undefined}
                  style={{ background: color, color }}
                />
                {name}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  )
}
