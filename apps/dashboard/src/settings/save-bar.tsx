import { Button, Modal } from '@mantine/core'
import { useBlocker } from '@tanstack/react-router'
import { useTranslation } from 'react-i18next'
import classes from './save-bar.module.css'

/** At the foot of a form as soon as something is changed; whoever leaves without saving is asked. */
export function SaveBar(props: { dirty: boolean; saving: boolean; onReset: () => void }) {
  const { dirty, saving, onReset } = props
  const { t } = useTranslation()
  const asked = useBlocker({
    shouldBlockFn: () => dirty && !saving,
    enableBeforeUnload: () => dirty,
    withResolver: true,
  })
  return (
    <>
      {dirty && (
        <div className={classes.bar}>
          <span className={classes.words} role="status">
            {t('form.unsaved')}
          </span>
          <Button variant="default" onClick={onReset} disabled={saving}>
            {t('form.reset')}
          </Button>
          <Button type="submit" loading={saving}>
            {t('common.save')}
          </Button>
        </div>
      )}
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
    </>
  )
}
