import { Modal, type ModalProps } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LeaveQuestion, useLeaving } from './leave-guard.tsx'
import { useReturnFocus } from './use-return-focus.ts'

interface Props extends Pick<ModalProps, 'title' | 'size' | 'fullScreen'> {
  dirty: boolean
  saving?: boolean
  onClose: () => void
  children: (close: () => void) => ReactNode
}

/** A form over the page; whoever closes it, or leaves the page, with changes in it is asked. */
export function FormModal({ dirty, saving = false, onClose, children, ...looks }: Props) {
  const { t } = useTranslation()
  const leaving = useLeaving(dirty, saving)
  useReturnFocus()
  const [closing, setClosing] = useState(false)
  const asking = closing || leaving.status === 'blocked'
  const close = () => {
    // After the key that asks is through: the question would hear it too, as its answer.
    if (dirty && !saving) setTimeout(() => setClosing(true))
    else onClose()
  }
  return (
    <>
      <Modal
        opened
        onClose={close}
        closeOnEscape={!asking}
        closeButtonProps={{ 'aria-label': t('common.close') }}
        {...looks}
      >
        {children(close)}
      </Modal>
      {asking && (
        <LeaveQuestion
          onStay={() => {
            setClosing(false)
            leaving.reset?.()
          }}
          onLeave={() => (leaving.proceed ? leaving.proceed() : onClose())}
        />
      )}
    </>
  )
}
