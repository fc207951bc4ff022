import { Button, Modal } from '@mantine/core'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { useReturnFocus } from '../forms/use-return-focus.ts'
import { showFailure } from '../session/explain.ts'
import { rest } from '../session/rest.ts'
import classes from './page.module.css'

export function DeleteDialog(props: {
  name: string
  path: string
  onClose: () => void
  onDeleted: () => void
}) {
  const { name, path, onClose, onDeleted } = props
  const { t } = useTranslation()
  const [busy, setBusy] = useState(false)
  const forgetFocus = useReturnFocus()
  const remove = async () => {
    setBusy(true)
    try {
      await rest('DELETE', path)
    } catch (error) {
      setBusy(false)
      return showFailure(error, t)
    }
    // What asked for it goes with its row.
    forgetFocus()
    onDeleted()
    onClose()
  }
  return (
    <Modal
      opened
      onClose={onClose}
      title={t('common.deleteNamed', { name })}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <p>{t('common.deleteForGood')}</p>
      <div className={classes.foot}>
        <Button variant="default" onClick={onClose} data-autofocus>
          {t('common.cancel')}
        </Button>
        <Button color="red" loading={busy} onClick={remove}>
          {t('common.delete')}
        </Button>
      </div>
    </Modal>
  )
}
