import type { Conversation } from '@biometrics/chat-protocol'
import { Drawer } from '@mantine/core'
import { useTranslation } from '../i18n/use-translation.ts'
import { Details } from './details.tsx'

/** The details over the conversation, where there is no room beside it. */
export default function DetailsDrawer(props: { conversation: Conversation; onClose: () => void }) {
  const { conversation, onClose } = props
  const { t } = useTranslation()
  return (
    <Drawer
      opened
      onClose={onClose}
      position="right"
      size={340}
      title={t('details.title')}
      closeButtonProps={{ 'aria-label': t('common.close') }}
    >
      <Details conversation={conversation} />
    </Drawer>
  )
}
