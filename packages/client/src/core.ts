import type { CommandName, Conversation, Message, PayloadInput, Reply } from '@biometrics/chat-protocol'
import type { ClientStorage, Connection, OutboxEntry, PendingMessage, Thread, ThreadActions } from './api.ts'
import { type Command, createConnection, type EventHandlers, type ServerConnection } from './connection.ts'
import { createHeads } from './heads.ts'
import { createListeners } from './listeners.ts'
import { createOutbox, type Outbox } from './outbox.ts'
import { keyValueOutbox } from './outbox-storage.ts'
import { createPendingLists } from './pending-lists.ts'
import type { Rest } from './rest.ts'
import type { Side, ThreadState } from './thread-state.ts'
import { createThreads, type Threads } from './threads.ts'
import type { Timing } from './timing.ts'

export interface CoreOptions {
  side: Side
  url: string
  rest: Rest
  storage: ClientStorage
  outboxPrefix: string
  timing: Timing
  token(): string | undefined
  renew?(): Promise<void>
  batch<T>(run: () => T): T
  /** Events beside those that every conversation has, or in place of them. */
  handlers: Omit<EventHandlers, 'conversation'>
  /** Where a conversation goes that the server told of; left out, it becomes a thread. */
  tell?(conversation: Conversation, from: 'event' | 'answer'): void
  /** Sends the first message of a conversation that is still to be started. */
  startConversation(entry: OutboxEntry): Promise<void>
  onStatus(status: Connection): void
  onThread(conversationId: string, thread: Thread | undefined): void
  onOutbox(): void
  /** How far a conversation that is not open is known to go. */
  endOf(conversationId: string): number
  /** What is shown of conversations that are not open is to be read anew. */
  refresh(): void
  /** Nothing that is known of the log holds any longer. */
  onReset(): void
}

export interface Core {
  command: Command
  connection: ServerConnection
  threads: Threads
  outbox: Outbox
  actions: ThreadActions
  pendingOf(conversationKey: string): readonly PendingMessage[]
  receive(message: Message): void
  onMessage(listener: (message: Message) => void): () => void
  /** Waits for the answer and gives the conversation in it to everybody who shows it. */
  change(asked: Promise<{ conversation: Conversation }>): Promise<Conversation>
  destroy(): void
}

/** What visitors' and agents' clients have in common: one connection, threads, an outbox, and how they meet. */
export function createCore(options: CoreOptions, connect = createConnection): Core {
  const { side, timing, storage, batch } = options
  const listeners = createListeners<[Message]>()
  const pending = createPendingLists()

  const heads = createHeads({
    timing,
    follow: (conversationId, seq) => threads.follow(conversationId, seq),
    endOf: (conversationId) => (threads.isOpen(conversationId) ? Infinity : options.endOf(conversationId)),
    onBehind: options.refresh,
    onReset: () =>
      batch(() => {
        threads.reset()
        options.onReset()
      }),
  })

  const connection = connect({
    url: options.url,
    namespace: side === 'visitor' ? '/visitor' : '/agent',
    withCredentials: options.rest.credentials === 'include',
    timing,
    token: options.token,
    ...(options.renew && { renew: options.renew }),
    handlers: {
      message: (message) => batch(() => receive(message)),
      typing: (told) => threads.receiveTyping(told),
      read: (told) => batch(() => threads.receiveRead(told)),
      heads: (told) => batch(() => heads.hear(told)),
      ...options.handlers,
      conversation: (conversation) => tell(conversation, 'event'),
    },
    onStatus(status) {
      batch(() => {
        if (status.status !== 'online') threads.suspend()
        options.onStatus(status)
        if (status.status !== 'online') return
        threads.resume()
        outbox.resume()
      })
    },
  })

  const { outboxPrefix: prefix } = options
  const outbox = createOutbox({
    storage: storage.outbox?.(prefix) ?? keyValueOutbox(storage, prefix),
    exclusive: storage.exclusive,
    prefix,
    timing,
    isOnline: () => connection.online,
    deliver,
    onChange: () => batch(showPending),
  })

  const threads = createThreads({
    side,
    timing,
    command,
    isOnline: () => connection.online,
    onChange(conversationId, thread) {
      if (thread) acknowledgeFrom(thread)
      options.onThread(conversationId, thread && view(thread))
    },
    onMessage: listeners.tell,
  })
  pending.refresh(outbox.entries)

  /** Every page names the log that it is from. */
  async function command<N extends CommandName>(name: N, payload: PayloadInput<N>): Promise<Reply<N>> {
    const reply = await connection.command(name, payload)
    if ('epoch' in reply) heads.hearEpoch(reply.epoch)
    return reply
  }

  function tell(conversation: Conversation, from: 'event' | 'answer') {
    batch(() => (options.tell ? options.tell(conversation, from) : threads.tell(conversation, 'event')))
  }

  function view({ conversation, messages, history, typing }: ThreadState): Thread {
    return { conversation, messages, history, typing, pending: pending.of(conversation.id) }
  }

  function showPending() {
    for (const key of pending.refresh(outbox.entries)) {
      const thread = threads.find(key)
      if (thread) options.onThread(key, view(thread))
    }
    options.onOutbox()
  }

  /** What stands in the log needs no sending, even if its ✓ was lost. */
  function acknowledgeFrom({ conversation, messages }: ThreadState) {
    const waiting = new Set(pending.of(conversation.id).map((entry) => entry.clientId))
    if (waiting.size === 0) return
    const stored = messages.filter(({ clientId }) => clientId !== null && waiting.has(clientId))
    for (const { clientId } of stored) if (clientId !== null) outbox.acknowledge(clientId)
  }

  function receive(message: Message) {
    threads.receive(message)
    if (message.clientId !== null) outbox.acknowledge(message.clientId)
  }

  async function deliver(entry: OutboxEntry) {
    if (entry.start) return options.startConversation(entry)
    const { clientId, conversationKey: conversationId, draft } = entry
    const { message } = await command('message:send', { ...draft, conversationId, clientId })
    batch(() => {
      threads.receive(message)
      outbox.acknowledge(clientId)
    })
  }

  return {
    command,
    connection,
    threads,
    outbox,
    pendingOf: pending.of,
    receive,
    onMessage: listeners.add,
    async change(asked) {
      const { conversation } = await asked
      tell(conversation, 'answer')
      return conversation
    },
    destroy() {
      connection.close()
      outbox.destroy()
      heads.destroy()
      threads.destroy()
      listeners.clear()
    },
    actions: {
      open: threads.open,
      loadOlder: threads.loadOlder,
      send(conversationKey, draft) {
        threads.stoppedTyping(conversationKey)
        return batch(() => outbox.add(conversationKey, draft))
      },
      retry: outbox.retry,
      discard: outbox.discard,
      setTyping(conversationId, typing, preview) {
        if (threads.find(conversationId)) threads.setTyping(conversationId, typing, preview)
      },
      markRead: (conversationId, seq) => batch(() => threads.markRead(conversationId, seq)),
      async upload(file, uploadOptions = {}) {
        const { uploadFile } = await import('./upload.ts')
        return uploadFile(options.rest, file, uploadOptions)
      },
    },
  }
}
