import { setTimeout as pause } from 'node:timers/promises'
import {
  type AgentClient,
  createVisitorClient,
  type Draft,
  memoryStorage,
  type PendingMessage,
  type VisitorClient,
} from '@biometrics/chat-client'
import type { Dialogue } from './dialogues.ts'

const APP_ID = 'biometrics-web'
const SEEN_TIMEOUT_MS = 30_000

export interface Stage {
  url: string
  /** One of them is given the conversation, or takes it where that is done by hand. */
  agents: readonly AgentClient[]
  /** Between one turn and the next. */
  pauseMs: number
  /** A message was seen by the other side, so long after it was sent. */
  onSeen(ms: number, what: 'first' | 'later'): void
}

/** What became of a dialogue. */
export interface Played {
  conversationId: string | null
  /** Why it could not be played to its end. */
  failure: string | null
}

/** USER turns as a new visitor, SYSTEM turns as its agent; each turn follows when the one before it was seen. */
export async function playDialogue({ turns }: Dialogue, stage: Stage): Promise<Played> {
  const storage = memoryStorage()
  const visitor = createVisitorClient({ url: stage.url, appId: APP_ID, storage })
  let open: Opened | null = null
  try {
    await visitor.connect()
    for (const [index, { speaker, utterance }] of turns.entries()) {
      if (index > 0 && stage.pauseMs > 0) await pause(stage.pauseMs)
      const sentAt = performance.now()
      if (open === null) {
        open = await openConversation(visitor, stage.agents, utterance)
      } else {
        const [sender, hearer] = speaker === 'USER' ? [visitor, open.agent] : [open.agent, visitor]
        await heard(hearer, sender, open.conversationId, text(utterance))
      }
      stage.onSeen(performance.now() - sentAt, index === 0 ? 'first' : 'later')
    }
    if (open !== null) {
      await open.agent.close(open.conversationId)
      open.agent.leave(open.conversationId)
    }
    return { conversationId: open?.conversationId ?? null, failure: null }
  } catch (error) {
    return {
      conversationId: open?.conversationId ?? null,
      failure: error instanceof Error ? error.message : String(error),
    }
  } finally {
    visitor.destroy()
  }
}

interface Opened {
  conversationId: string
  agent: AgentClient
}

/** Resolves when the agent who answers for it sees the first message. */
async function openConversation(
  visitor: VisitorClient,
  agents: readonly AgentClient[],
  first: string,
): Promise<Opened> {
  const conversationId = await started(visitor, visitor.start(text(first)))
  const agent = await taken(visitor, agents, conversationId)
  await agent.open(conversationId)
  // Where many come at once, a word about the queue may stand behind it.
  if (agent.state.threads[conversationId]?.messages[0]?.senderType !== 'user') {
    throw new Error('The agent did not see the first message.')
  }
  return { conversationId, agent }
}

/** By the one whom the router chose, also when it chooses while another takes it by hand. */
async function taken(
  visitor: VisitorClient,
  agents: readonly AgentClient[],
  conversationId: string,
): Promise<AgentClient> {
  const given = () => visitor.state.threads[conversationId]?.conversation.agentId ?? null
  const named = (id: string | null) => agents.find(({ state }) => state.agent?.id === id)
  const first = given() === null ? agents[0] : named(given())
  if (!first) throw new Error('Somebody else was given the conversation.')
  try {
    await first.take(conversationId)
    return first
  } catch (failure) {
    await withinTime('Nobody had the conversation', (resolve) => {
      const look = () => given() !== null && resolve(null)
      look()
      return visitor.subscribe(look)
    })
    const second = named(given())
    if (!second || second === first) throw failure
    return second
  }
}

function started(visitor: VisitorClient, key: string): Promise<string> {
  return withinTime('The conversation did not start', (resolve, reject) => {
    const look = () => {
      const id = visitor.state.started[key]
      if (id !== undefined) resolve(id)
      rejectIfRefused(visitor.state.starting?.pending, reject)
    }
    return visitor.subscribe(look)
  })
}

type Client = VisitorClient | AgentClient

function heard(hearer: Client, sender: Client, conversationId: string, draft: Draft): Promise<void> {
  return withinTime('A message was not seen', (resolve, reject) => {
    const clientId = sender.send(conversationId, draft)
    const look = () => rejectIfRefused(sender.state.threads[conversationId]?.pending, reject)
    const stops = [
      hearer.onMessage((message) => message.clientId === clientId && resolve()),
      sender.subscribe(look),
    ]
    return () => stops.forEach((stop) => stop())
  })
}

function rejectIfRefused(pending: readonly PendingMessage[] | undefined, reject: (error: Error) => void) {
  for (const { status } of pending ?? []) {
    if (status.name === 'failed') reject(new Error(`refused: ${status.error.message}`))
  }
}

type Listen<T> = (resolve: (value: T) => void, reject: (error: Error) => void) => () => void

/** Waits for what `listen` reports, and stops listening in every case. */
function withinTime<T>(failure: string, listen: Listen<T>): Promise<T> {
  const { promise, resolve, reject } = Promise.withResolvers<T>()
  const late = () => reject(new Error(`${failure} within ${SEEN_TIMEOUT_MS / 1_000} s.`))
  const timer = setTimeout(late, SEEN_TIMEOUT_MS)
  const stop = listen(resolve, reject)
  return promise.finally(() => {
    clearTimeout(timer)
    stop()
  })
}

function text(utterance: string): Draft {
  return { type: 'text', content: { text: utterance } }
}
