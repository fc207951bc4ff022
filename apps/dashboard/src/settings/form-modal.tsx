import { Button, Modal } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LeaveGuard } from './leave-guard.tsx'
import classes from './save-bar.module.css'

/** A form over the page; whoever closes it, or leaves the page, with changes in it is asked. */
export function FormModal(props: {
  title: string
  size: number
  dirty: boolean
  saving: boolean
  onClose: () => void
  children: (close: () => void) => ReactNode
}) {
  const { title, size, dirty, saving, onClose, children } = props
  const { t } = useTranslation()
  const [asking, setAsking] = useState(false)
  const close = () => {
    if (dirty && !saving) setAsking(true)
    else onClose()
  }
  return (
    <>
      <Modal
        opened
        onClose={close}
        title={title}
        size={size}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        {children(close)}
      </Modal>
      <Modal
        opened={asking}
        onClose={() => setAsking(false)}
        title={t('form.leave')}
        closeButtonProps={{ 'aria-label': t('common.close') }}
      >
        <p className={classes.text}>{t('form.leaveText')}</p>
        <div className={classes.foot}>
          <Button variant="default" onClick={() => setAsking(false)} data-autofocus>
            {t('form.stay')}
          </Button>
          <Button color="red" onClick={onClose}>
            {t('form.discard')}
          </Button>
        </div>
      </Modal>
      <LeaveGuard dirty={dirty} saving={saving} />
    </>
  )
}
