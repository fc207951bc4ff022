import { Modal, type ModalProps } from '@mantine/core'
import { type ReactNode, useState } from 'react'
import { useTranslation } from 'react-i18next'
import { LeaveQuestion, useLeaving } from './leave-guard.tsx'

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
  const [closing, setClosing] = useState(false)
  const close = () => {
    if (dirty && !saving) setClosing(true)
    else onClose()
  }
  return (
    // As a stack they know of each other's Escape: one key that asks must not be the answer as well.
    <Modal.Stack>
      <Modal
        opened
        onClose={close}
        stackId="form"
        closeButtonProps={{ 'aria-label': t('common.close') }}
        {...looks}
      >
        {children(close)}
      </Modal>
      <LeaveQuestion
        stackId="question"
        opened={closing || leaving.status === 'blocked'}
        onStay={() => {
          setClosing(false)
          leaving.reset?.()
        }}
        onLeave={() => (leaving.proceed ? leaving.proceed() : onClose())}
      />
    </Modal.Stack>
  )
}
