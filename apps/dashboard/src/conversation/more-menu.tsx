import type { Conversation, Priority } from '@biometrics/chat-protocol'
import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowBackUp, IconCheck, IconCircleX, IconDots, IconMinus } from '@tabler/icons-react'
import { useTranslation } from 'react-i18next'
import { PRIORITY_ICONS } from '../inbox/priority-mark.tsx'
import type { ConversationActions } from './use-conversation-actions.ts'

const PRIORITIES = ['urgent', 'high', 'normal', 'low'] as const satisfies readonly Priority[]
const ICONS = { ...PRIORITY_ICONS, normal: IconMinus } as const

export function MoreMenu(props: { conversation: Conversation; actions: ConversationActions; mine: boolean }) {
  const { conversation, actions, mine } = props
  const { t } = useTranslation()
  return (
    <Menu width={210}>
      <Menu.Target>
        <ActionIcon aria-label={t('actions.more')} title={t('actions.more')} disabled={actions.busy}>
          <IconDots size={20} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{t('priority.label')}</Menu.Label>
        {PRIORITIES.map((priority) => {
          const Icon = ICONS[priority]
          const current = conversation.priority === priority
          return (
            <Menu.Item
              key={priority}
              leftSection={<Icon size={16} />}
              rightSection={
                current ? <IconCheck size={16} aria-label={t('common.current')} role="img" /> : null
              }
              onClick={() => actions.prioritize(priority)}
            >
              {t(`priority.${priority}`)}
            </Menu.Item>
          )
        })}
        <Menu.Divider />
        {conversation.agentId !== null && (
          <Menu.Item leftSection={<IconArrowBackUp size={16} />} onClick={actions.release}>
            {t('actions.release')}
          </Menu.Item>
        )}
        {!mine && (
          <>
            <Menu.Item leftSection={<IconCheck size={16} />} onClick={() => actions.close(true)}>
              {t('actions.closeResolved')}
            </Menu.Item>
            <Menu.Item leftSection={<IconCircleX size={16} />} onClick={() => actions.close(false)}>
              {t('actions.closeUnresolved')}
            </Menu.Item>
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
