import type { ImageContent } from '@biometrics/chat-protocol'
import { Modal } from '@mantine/core'
import { useTranslation } from '../i18n/use-translation.ts'
import classes from './messages.module.css'

/** The picture as large as the window allows; a chunk of its own, since most pictures are never opened. */
export default function Lightbox({ content, onClose }: { content: ImageContent; onClose: () => void }) {
  const { t } = useTranslation()
  return (
    <Modal
      opened
      onClose={onClose}
      size="auto"
      title={content.name}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <img
        className={classes.large}
        src={content.url}
        alt={content.alt || content.name}
        width={content.width}
        height={content.height}
        referrerPolicy="no-referrer"
      />
      <a className={classes.original} href={content.url} target="_blank" rel="noopener noreferrer">
        {t('message.openOriginal')}
      </a>
    </Modal>
  )
}
