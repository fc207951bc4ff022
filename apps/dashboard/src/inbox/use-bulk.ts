import type { Conversation, Priority } from '@biometrics/chat-protocol'
import { useState } from 'react'
import { useTranslation } from '../i18n/use-translation.ts'
import { explain, showText } from '../session/explain.ts'
import { useClient } from '../session/use-client.ts'
import { doWithMany } from './do-with-many.ts'
import { selection } from './selection.ts'
import { showUndo } from './show-undo.tsx'

export type AssignTo = { toAgentId: string } | { toGroupId: string }

/** What can be done with all that are marked, and taken back where that is possible. */
export function useBulk() {
  const { t } = useTranslation()
  const client = useClient()
  const [busy, setBusy] = useState(false)

  async function run(
    said: (count: number) => string,
    fits: (conversation: Conversation) => boolean,
    act: (conversation: Conversation) => Promise<unknown>,
    /** From how it was before. */
    undo?: (before: Conversation) => Promise<unknown>,
  ): Promise<void> {
    setBusy(true)
    const known = [...selection.chosen].flatMap((id) => client.state.conversations.get(id) ?? [])
    const { done, failed } = await doWithMany(known.filter(fits), act)
    setBusy(false)
    selection.choose(failed.map(({ item }) => item.id))
    const [first] = failed
    if (first) showText(t('bulk.failed', { count: failed.length, why: explain(first.error, t) }))
    if (done.length === 0) {
      if (!first) showText(t('bulk.nothing'))
      return
    }
    if (!undo) return
    showUndo(
      said(done.length),
      () =>
        void doWithMany(done, undo).then(({ failed: [stuck] }) => {
          if (stuck) showText(explain(stuck.error, t))
        }),
      t,
    )
  }

  const isOpen = ({ status }: Conversation) => status !== 'closed'
  return {
    busy,
    close: (resolved: boolean) =>
      run(
        (count) => t('bulk.closed', { count }),
        isOpen,
        ({ id }) => client.close(id, resolved),
        ({ id }) => client.reopen(id),
      ),
    reopen: () =>
      run(
        (count) => t('bulk.reopened', { count }),
        (conversation) => !isOpen(conversation),
        ({ id }) => client.reopen(id),
        ({ id, resolved }) => client.close(id, resolved ?? undefined),
      ),
    prioritize: (priority: Priority) =>
      run(
        (count) => t('bulk.prioritized', { count }),
        (conversation) => isOpen(conversation) && conversation.priority !== priority,
        ({ id }) => client.prioritize(id, priority),
        ({ id, priority: before }) => client.prioritize(id, before),
      ),
    addTags: (tags: readonly string[]) =>
      run(
        (count) => t('bulk.tagged', { count }),
        (conversation) => tags.some((tag) => !conversation.tags.includes(tag)),
        ({ id, tags: before }) => client.setTags(id, [...new Set([...before, ...tags])]),
        ({ id, tags: before }) => client.setTags(id, before),
      ),
    assign: (to: AssignTo) =>
      run(
        (count) => t('bulk.assigned', { count }),
        (conversation) =>
          isOpen(conversation) && !('toAgentId' in to && conversation.agentId === to.toAgentId),
        ({ id }) => client.transfer(id, to),
        // To whom it was; who waited waits again, at the front.
        ({ id, agentId }) =>
          agentId === null ? client.release(id) : client.transfer(id, { toAgentId: agentId }),
      ),
  }
}
