import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import classes from './forms.module.css'
import { useReturnFocus } from './use-return-focus.ts'

/** Stops whoever leaves the page with changes; where the tab itself goes, the browser asks. */
export function useLeaving(dirty: boolean, saving: boolean) {
  return useBlocker({
    shouldBlockFn: () => dirty && !saving,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
}

/** Whoever leaves without saving is asked. */
export function LeaveGuard({ dirty, saving = false }: { dirty: boolean; saving?: boolean }) {
  const leaving = useLeaving(dirty, saving)
  if (leaving.status !== 'blocked') return null
  return <LeaveQuestion onStay={leaving.reset} onLeave={leaving.proceed} />
}

export function LeaveQuestion({ onStay, onLeave }: { onStay: () => void; onLeave: () => void }) {
  useReturnFocus()
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onStay}
      title={t('form.leave')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.text}>{t('form.leaveText')}</p>
      <div className={classes.foot}>
        <Button variant="default" onClick={onStay} data-autofocus>
          {t('form.stay')}
        </Button>
        <Button color="red" onClick={onLeave}>
          {t('form.discard')}
        </Button>
      </div>
    </Modal>
  )
}
