import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import classes from './save-bar.module.css'

/** Whoever leaves without saving is asked. */
export function LeaveGuard({ dirty, saving = false }: { dirty: boolean; saving?: boolean }) {
  const { t } = useTranslation()
  const asked = useBlocker({
    shouldBlockFn: () => dirty && !saving,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  return (
    <Modal
      opened={asked.status === 'blocked'}
      onClose={() => asked.reset?.()}
      title={t('form.leave')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p className={classes.text}>{t('form.leaveText')}</p>
      <div className={classes.foot}>
        <Button variant="default" onClick={() => asked.reset?.()} data-autofocus>
          {t('form.stay')}
        </Button>
        <Button color="red" onClick={() => asked.proceed?.()}>
          {t('form.discard')}
        </Button>
      </div>
    </Modal>
  )
}
