import type { Message } from '@biometrics/chat-protocol'
import type { ClientStorage, Thread } from '../api.ts'
import { createCore } from '../core.ts'
import { createRest } from '../rest.ts'
import { createStore } from '../store.ts'
import type { FakeServer } from './fake-server.ts'
import type { ManualTiming } from './manual-timing.ts'

/** The core of a visitor's client in one conversation, and all that it was told of. */
export function startCoreClient(server: FakeServer, storage: ClientStorage, timing: ManualTiming) {
  const store = createStore<{ thread: Thread | undefined }>({ thread: undefined })
  const heard: Message[] = []
  /** What the client was asked to do about the rest of the log. */
  const asked: ('refresh' | 'reset')[] = []
  const core = createCore(
    {
      side: 'visitor',
      url: '',
      rest: createRest('', () => undefined),
      storage,
      outboxPrefix: 'outbox:',
      timing,
      token: () => undefined,
      batch: store.batch,
      handlers: {},
      startConversation: () => Promise.reject(new Error('not here')),
      onStatus: () => {},
      onThread: (id, thread) => id === 'c' && store.set({ thread }),
      onOutbox: () => {},
      endOf: (conversationId) => core.threads.find(conversationId)?.conversation.lastSeq ?? 0,
      refresh: () => asked.push('refresh'),
      onReset: () => asked.push('reset'),
    },
    server.connect,
  )
  core.onMessage((message) => heard.push(message))
  core.outbox.setOwner('vera', () => 'drop')
  core.threads.tell(server.log.conversation, 'history')
  core.threads.open('c').catch(() => {})
  return { core, store, heard, asked }
}

export type CoreClient = ReturnType<typeof startCoreClient>

export function textOf(message: { content: object }): string {
  return (message.content as { text: string }).text
}
