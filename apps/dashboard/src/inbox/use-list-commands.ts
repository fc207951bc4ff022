import type { InboxView } from '@biometrics/chat-client'
import { IconArrowDown, IconArrowUp, IconCheckbox } from '@tabler/icons-react'
import { useNavigate } from '@tanstack/react-router'
import { useTranslation } from '../i18n/use-translation.ts'
import { useCommands } from '../commands/commands.ts'
import { selection } from './selection.ts'
import { useOpenConversationId } from './views.ts'

/** From one conversation of the list to the next without going back to it. */
export function useListCommands(view: InboxView, ids: readonly string[]): void {
  const { t } = useTranslation()
  const navigate = useNavigate()
  const openId = useOpenConversationId()
  const step = (by: 1 | -1) => () => {
    const at = openId === null ? -1 : ids.indexOf(openId)
    const id = ids[at === -1 ? 0 : at + by]
    if (id === undefined) return
    void navigate({
      to: '/conversations/$conversationId',
      params: { conversationId: id },
      search: { view },
    })
  }
  useCommands([
    { id: 'list.older', group: 'go', label: t('commands.list.older'), Icon: IconArrowDown, run: step(1) },
    { id: 'list.newer', group: 'go', label: t('commands.list.newer'), Icon: IconArrowUp, run: step(-1) },
    {
      id: 'list.mark',
      group: 'go',
      label: t('commands.list.mark'),
      Icon: IconCheckbox,
      run: () => mark(openId),
    },
  ])
}

/** The one that has the focus, else the open one. */
function mark(openId: string | null): void {
  const focused = document.activeElement?.closest('[data-conversation]')?.getAttribute('data-conversation')
  const id = focused ?? openId
  if (id !== null && id !== undefined) selection.toggle(id)
}
