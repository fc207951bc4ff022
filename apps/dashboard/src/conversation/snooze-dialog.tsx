import { Button, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
import { FormModal } from '../forms/form-modal.tsx'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './dialogs.module.css'
import { fieldValue, snoozeTimes } from './snooze-times.ts'
import type { ConversationActions } from './use-conversation-actions.ts'

/** A time of one's own choice, on the agent's own clock. */
export default function SnoozeDialog({
  actions,
  onClose,
}: {
  actions: ConversationActions
  onClose: () => void
}) {
  const { t } = useTranslation()
  const [begun] = useState(tomorrow)
  const [value, setValue] = useState(begun)
  const [tried, setTried] = useState(false)
  const time = new Date(value)
  const past = !(time.getTime() > Date.now())
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!past && (await actions.snooze(time.toISOString()))) onClose()
  }
  return (
    <FormModal
      title={t('snooze.until')}
      size={400}
      dirty={value !== begun}
      saving={actions.busy}
      onClose={onClose}
    >
      {(close) => (
        <form noValidate onSubmit={submit}>
          <TextInput
            type="datetime-local"
            label={t('snooze.when')}
            value={value}
            min={fieldValue(new Date())}
            onChange={(event) => setValue(event.currentTarget.value)}
            error={tried && past ? t('snooze.past') : null}
            data-autofocus
          />
          <p className={classes.hint}>{t('snooze.sooner')}</p>
          <div className={classes.foot}>
            <Button variant="default" onClick={close}>
              {t('common.cancel')}
            </Button>
            <Button type="submit" loading={actions.busy}>
              {t('actions.snooze')}
            </Button>
          </div>
        </form>
      )}
    </FormModal>
  )
}

function tomorrow(): string {
  const found = snoozeTimes(new Date()).find(({ choice }) => choice === 'tomorrow')
  return found ? fieldValue(found.at) : ''
}
