import type { HoursRange, Weekday, WeekHours } from '@biometrics/chat-protocol'
import { Button } from '@mantine/core'
import { IconCopy } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { DAY_MINUTES, DAYS, minutesOf } from './calendar-values.ts'
import classes from './calendars.module.css'
import { RangesEditor } from './ranges-editor.tsx'

interface Props {
  hours: WeekHours
  errors: Record<string, string | undefined>
  onChange: (hours: WeekHours) => void
}

/** The week, a row for each day, with a strip of its 24 hours. */
export function WeekGrid({ hours, errors, onChange }: Props) {
  const { t } = useTranslation()
  const copyMonday = () => {
    const { mon } = hours
    onChange({ ...hours, tue: mon, wed: mon, thu: mon, fri: mon })
  }
  return (
    <>
      <ul className={classes.week}>
        {DAYS.map((day, index) => (
          <li key={day} className={classes.day}>
            <span className={classes.dayName}>{t(`calendars.days.${day}`)}</span>
            <RangesEditor
              day={t(`calendars.days.${day}`)}
              ranges={hours[day]}
              error={errors[`hours.${day}`]}
              onChange={(ranges) => onChange({ ...hours, [day]: ranges })}
            />
            <Strip today={hours[day]} yesterday={hours[DAYS.at(index - 1) as Weekday]} />
          </li>
        ))}
      </ul>
      <Button variant="subtle" size="compact-sm" leftSection={<IconCopy size={15} />} onClick={copyMonday}>
        {t('calendars.copyMonday')}
      </Button>
    </>
  )
}

/** What is open of a day; what began the day before is lighter. */
function Strip({ today, yesterday }: { today: readonly HoursRange[]; yesterday: readonly HoursRange[] }) {
  const complete = (ranges: readonly HoursRange[]) =>
    ranges.filter(({ from, to }) => from !== '' && to !== '').map(minutesOf)
  const stretches = [
    ...complete(yesterday).map(({ to }) => ({ from: 0, to: to - DAY_MINUTES, began: 'yesterday' })),
    ...complete(today).map(({ from, to }) => ({ from, to: Math.min(to, DAY_MINUTES), began: 'today' })),
  ].filter(({ from, to }) => from < to)
  return (
    <div className={classes.strip} aria-hidden>
      {stretches.map(({ from, to, began }) => (
        <i
          key={`${began} ${from}`}
          data-began={began}
          style={{
            insetInlineStart: `${(from / DAY_MINUTES) * 100}%`,
            inlineSize: `${((to - from) / DAY_MINUTES) * 100}%`,
          }}
        />
      ))}
    </div>
  )
}
