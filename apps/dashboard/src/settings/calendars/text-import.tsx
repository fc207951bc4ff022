import type { WeekHours } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import { Button, TextInput } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { explain, refusalOf } from '../../session/explain.ts'
import { readHoursText } from './calendars-query.ts'
import classes from './calendars.module.css'

interface Props {
  timeZone: string
  onRead: (hours: WeekHours, timeZone: string) => void
}

/** Hours as somebody has them in a mail or on the website; what cannot be read is said beside the field. */
export function TextImport({ timeZone, onRead }: Props) {
  const { t } = useTranslation()
  const [text, setText] = useState('')
  const [error, setError] = useState<string | null>(null)
  const [busy, setBusy] = useState(false)
  const read = async () => {
    if (text.trim() === '') return setError(t('builder.required'))
    setBusy(true)
    try {
      const found = await readHoursText(text, timeZone)
      onRead(found.hours, found.timeZone)
      setError(null)
    } catch (failure) {
      const reason = refusalOf(failure)?.fields?.find(({ path }) => path === 'text')?.message
      setError(reason === undefined ? explain(failure, t) : t('calendars.unreadable', { reason }))
    } finally {
      setBusy(false)
    }
  }
  return (
    <div className={classes.import}>
      <TextInput
        className={classes.grow}
        label={t('calendars.text')}
        description={t('calendars.textHint')}
        placeholder={EXAMPLE}
        maxLength={LIMITS.hoursTextLength}
        value={text}
        error={error}
        onChange={({ currentTarget }) => {
          setText(currentTarget.value)
          setError(null)
        }}
        onKeyDown={(event) => {
          if (event.key !== 'Enter') return
          // Not the whole form: only this is meant.
          event.preventDefault()
          void read()
        }}
      />
      <Button variant="default" className={classes.importButton} loading={busy} onClick={read}>
        {t('calendars.takeOver')}
      </Button>
    </div>
  )
}

const EXAMPLE = 'Mon-Thu 9-18, Fri 9-16; Sat 10:00-14:00 CET'
