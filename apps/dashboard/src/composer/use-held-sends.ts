import type { AgentClient } from '@biometrics/chat-client'
import { useStore } from '@biometrics/chat-client/react'
import { useTranslation } from '../i18n/use-translation.ts'
import { showFailure } from '../session/explain.ts'
import { useClient } from '../session/use-client.ts'
import { createHeldSends, type HeldSends } from './held-sends.ts'

/** One for each signed-in client: what is held goes on its way also when another conversation is opened. */
const ofClient = new WeakMap<AgentClient, HeldSends>()

/** Before something that a reply must not come after. */
export function flushHeldSends(client: AgentClient, conversationId: string): void {
  ofClient.get(client)?.flush(conversationId)
}

export function useHeldSends(conversationId: string) {
  const { t } = useTranslation()
  const client = useClient()
  let found = ofClient.get(client)
  if (!found) {
    const made = createHeldSends((id, message) => {
      try {
        client.send(id, message)
      } catch (error) {
        showFailure(error, t)
      }
    })
    ofClient.set(client, (found = made))
    // The outbox keeps what a page that goes hands over to it.
    window.addEventListener('pagehide', () => made.flush())
  }
  const sends = found
  const held = useStore(sends, (all) => all[conversationId] ?? null)
  return { held, hold: sends.hold, undo: () => sends.undo(conversationId), flush: sends.flush }
}
