import { Button, Modal, TextInput } from '@mantine/core'
import { type FormEvent, useState } from 'react'
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
  const [value, setValue] = useState(tomorrow)
  const [tried, setTried] = useState(false)
  const time = new Date(value)
  const past = !(time.getTime() > Date.now())
  const submit = async (event: FormEvent) => {
    event.preventDefault()
    setTried(true)
    if (!past && (await actions.snooze(time.toISOString()))) onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('snooze.until')}
      size={400}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
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
          <Button variant="default" onClick={onClose}>
            {t('common.cancel')}
          </Button>
          <Button type="submit" loading={actions.busy}>
            {t('actions.snooze')}
          </Button>
        </div>
      </form>
    </Modal>
  )
}

function tomorrow(): string {
  const found = snoozeTimes(new Date()).find(({ choice }) => choice === 'tomorrow')
  return found ? fieldValue(found.at) : ''
}
