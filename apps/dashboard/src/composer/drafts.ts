import type { ClientStorage } from '@biometrics/chat-client'

/** What is typed and not sent, for both kinds of message, and which of them is on the screen. */
export interface ComposerDraft {
  mode: 'reply' | 'note'
  reply: string
  note: string
}

export interface Drafts {
  load(conversationId: string): ComposerDraft
  save(conversationId: string, draft: ComposerDraft): void
}

export const EMPTY_DRAFT: ComposerDraft = { mode: 'reply', reply: '', note: '' }

/** More than an agent leaves half-written; beyond it the oldest ones go. */
const DRAFTS_MAX = 100

/** Drafts of one agent, kept through reloads. Each has its own key, so that two tabs do not overwrite each other. */
export function createDrafts(storage: ClientStorage, agentId: string, now = Date.now): Drafts {
  const prefix = `biometrics-chat:draft:${agentId}:`

  function keepWithinLimit(): void {
    const drafts = storage.keys().filter((key) => key.startsWith(prefix))
    if (drafts.length <= DRAFTS_MAX) return
    const oldestFirst = drafts.sort((a, b) => savedAt(storage.get(a)) - savedAt(storage.get(b)))
    for (const key of oldestFirst.slice(0, drafts.length - DRAFTS_MAX)) storage.remove(key)
  }

  return {
    load(conversationId) {
      return read(storage.get(prefix + conversationId)) ?? EMPTY_DRAFT
    },
    save(conversationId, draft) {
      const key = prefix + conversationId
      if (draft.reply === '' && draft.note === '' && draft.mode === 'reply') return storage.remove(key)
      const isNew = storage.get(key) === null
      storage.set(key, JSON.stringify({ ...draft, at: now() }))
      if (isNew) keepWithinLimit()
    },
  }
}

function read(stored: string | null): (ComposerDraft & { at: number }) | null {
  if (stored === null) return null
  try {
    const { mode, reply, note, at } = JSON.parse(stored)
    if (typeof reply !== 'string' || typeof note !== 'string' || typeof at !== 'number') return null
    return { mode: mode === 'note' ? 'note' : 'reply', reply, note, at }
  } catch {
    return null
  }
}

function savedAt(stored: string | null): number {
  return read(stored)?.at ?? 0
}
