import type { Message, PayloadInput, SessionReply } from '@biometrics/chat-protocol'
import type {
  Connection,
  Draft,
  OutboxEntry,
  StartFacts,
  VisitorClient,
  VisitorClientOptions,
  VisitorState,
} from './api.ts'
import { createCore } from './core.ts'
import { errorOf } from './errors.ts'
import { type Persistent, persist } from './persist.ts'
import { createRest } from './rest.ts'
import { createStore } from './store.ts'
import { createVisitorSessions, type Known, type VisitorPage } from './visitor-session.ts'
import { systemTiming } from './timing.ts'
import { v7 as uuid } from 'uuid'

const IGNORE = () => {}

/** Who waits for no word hears a little later whether agents are there: thousands may come back at once. */
const CALM_REFRESH_MS = 30_000

/** The chat of one visitor of one app: session, conversations, and what is still to be sent. */
export function createVisitorClient(options: VisitorClientOptions): VisitorClient {
  const { appId, storage, timing = systemTiming } = options
  const prefix = `biometrics-chat:${appId}:`
  const sessions = createVisitorSessions(options, prefix, timing)
  const store = createStore<VisitorState>({
    connection: { status: 'idle' },
    answered: false,
    session: null,
    threads: {},
    starting: null,
    started: {},
    unread: 0,
  })
  let page: VisitorPage | undefined = options.session?.page
  let pageTold = true
  let connecting: Promise<void> | undefined
  let request: Persistent<SessionReply> | undefined
  let refreshing: Persistent<SessionReply> | undefined
  let callOff = IGNORE
  let wasOnline = false
  let destroyed = false

  const core = createCore({
    side: 'visitor',
    url: options.url,
    rest: createRest(options.url, sessions.token),
    storage,
    outboxPrefix: `${prefix}outbox:`,
    timing,
    token: sessions.token,
    renew: openSession,
    batch: store.batch,
    handlers: {
      availability: (availability) => {
        const { session } = store.state
        if (session) change({ session: { ...session, ...availability } })
      },
      message: (message) => store.batch(() => receive(message)),
    },
    startConversation,
    onStatus(connection) {
      change({ connection })
      if (connection.status === 'online') nowOnline()
    },
    onThread(conversationId, thread) {
      const { [conversationId]: _, ...others } = store.state.threads
      const threads = thread ? { ...store.state.threads, [conversationId]: thread } : others
      const unread = Object.values(threads).reduce(
        (sum, { conversation }) => sum + conversation.unreadCount,
        0,
      )
      change({ threads, unread })
    },
    onOutbox: showStarting,
    endOf: (conversationId) => store.state.threads[conversationId]?.conversation.lastSeq ?? 0,
    refresh,
    onReset: refresh,
  })
  const { command, threads, outbox } = core
  const known = sessions.recall()
  if (known) show(known, false)
  showStarting()

  function change(part: Partial<VisitorState>) {
    store.set({ ...store.state, ...part })
  }

  function showStarting() {
    const first = outbox.entries.find((entry) => entry.start)
    const clientId = first?.conversationKey
    const before = store.state.starting
    const pending = clientId === undefined ? [] : core.pendingOf(clientId)
    if (before?.clientId === clientId && before?.pending === pending) return
    if (before !== null || clientId !== undefined) {
      change({ starting: clientId === undefined ? null : { clientId, pending } })
    }
  }

  async function openSession(): Promise<void> {
    request = persist(
      timing,
      () => sessions.ask(page),
      () => {
        const { connection } = store.state
        if (connection.status !== 'offline')
          change({ connection: { status: 'offline', since: timing.now() } })
      },
    )
    applySession(await request.done)
  }

  /** Returns whether it is another visitor than before. */
  function applySession({ visitorToken: _, ...known }: SessionReply): boolean {
    const { visitor, conversations } = known
    const before = store.state.session?.visitor.id
    const replaced = before !== undefined && before !== visitor.id
    store.batch(() => {
      if (replaced || !store.state.answered) Object.keys(store.state.threads).forEach(threads.forget)
      show(known, true)
      remember()
      const own = new Set(conversations.map((conversation) => conversation.id))
      outbox.setOwner(visitor.id, (entry) => (own.has(entry.conversationKey) ? 'keep' : 'drop'))
    })
    return replaced
  }

  function show({ conversations, ...session }: Known, answered: boolean) {
    change({ session, answered })
    for (const conversation of conversations) threads.tell(conversation, 'history')
  }

  function remember() {
    const { session, threads } = store.state
    const conversations = Object.values(threads).map(({ conversation }) => conversation)
    if (session) sessions.remember({ ...session, conversations })
  }

  function nowOnline() {
    if (!pageTold && page) tellPage(page)
    if (wasOnline) refreshSoon()
    wasOnline = true
  }

  function refreshSoon() {
    const isTalking = Object.values(store.state.threads).some(
      (thread) => thread.conversation.status !== 'closed',
    )
    callOff()
    if (isTalking) refresh()
    else callOff = timing.after(timing.random() * CALM_REFRESH_MS, refresh)
  }

  /** What happened while the connection was lost in conversations that are not open, and whether agents are there. */
  function refresh() {
    refreshing?.stop()
    refreshing = persist(timing, () => sessions.ask(page), IGNORE)
    refreshing.done.then((reply) => {
      if (!applySession(reply)) return
      core.connection.close()
      core.connection.open()
    }, IGNORE)
  }

  function tellPage(seen: VisitorPage) {
    pageTold = false
    const told = () => {
      pageTold = pageTold || page === seen
    }
    const { url, title } = seen
    command('page:view', { url, title }).then(told, IGNORE)
  }

  function receive(message: Message) {
    const { conversationId } = message
    // Begun in another tab a moment ago; what this one begins comes with the answer.
    if (!threads.find(conversationId) && !threads.isStarting()) threads.open(conversationId).catch(IGNORE)
    core.receive(message)
  }

  async function startConversation(entry: OutboxEntry) {
    const { conversationKey: key, clientId, draft } = entry
    const message = { clientId, type: draft.type, content: draft.content } as FirstMessage
    const begun = threads.expectNew()
    try {
      const reply = await command('conversation:start', { ...entry.start, clientId: key, message })
      store.batch(() => {
        const { id } = reply.conversation
        change({ started: { ...store.state.started, [key]: id } })
        outbox.started(key, id)
        threads.begin(reply)
        remember()
      })
    } finally {
      begun()
    }
  }

  function send(conversationKey: string, draft: Draft): string {
    const key = store.state.started[conversationKey] ?? conversationKey
    const facts = outbox.entries.find((entry) => entry.conversationKey === key)?.start
    if (!facts) return core.actions.send(key, draft)
    return store.batch(() => outbox.add(key, draft, facts))
  }

  function start(draft: Draft, prechat?: Record<string, unknown>): string {
    const starting = store.state.starting
    const waits = starting?.pending.some((entry) => entry.status.name !== 'failed')
    if (starting && waits) {
      send(starting.clientId, draft)
      return starting.clientId
    }
    const key = uuid()
    const facts: StartFacts = prechat ? { prechat } : {}
    store.batch(() => {
      if (starting) outbox.move(starting.clientId, key, facts)
      outbox.add(key, draft, facts)
    })
    return key
  }

  async function connectOnce() {
    change({ connection: { status: 'connecting' } })
    try {
      await openSession()
    } catch (failure) {
      connecting = undefined
      if (destroyed) throw failure
      const refused: Connection = { status: 'refused', error: errorOf(failure) }
      change({ connection: refused })
      throw failure
    }
    if (!destroyed) core.connection.open()
  }

  function destroy() {
    destroyed = true
    request?.stop()
    refreshing?.stop()
    callOff()
    core.destroy()
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
    start,
    send,
    rate: (conversationId, score, comment) =>
      core.change(command('conversation:rate', { conversationId, score, comment })),
    close: (conversationId) => core.change(command('conversation:close', { conversationId })),
    pageView(seen) {
      page = { ...page, ...seen }
      tellPage(page)
    },
    onMessage: core.onMessage,
    destroy,
    async forget() {
      core.connection.close()
      await outbox.empty()
      destroy()
      for (const key of storage.keys()) if (key.startsWith(prefix)) storage.remove(key)
    },
  }
}

type FirstMessage = NonNullable<PayloadInput<'conversation:start'>['message']>
