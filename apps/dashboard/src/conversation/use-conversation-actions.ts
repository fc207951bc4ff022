import type { Conversation, Priority } from '@biometrics/chat-protocol'
import { useState } from 'react'
import { useTranslation } from 'react-i18next'
import { showFailure } from '../session/explain.ts'
import { useClient } from '../session/use-client.ts'

/** What an agent can do with a conversation. A refusal is shown; `busy` while one is under way. */
export function useConversationActions({ id }: Conversation) {
  const { t } = useTranslation()
  const client = useClient()
  const [busy, setBusy] = useState(false)

  async function run(action: Promise<unknown>): Promise<void> {
    setBusy(true)
    try {
      await action
    } catch (error) {
      showFailure(error, t)
    } finally {
      setBusy(false)
    }
  }
  return {
    busy,
    take: () => run(client.take(id)),
    release: () => run(client.release(id)),
    reopen: () => run(client.reopen(id)),
    close: (resolved: boolean) => run(client.close(id, resolved)),
    prioritize: (priority: Priority) => run(client.prioritize(id, priority)),
    transfer: (to: { toAgentId: string } | { toGroupId: string }) => run(client.transfer(id, to)),
  }
}

export type ConversationActions = ReturnType<typeof useConversationActions>
