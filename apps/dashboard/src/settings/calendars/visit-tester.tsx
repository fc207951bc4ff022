import type { CalendarPreview } from '@biometrics/chat-protocol'
import { Button, TextInput } from '@mantine/core'
import { useDebouncedValue } from '@mantine/hooks'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { momentIn } from '../../i18n/times.ts'
import { explain } from '../../session/explain.ts'
import { type CalendarValues, problemsOf, wallTime } from './calendar-values.ts'
import { previewQuery } from './calendars-query.ts'
import classes from './calendars.module.css'

const SETTLE_MS = 300

/** What a visitor would see at a moment, with the hours as they stand in the form. */
export function VisitTester({ values }: { values: CalendarValues }) {
  const { t } = useTranslation()
  const readNow = () => wallTime(Date.now(), values.timeZone)
  const [at, setAt] = useState(readNow)
  const [asked] = useDebouncedValue({ values, at }, SETTLE_MS)
  const canAsk = asked.at !== '' && Object.keys(problemsOf({ ...asked.values, name: '?' })).every(isOnlyName)
  const query = useQuery({ ...previewQuery(asked.values, asked.at), enabled: canAsk })
  return (
    <div className={classes.tester}>
      <div className={classes.testerAsk}>
        <TextInput
          type="datetime-local"
          label={t('calendars.moment')}
          description={t('calendars.momentHint', { zone: values.timeZone })}
          value={at}
          onChange={({ currentTarget }) => setAt(currentTarget.value)}
        />
        <Button variant="default" onClick={() => setAt(readNow())}>
          {t('calendars.now')}
        </Button>
      </div>
      <div className={classes.answer} aria-live="polite">
        {!canAsk && <p className={classes.muted}>{t('calendars.cannotTest')}</p>}
        {canAsk && query.isError && <p className={classes.muted}>{explain(query.error, t)}</p>}
        {canAsk && query.data && !query.isError && <Answer preview={query.data} />}
      </div>
    </div>
  )
}

/** A holiday without a name has hours all the same. */
function isOnlyName(path: string): boolean {
  return /^holidays\.\d+\.name$/.test(path)
}

function Answer({ preview }: { preview: CalendarPreview }) {
  const { t } = useTranslation()
  const { open, holiday, nextOpening, nextChange, timeZone } = preview
  const here = new Intl.DateTimeFormat().resolvedOptions().timeZone
  const moment = open ? nextChange : nextOpening
  return (
    <>
      <p className={classes.verdict} data-open={open}>
        {t(open ? 'calendars.open' : 'calendars.shut')}
      </p>
      <dl className={classes.facts}>
        <dt>{t('calendars.because')}</dt>
        <dd>{holiday === null ? t('calendars.byWeekday') : t('calendars.byHoliday', { name: holiday })}</dd>
        <dt>{t(open ? 'calendars.closes' : 'calendars.opens')}</dt>
        <dd>
          {moment === null ? t('calendars.never') : momentIn(Date.parse(moment), timeZone)}
          {moment !== null && here !== timeZone && (
            <span className={classes.here}>
              {t('calendars.here', { at: momentIn(Date.parse(moment), here) })}
            </span>
          )}
        </dd>
      </dl>
    </>
  )
}
