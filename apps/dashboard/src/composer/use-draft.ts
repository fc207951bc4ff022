import { browserStorage } from '@biometrics/chat-client'
import { useMemo } from 'react'
import { useMe } from '../session/use-client.ts'
import { useStateFor } from '../shell/use-state-for.ts'
import { type ComposerDraft, createDrafts } from './drafts.ts'

/** What is typed in a conversation; every change is kept at once. */
export function useDraft(conversationId: string) {
  const { id: myId } = useMe()
  const drafts = useMemo(() => createDrafts(browserStorage(), myId), [myId])
  const [draft, setDraft] = useStateFor(conversationId, () => drafts.load(conversationId))
  function change(part: Partial<ComposerDraft>): void {
    const changed = { ...draft, ...part }
    setDraft(changed)
    drafts.save(conversationId, changed)
  }
  return [draft, change] as const
}
