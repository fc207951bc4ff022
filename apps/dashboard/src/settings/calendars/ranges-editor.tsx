import type { HoursRange } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon } from '@mantine/core'
import { IconMinus, IconPlus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { givenEnd, minutesOf, nextRange, DAY_MINUTES, shownEnd } from './calendar-values.ts'
import classes from './calendars.module.css'

interface Props {
  /** The day, for who hears the fields. */
  day: string
  ranges: readonly HoursRange[]
  error: string | undefined
  onChange: (ranges: HoursRange[]) => void
}

/** The ranges of one day; none: closed. */
export function RangesEditor({ day, ranges, error, onChange }: Props) {
  const { t } = useTranslation()
  const change = (index: number, part: Partial<HoursRange>) =>
    onChange(ranges.map((range, at) => (at === index ? { ...range, ...part } : range)))
  return (
    <div className={classes.ranges}>
      {ranges.length === 0 && <span className={classes.closed}>{t('calendars.closed')}</span>}
      {ranges.map((range, index) => (
        // Ranges have no identity but their place.
        <div key={index} className={classes.range}>
          <input
            type="time"
            className={classes.time}
            aria-label={t('calendars.from', { day, n: index + 1 })}
            aria-invalid={error !== undefined}
            value={range.from}
            onChange={({ currentTarget }) => change(index, { from: currentTarget.value })}
          />
          <span aria-hidden>–</span>
          <input
            type="time"
            className={classes.time}
            aria-label={t('calendars.to', { day, n: index + 1 })}
            aria-invalid={error !== undefined}
            value={shownEnd(range.to)}
            onChange={({ currentTarget }) => change(index, { to: givenEnd(currentTarget.value) })}
          />
          <ActionIcon
            aria-label={t('calendars.removeRange', { day, n: index + 1 })}
            onClick={() => onChange(ranges.filter((_, at) => at !== index))}
          >
            <IconMinus size={17} stroke={1.8} />
          </ActionIcon>
          {range.from !== '' && range.to !== '' && minutesOf(range).to > DAY_MINUTES && (
            <span className={classes.hint}>{t('calendars.nextDay')}</span>
          )}
        </div>
      ))}
      {error && (
        <p className={classes.error} role="alert">
          {error}
        </p>
      )}
      {ranges.length < LIMITS.rangesADay && (
        <ActionIcon
          className={classes.addRange}
          aria-label={t('calendars.addRange', { day })}
          onClick={() => onChange([...ranges, nextRange(ranges)])}
        >
          <IconPlus size={17} stroke={1.8} />
        </ActionIcon>
      )}
    </div>
  )
}
