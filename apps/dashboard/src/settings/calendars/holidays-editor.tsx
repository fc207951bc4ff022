import type { Holiday } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { ActionIcon, Button, TextInput } from '@mantine/core'
import { IconPlus, IconTrash } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import classes from './calendars.module.css'
import { RangesEditor } from './ranges-editor.tsx'

interface Props {
  holidays: readonly Holiday[]
  errors: Record<string, string | undefined>
  onChange: (holidays: Holiday[]) => void
}

/** Days with hours of their own. */
export function HolidaysEditor({ holidays, errors, onChange }: Props) {
  const { t } = useTranslation()
  const change = (index: number, part: Partial<Holiday>) =>
    onChange(holidays.map((holiday, at) => (at === index ? { ...holiday, ...part } : holiday)))
  return (
    <>
      <ul className={classes.holidays}>
        {holidays.map((holiday, index) => (
          // Holidays have no identity but their place.
          <li key={index} className={classes.holiday}>
            <div className={classes.holidayFacts}>
              <TextInput
                type="date"
                label={t('calendars.date')}
                value={holiday.date}
                data-path={`holidays.${index}.date`}
                error={errors[`holidays.${index}.date`]}
                onChange={({ currentTarget }) => change(index, { date: currentTarget.value })}
              />
              <TextInput
                className={classes.grow}
                label={t('calendars.holidayName')}
                maxLength={LIMITS.titleLength}
                value={holiday.name}
                data-path={`holidays.${index}.name`}
                error={errors[`holidays.${index}.name`]}
                onChange={({ currentTarget }) => change(index, { name: currentTarget.value })}
              />
              <ActionIcon
                className={classes.removeHoliday}
                aria-label={t('common.deleteNamed', { name: holiday.name || t('calendars.holiday') })}
                onClick={() => onChange(holidays.filter((_, at) => at !== index))}
              >
                <IconTrash size={18} stroke={1.7} />
              </ActionIcon>
            </div>
            <div className={classes.holidayHours}>
              <label className={classes.check}>
                <input
                  type="checkbox"
                  checked={holiday.yearly}
                  onChange={({ currentTarget }) => change(index, { yearly: currentTarget.checked })}
                />
                {t('calendars.yearly')}
              </label>
              <RangesEditor
                day={holiday.name || t('calendars.holiday')}
                ranges={holiday.hours}
                error={errors[`holidays.${index}.hours`]}
                onChange={(hours) => change(index, { hours })}
              />
            </div>
          </li>
        ))}
      </ul>
      {holidays.length < LIMITS.holidays && (
        <Button
          variant="default"
          leftSection={<IconPlus size={16} />}
          onClick={() => onChange([...holidays, { name: '', date: '', yearly: false, hours: [] }])}
        >
          {t('calendars.addHoliday')}
        </Button>
      )}
    </>
  )
}
