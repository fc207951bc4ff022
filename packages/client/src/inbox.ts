import type { Conversation, List, Message, QueueItem } from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { InboxView } from './api.ts'
import {
  applyConversation,
  applyMessage,
  applyPage,
  forgetAll,
  type InboxState,
  listOf,
  loadedViews,
  markFailed,
  markLoading,
  newInbox,
  prune,
  queryOf,
  refreshConversation,
  removeConversation,
  startTelling,
} from './inbox-state.ts'
import { type Persistent, persist } from './persist.ts'
import type { Rest } from './rest.ts'
import type { Timing } from './timing.ts'

export interface InboxOptions {
  rest: Rest
  timing: Timing
  onChange(): void
  /** After a page of a list was taken over. */
  onPage(items: readonly Conversation[]): void
  /** Conversations that stay known although no list shows them. */
  keeps(conversationId: string): boolean
  /** Whether it has been lost since then. */
  isGone(conversation: Conversation): boolean
}

type Page = List<Conversation>

/** Loads the agent's lists, and reads them anew after each reconnect. */
export function createInbox({ rest, timing, onChange, onPage, keeps, isGone }: InboxOptions) {
  let state: InboxState = newInbox('')
  const loads = new Map<InboxView, Promise<void>>()
  let reloads: Persistent<void>[] = []
  /** Answers to what was asked over an earlier connection are too old to be shown. */
  let connections = 0

  function set(next: InboxState) {
    if (next === state) return
    state = next
    onChange()
  }

  async function ask(view: InboxView, limit: number, cursor: string | null): Promise<Page> {
    const from = cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`
    const page: List<Conversation | QueueItem> = await rest.get(`${queryOf(view)}&limit=${limit}${from}`)
    return { ...page, items: page.items.map((item) => ('conversation' in item ? item.conversation : item)) }
  }

  function take(view: InboxView, asked: Page, kind: 'next' | 'fresh') {
    const page = { ...asked, items: asked.items.filter((item) => !isGone(item)) }
    set(applyPage(state, view, page, kind))
    onPage(page.items)
  }

  async function loadPage(view: InboxView): Promise<void> {
    const asked = connections
    const { cursor } = listOf(state, view)
    set(markLoading(state, view))
    try {
      const page = await ask(view, LIMITS.pageSizeDefault, cursor)
      if (asked !== connections) return loads.get(view)
      take(view, page, cursor === null ? 'fresh' : 'next')
    } catch (failure) {
      if (asked !== connections) return loads.get(view)
      set(markFailed(state, view))
      throw failure
    }
  }

  function load(view: InboxView): Promise<void> {
    const known = loads.get(view)
    if (known) return known
    const { status, more } = listOf(state, view)
    if (status === 'ready' && !more) return Promise.resolve()
    return follow(view, loadPage(view))
  }

  function follow(view: InboxView, loading: Promise<void>): Promise<void> {
    const done = loading.finally(() => {
      if (loads.get(view) === done) loads.delete(view)
    })
    loads.set(view, done)
    return done
  }

  function reloadView(view: InboxView): Persistent<void> {
    const shown = listOf(state, view).ids.length
    const limit = Math.min(LIMITS.pageSizeMax, Math.max(LIMITS.pageSizeDefault, shown))
    const asked = connections
    return persist(
      timing,
      async () => {
        const page = await ask(view, limit, null)
        if (asked === connections) take(view, page, 'fresh')
      },
      () => {},
    )
  }

  /** A list that was never there says so; what is shown already stays. */
  function giveUp(view: InboxView) {
    if (listOf(state, view).status === 'loading') set(markFailed(state, view))
  }

  function stopReloads() {
    for (const reload of reloads) reload.stop()
    reloads = []
  }

  return {
    get lists() {
      return state.lists
    },
    get conversations() {
      return state.conversations
    },
    load,
    setAgent(agentId: string) {
      if (state.agentId !== agentId) set({ ...newInbox(agentId) })
    },
    tell: (conversation: Conversation) => set(applyConversation(state, conversation)),
    receive: (message: Message) => set(applyMessage(state, message)),
    refresh: (conversation: Conversation) => set(refreshConversation(state, conversation)),
    remove: (conversationId: string) => set(removeConversation(state, conversationId)),

    /** Nothing that is known holds any longer. */
    reset: () => set(forgetAll(state)),

    /** After each handshake: whatever was loaded is read anew. */
    reload() {
      connections += 1
      stopReloads()
      set(startTelling(state))
      const views = loadedViews(state)
      reloads = views.map(reloadView)
      const asked = connections
      Promise.all(reloads.map(({ done }, at) => follow(views[at] as InboxView, done))).then(
        () => set(prune(state, keeps)),
        () => asked === connections && views.forEach(giveUp),
      )
    },
    destroy: stopReloads,
  }
}
