import type { Conversation } from '@biometrics/chat-protocol'
import { Button } from '@mantine/core'
import { IconArchive } from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { useConversationActions } from '../conversation/use-conversation-actions.ts'
import classes from './closed.module.css'

/** In the composer's place when there is nobody to answer any more. */
export function Closed({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const actions = useConversationActions(conversation)
  return (
    <div className={classes.closed}>
      <IconArchive size={19} stroke={1.6} aria-hidden />
      <span className={classes.text}>{t('composer.closed')}</span>
      <Button size="compact-md" variant="default" loading={actions.busy} onClick={actions.reopen}>
        {t('actions.reopen')}
      </Button>
    </div>
  )
}
