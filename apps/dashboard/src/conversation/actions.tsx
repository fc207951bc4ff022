import type { Conversation } from '@biometrics/chat-protocol'
import { Button, Menu } from '@mantine/core'
import { IconCheck, IconChevronDown, IconCircleX } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { useMe } from '../session/use-client.ts'
import classes from './actions.module.css'
import { MoreMenu } from './more-menu.tsx'
import { TransferMenu } from './transfer-menu.tsx'
import { type ConversationActions, useConversationActions } from './use-conversation-actions.ts'

/** The next step stands out; the rest is in menus. */
export function Actions({ conversation }: { conversation: Conversation }) {
  const { t } = useTranslation()
  const me = useMe()
  const actions = useConversationActions(conversation)
  if (conversation.status === 'closed') {
    return (
      <Button variant="default" loading={actions.busy} onClick={actions.reopen}>
        {t('actions.reopen')}
      </Button>
    )
  }
  const mine = conversation.agentId === me.id
  return (
    <div className={classes.actions}>
      {!mine && (
        <Button loading={actions.busy} onClick={actions.take}>
          {t('actions.take')}
        </Button>
      )}
      {mine && <CloseMenu actions={actions} />}
      <TransferMenu conversation={conversation} actions={actions} />
      <MoreMenu conversation={conversation} actions={actions} mine={mine} />
    </div>
  )
}

function CloseMenu({ actions }: { actions: ConversationActions }) {
  const { t } = useTranslation()
  return (
    <Menu>
      <Menu.Target>
        <Button
          variant="default"
          loading={actions.busy}
          rightSection={<IconChevronDown size={15} stroke={2} />}
          className={classes.close}
        >
          {t('actions.close')}
        </Button>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => actions.close(true)}>
          {t('actions.closeResolved')}
        </Menu.Item>
        <Menu.Item leftSection={<IconCircleX size={16} />} onClick={() => actions.close(false)}>
          {t('actions.closeUnresolved')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  )
}
