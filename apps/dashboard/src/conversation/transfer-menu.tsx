import type { Conversation } from '@biometrics/chat-protocol'
import { ActionIcon, Menu } from '@mantine/core'
import { IconArrowsExchange } from '@tabler/icons-react'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { groupsQuery } from '../session/queries.ts'
import { useAgentState, useMe } from '../session/use-client.ts'
import { Face } from '../shell/face.tsx'
import classes from './transfer-menu.module.css'
import type { ConversationActions } from './use-conversation-actions.ts'

const AVAILABLE_FIRST = { online: 0, away: 1, offline: 2 } as const

export function TransferMenu(props: { conversation: Conversation; actions: ConversationActions }) {
  const { conversation, actions } = props
  const { t } = useTranslation()
  const me = useMe()
  const [opened, setOpened] = useState(false)
  const team = useAgentState((state) => state.team)
  const groups = useQuery({ ...groupsQuery, enabled: opened })
  const colleagues = Object.values(team)
    .filter(({ id }) => id !== me.id && id !== conversation.agentId)
    .sort((a, b) => AVAILABLE_FIRST[a.status] - AVAILABLE_FIRST[b.status] || a.name.localeCompare(b.name))
  return (
    <Menu opened={opened} onChange={setOpened} width={260}>
      <Menu.Target>
        <ActionIcon aria-label={t('actions.transfer')} title={t('actions.transfer')} disabled={actions.busy}>
          <IconArrowsExchange size={20} stroke={1.7} />
        </ActionIcon>
      </Menu.Target>
      <Menu.Dropdown className={classes.dropdown}>
        <Menu.Label>{t('transfer.toAgent')}</Menu.Label>
        {colleagues.length === 0 && <Menu.Item disabled>{t('transfer.nobody')}</Menu.Item>}
        {colleagues.map((agent) => (
          <Menu.Item
            key={agent.id}
            leftSection={<Face id={agent.id} name={agent.name} size={24} />}
            rightSection={
              <span className={classes.load}>
                <span className={classes.dot} data-status={agent.status} />
                {t(`agentStatus.${agent.status}`)}
              </span>
            }
            onClick={() => actions.transfer({ toAgentId: agent.id })}
          >
            {agent.name}
          </Menu.Item>
        ))}
        {groups.data && groups.data.length > 0 && (
          <>
            <Menu.Divider />
            <Menu.Label>{t('transfer.toGroup')}</Menu.Label>
            {groups.data.map((group) => (
              <Menu.Item key={group.id} onClick={() => actions.transfer({ toGroupId: group.id })}>
                {group.name}
              </Menu.Item>
            ))}
          </>
        )}
      </Menu.Dropdown>
    </Menu>
  )
}
