import type { Conversation } from '@biometrics/chat-protocol'
import {
  IconAlarmSnooze,
  IconArrowBackUp,
  IconArrowsExchange,
  IconCircleCheck,
  IconFlag,
  IconHandGrab,
  IconLayoutSidebarRight,
  IconRotate,
  IconTag,
} from '@tabler/icons-react'
import { useTranslation } from '../i18n/use-translation.ts'
import { type Command, useCommands } from '../commands/commands.ts'
import type { KeyedCommand } from '../commands/keymap.ts'
import { useMe } from '../session/use-client.ts'
import type { DetailsPanel } from './conversation-pane.tsx'
import type { ConversationActions } from './use-conversation-actions.ts'
import type { Opened } from './use-opened.ts'

interface Parts {
  conversation: Conversation
  actions: ConversationActions
  open: (what: Opened) => void
  details: DetailsPanel
}

/** What can be done with the open conversation, by key and from the palette. */
export function useConversationCommands({ conversation, actions, open, details }: Parts): void {
  const { t } = useTranslation()
  const me = useMe()
  const { status, agentId } = conversation
  const isOpen = status !== 'closed'
  const command = (
    id: Extract<KeyedCommand, `conversation.${string}`>,
    Icon: Command['Icon'],
    run: () => void,
  ): Command => ({ id, group: 'conversation', label: t(`commands.${id}`), Icon, run })

  useCommands([
    ...(isOpen && (agentId === null || status === 'snoozed')
      ? [command('conversation.take', IconHandGrab, actions.take)]
      : []),
    ...(isOpen && agentId !== null && agentId !== me.id && status !== 'snoozed'
      ? [command('conversation.take', IconHandGrab, actions.takeOver)]
      : []),
    ...(isOpen
      ? [
          command('conversation.transfer', IconArrowsExchange, () => open('transfer')),
          command('conversation.priority', IconFlag, () => open('priority')),
          command('conversation.tags', IconTag, () => open('tags')),
          command('conversation.snooze', IconAlarmSnooze, () => open('snooze')),
          command('conversation.close', IconCircleCheck, () => open('close')),
        ]
      : [command('conversation.reopen', IconRotate, actions.reopen)]),
    ...(isOpen && agentId !== null
      ? [command('conversation.release', IconArrowBackUp, actions.release)]
      : []),
    command('conversation.details', IconLayoutSidebarRight, details.toggle),
  ])
}
