import type {
  Agent,
  AgentPresence,
  Assignment,
  Breach,
  Conversation,
  Events,
  List,
  Mention,
  Message,
} from '@biometrics/chat-protocol'
import { LIMITS } from '@biometrics/chat-protocol/limits'
import type { AgentClient, AgentClientOptions, AgentState, Connection } from './api.ts'
import { createCore } from './core.ts'
import { errorOf } from './errors.ts'
import { createInbox } from './inbox.ts'
import { type Persistent, persist } from './persist.ts'
import { createListeners } from './listeners.ts'
import { createLost } from './lost.ts'
import { createRest } from './rest.ts'
import { createStore } from './store.ts'
import { systemTiming } from './timing.ts'

/** Conversations that were looked at and left, kept so that going back shows them at once. */
const LEFT_THREADS_MAX = 20

/** A device says at most so often that somebody uses it. */
const ACTIVITY_MS = 60_000

const IGNORE = () => {}

/** The work of one agent: lists, conversations, colleagues, and what is still to be sent. */
export function createAgentClient(options: AgentClientOptions): AgentClient {
  const { storage, timing = systemTiming } = options
  const token = () => options.token
  const rest = createRest(options.url, token, options.token === undefined ? 'include' : 'omit')
  const inbox = createInbox({
    rest,
    timing,
    onChange: showInbox,
    onPage: (items) => items.forEach(tellThread),
    keeps: (id) => id in store.state.threads,
    isGone: (conversation) => lost.isFromBefore(conversation),
  })
  const store = createStore<AgentState>({
    connection: { status: 'idle' },
    agent: null,
    conversations: inbox.conversations,
    lists: inbox.lists,
    counts: null,
    threads: {},
    team: {},
  })
  const left = new Set<string>()
  const lost = createLost()
  /** Agents of whom the socket told since it connected: it knows better than a list on its way. */
  const toldPresences = new Set<string>()
  const assignmentListeners = createListeners<[Assignment]>()
  const mentionListeners = createListeners<[Mention]>()
  const lookingListeners = createListeners<[Events['looking']]>()
  const breachListeners = createListeners<[Breach]>()
  let activityTold = Number.NEGATIVE_INFINITY
  let destroyed = false
  let connecting: Promise<void> | undefined
  let request: Persistent<{ agent: Agent }> | undefined

  const core = createCore({
    side: 'agent',
    url: options.url,
    rest,
    storage,
    outboxPrefix: 'biometrics-chat-agent:outbox:',
    timing,
    token,
    batch: store.batch,
    handlers: {
      message: (message) => store.batch(() => receive(message)),
      // What this agent types in another tab is no news to them.
      typing: (told) => told.senderId !== store.state.agent?.id && core.threads.receiveTyping(told),
      counts: (counts) => change({ counts }),
      gone: ({ conversationId, updatedAt }) =>
        store.batch(() => {
          lost.add(conversationId, updatedAt)
          left.delete(conversationId)
          threads.forget(conversationId)
          inbox.remove(conversationId)
        }),
      agent: hearPresence,
      assignment: assignmentListeners.tell,
      mention: mentionListeners.tell,
      looking: lookingListeners.tell,
      breach: breachListeners.tell,
    },
    tell,
    startConversation: () => Promise.reject(new Error('only visitors start conversations')),
    onStatus(connection) {
      change({ connection })
      if (connection.status === 'online') online()
    },
    onThread(conversationId, thread) {
      const { [conversationId]: _, ...others } = store.state.threads
      change({ threads: thread ? { ...others, [conversationId]: thread } : others })
      if (thread) inbox.refresh(thread.conversation)
    },
    onOutbox: IGNORE,
    endOf: (conversationId) => inbox.conversations.get(conversationId)?.lastSeq ?? 0,
    refresh: readAnew,
    onReset() {
      inbox.reset()
      readAnew()
    },
  })
  const { command, threads } = core

  function change(part: Partial<AgentState>) {
    store.set({ ...store.state, ...part })
  }

  function showInbox() {
    change({ lists: inbox.lists, conversations: inbox.conversations })
  }

  /** Whoever has given one out of reach is answered with it, and shows it no more. */
  function tell(conversation: Conversation, from: 'event' | 'answer') {
    if (from === 'answer' ? lost.has(conversation.id) : lost.isFromBefore(conversation)) return
    inbox.tell(conversation)
    if (threads.find(conversation.id)) threads.tell(conversation, 'event')
  }

  /** What was read here but not yet there stays read. */
  function tellThread(conversation: Conversation) {
    if (threads.find(conversation.id)) threads.tell(conversation, 'history')
  }

  function receive(message: Message) {
    inbox.receive(message)
    core.receive(message)
  }

  function showPresence(told: AgentPresence) {
    const { id, name, picture = null, status, activeChats, maxChats, since, groupIds, reach } = told
    const presence = { id, name, picture, status, activeChats, maxChats, since, groupIds, reach }
    const { agent, team } = store.state
    change({
      team: { ...team, [id]: presence },
      ...(agent?.id === id && { agent: { ...agent, ...presence } }),
    })
  }

  function hearPresence(presence: AgentPresence) {
    toldPresences.add(presence.id)
    showPresence(presence)
  }

  function online() {
    toldPresences.clear()
    lost.clear()
    readAnew()
    loadTeam().catch(IGNORE)
  }

  function readAnew() {
    inbox.reload()
    command('inbox:watch', { watch: true }).then(({ counts }) => change({ counts }), IGNORE)
  }

  async function loadTeam() {
    let cursor: string | null = ''
    while (cursor !== null) {
      const page: List<Agent> = await rest.get(
        `/agents?limit=${LIMITS.pageSizeMax}${cursor && `&cursor=${encodeURIComponent(cursor)}`}`,
      )
      const unheard = page.items.filter(({ id }) => !toldPresences.has(id))
      store.batch(() => unheard.forEach(showPresence))
      cursor = page.nextCursor
    }
  }

  async function connectOnce() {
    change({ connection: { status: 'connecting' } })
    request = persist(
      timing,
      () => rest.get<{ agent: Agent }>('/me'),
      () => {
        if (store.state.connection.status !== 'offline') {
          change({ connection: { status: 'offline', since: timing.now() } })
        }
      },
    )
    try {
      const { agent } = await request.done
      store.batch(() => {
        change({ agent })
        inbox.setAgent(agent.id)
        core.outbox.setOwner(agent.id, () => 'hide')
      })
    } catch (failure) {
      connecting = undefined
      if (destroyed) throw failure
      const refused: Connection = { status: 'refused', error: errorOf(failure) }
      change({ connection: refused })
      throw failure
    }
    if (!destroyed) core.connection.open()
  }

  function leave(conversationId: string) {
    threads.close(conversationId)
    command('conversation:leave', { conversationId }).catch(IGNORE)
    left.delete(conversationId)
    left.add(conversationId)
    for (const id of left) {
      if (left.size <= LEFT_THREADS_MAX) break
      left.delete(id)
      threads.forget(id)
    }
  }

  return {
    ...core.actions,
    get state() {
      return store.state
    },
    subscribe: store.subscribe,
    connect() {
      connecting ??= connectOnce()
      return connecting
    },
    open(conversationId) {
      left.delete(conversationId)
      const known = store.state.conversations.get(conversationId)
      if (known && !threads.find(conversationId)) store.batch(() => threads.tell(known, 'history'))
      return core.actions.open(conversationId)
    },
    loadList: inbox.load,
    leave,
    take: (conversationId) => core.change(command('conversation:take', { conversationId })),
    release: (conversationId) => core.change(command('conversation:release', { conversationId })),
    transfer: (conversationId, to) =>
      core.change(command('conversation:transfer', { conversationId, ...to })),
    prioritize: (conversationId, priority) =>
      core.change(command('conversation:prioritize', { conversationId, priority })),
    setTags: (conversationId, tags) => core.change(command('conversation:tag', { conversationId, tags })),
    close: (conversationId, resolved, form) =>
      core.change(command('conversation:close', { conversationId, resolved, form })),
    snooze: (conversationId, until) => core.change(command('conversation:snooze', { conversationId, until })),
    async takeNext(groupId) {
      const { conversation } = await command('queue:take', { groupId })
      return conversation && core.change(Promise.resolve({ conversation }))
    },
    async assignments(conversationId) {
      const path = `/conversations/${encodeURIComponent(conversationId)}/assignments`
      const lines: Assignment[] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const from: string = cursor && `&cursor=${encodeURIComponent(cursor)}`
        const page: List<Assignment> = await rest.get(`${path}?limit=${LIMITS.pageSizeMax}${from}`)
        lines.push(...page.items)
        cursor = page.nextCursor
      }
      return lines
    },
    onAssignment: assignmentListeners.add,
    onMention: mentionListeners.add,
    look(conversationId, looking, asks = false) {
      command('conversation:look', { conversationId, looking, ...(asks && { asks }) }).catch(IGNORE)
    },
    onLooking: lookingListeners.add,
    onBreach: breachListeners.add,
    queue({ groupId, cursor } = {}) {
      const asked = new URLSearchParams({
        ...(groupId !== undefined && { groupId }),
        ...(cursor !== undefined && { cursor }),
      })
      return rest.get(`/queue?${asked}`)
    },
    activity() {
      const now = timing.now()
      if (now - activityTold < ACTIVITY_MS) return
      activityTold = now
      command('agent:activity', {}).catch(() => {
        activityTold = Number.NEGATIVE_INFINITY
      })
    },
    reopen: (conversationId) => core.change(command('conversation:reopen', { conversationId })),
    async setStatus(status, maxChats) {
      const { agent } = await command('agent:status', { status, maxChats })
      store.batch(() => {
        change({ agent })
        hearPresence(agent)
      })
      return agent
    },
    onMessage: core.onMessage,
    destroy() {
      destroyed = true
      request?.stop()
      inbox.destroy()
      assignmentListeners.clear()
      mentionListeners.clear()
      lookingListeners.clear()
      breachListeners.clear()
      core.destroy()
    },
  }
}
