import type { Conversation, Priority } from '@biometrics/chat-protocol'
import { useTranslation } from '../i18n/use-translation.ts'
import { flushHeldSends } from '../composer/use-held-sends.ts'
import { showUndo } from '../inbox/show-undo.tsx'
import { refusalOf, showFailure, showText } from '../session/explain.ts'
import { useClient, useMe } from '../session/use-client.ts'
import { useStateFor } from '../shell/use-state-for.ts'

/** What an agent can do with a conversation. A refusal is shown; `busy` while one is under way. */
export function useConversationActions({ id, agentId }: Pick<Conversation, 'id' | 'agentId'>) {
  const { t } = useTranslation()
  const client = useClient()
  const me = useMe()
  const [busy, setBusy] = useStateFor(id, () => false)

  /** True when it is done. */
  async function run(action: Promise<unknown>): Promise<boolean> {
    setBusy(true)
    try {
      await action
      return true
    } catch (error) {
      const taken = refusalOf(error)?.code === 'already_assigned'
      const name = taken ? client.state.conversations.get(id)?.agentName : null
      if (name) showText(t('actions.takenBy', { name }))
      else showFailure(error, t)
      return false
    } finally {
      setBusy(false)
    }
  }
  const closeNow = (resolved: boolean) => {
    flushHeldSends(client, id)
    return client.close(id, resolved)
  }
  /** What takes a conversation out of sight can be taken back. */
  const offer = (said: string, undo: () => Promise<unknown>) => (done: boolean) => {
    if (done) showUndo(said, () => void run(undo()), t)
    return done
  }
  return {
    busy,
    take: () => run(client.take(id)),
    /** From a colleague: they keep what they were asked meanwhile, and hear of it. */
    takeOver: () => run(client.transfer(id, { toAgentId: me.id })),
    release: () => run(client.release(id)),
    reopen: () => run(client.reopen(id)),
    close: (resolved: boolean) =>
      run(closeNow(resolved)).then(offer(t('actions.closed'), () => client.reopen(id))),
    prioritize: (priority: Priority) => run(client.prioritize(id, priority)),
    snooze: (until: string | null) =>
      run(client.snooze(id, until)).then(
        agentId === me.id ? offer(t('actions.snoozed'), () => client.take(id)) : (done) => done,
      ),
    setTags: (tags: string[]) => run(client.setTags(id, tags)),
  }
}

export type ConversationActions = ReturnType<typeof useConversationActions>
