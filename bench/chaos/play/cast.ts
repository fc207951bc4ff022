import {
  type ClientStorage,
  CommandFailed,
  createAgentClient,
  createVisitorClient,
  memoryStorage,
  type Store,
  systemTiming,
  type ThreadActions,
  type Timing,
} from '@biometrics/chat-client'
import { setTimeout as pause } from 'node:timers/promises'
import { CANARY } from '../check/check.ts'
import type { Sent, Side } from '../check/history.ts'
import type { AgentAccount, ClientLink, World } from '../world/world.ts'
import { type OutboxWatch, watchOutbox } from './outbox-watch.ts'
import type { Random } from './random.ts'
import { type Screen, type Watched, watchScreen } from './screen.ts'
import { until } from '../../../tooling/until.ts'

/** What visitors' and agents' clients have in common. */
type Client = Store<Watched> & ThreadActions & { destroy(): void }

/** One screen with somebody before it: a real client on a link of its own, and all that it does written down. */
export interface Tab {
  name: string
  side: Side
  conversationId: string
  link: ClientLink
  client: Client
  /** Where token and outbox are. */
  storage: ClientStorage
  screen: Screen
  outbox: OutboxWatch
  /** Says the next thing; null when the outbox is full. */
  say(visibility?: 'all' | 'note'): Sent | null
  /** Says what the server must refuse. */
  sayWrong(): void
  /** Reads everything that stands on the screen. */
  read(): void
  discard(sent: Sent): void
  /** Shuts the tab; another tab of the same outbox goes on with what it left, or nobody does. */
  shut(heir?: Tab): void
}

export interface Cast {
  /** Those that are open. */
  tabs: readonly Tab[]
  /** Those that ever were. */
  screens: readonly Screen[]
  sent: Sent[]
  /** How often the words of a note came down to a visitor. */
  readonly wireCanaries: number
  /** A visitor who has begun a conversation. */
  visitor(name: string, storage?: ClientStorage): Promise<Tab>
  /** Another tab of the same visitor; left out, the storage has the token and an empty outbox. */
  visitorTab(of: Tab, name: string, storage?: ClientStorage): Promise<Tab>
  /** An agent who looks at it; the first one answers for it, so that the others hear of it by looking only. */
  agent(name: string, conversationId: string): Promise<Tab>
  close(): Promise<void>
}

const APP_ID = 'biometrics-web'
/** Jitter stays as it is, but short, so that a run has many lives of a connection. */
const JITTER_SHARE = 0.15
const TOO_LONG = 'x'.repeat(10_001)

export function createCast(world: World, random: Random, now: () => number): Cast {
  const tabs: Tab[] = []
  const screens: Screen[] = []
  const sent: Sent[] = []
  const links: ClientLink[] = []
  const timing: Timing = { ...systemTiming, random: () => random.next() * JITTER_SHARE }
  const taken = new Set<string>()
  let said = 0
  let agents = 0

  function addTab(
    facts: { name: string; side: Side; conversationId: string },
    { client, link, storage }: Pick<Tab, 'client' | 'link' | 'storage'>,
  ): Tab {
    const { name, side, conversationId } = facts
    const screen = watchScreen(client, facts, now)
    const outbox = watchOutbox(client, { side, conversationId, sender: name }, sent, now)
    const tab: Tab = {
      name,
      side,
      conversationId,
      link,
      client,
      storage,
      screen,
      outbox,
      say(visibility = 'all') {
        const words = `${name} ${said++}`
        const text = visibility === 'note' ? `${CANARY} ${words}` : words
        const invokedAt = now()
        const clientId = send(() =>
          client.send(conversationId, { type: 'text', content: { text }, visibility }),
        )
        return clientId === null
          ? null
          : outbox.follow({ clientId, text, visibility, isSound: true, invokedAt })
      },
      sayWrong() {
        const draft = { type: 'text', content: { text: TOO_LONG } } as const
        const invokedAt = now()
        const clientId = send(() => client.send(conversationId, draft))
        if (clientId !== null)
          outbox.follow({ clientId, text: TOO_LONG, visibility: 'all', isSound: false, invokedAt })
      },
      read() {
        const seq = screen.thread?.messages.at(-1)?.seq
        if (seq !== undefined) client.markRead(conversationId, seq)
      },
      discard(message) {
        outbox.giveUp(message)
        client.discard(message.clientId)
      },
      shut(heir) {
        screen.reader.stayed = false
        client.destroy()
        if (heir) heir.outbox.adopt(outbox)
        else for (const message of outbox.waiting) outbox.giveUp(message)
        tabs.splice(tabs.indexOf(tab), 1)
      },
    }
    tabs.push(tab)
    screens.push(screen)
    return tab
  }

  async function openLink(canary?: string): Promise<ClientLink> {
    const link = await world.clientLink(canary)
    links.push(link)
    return link
  }

  async function openVisitor(storage: ClientStorage) {
    const link = await openLink(CANARY)
    const client = createVisitorClient({ url: link.url, appId: APP_ID, storage, timing })
    await client.connect()
    await until(client, ({ connection }) => connection.status === 'online')
    return { link, client, storage }
  }

  return {
    tabs,
    screens,
    sent,
    get wireCanaries() {
      return links.reduce((sum, { canaries }) => sum + canaries, 0)
    },
    async visitor(name, storage = memoryStorage()) {
      const opened = await openVisitor(storage)
      const { client } = opened
      const text = `${name} begins`
      const invokedAt = now()
      const key = client.start({ type: 'text', content: { text } })
      const conversationId = await until(client, ({ started }) => started[key])
      const thread = await until(client, ({ threads }) => threads[conversationId])
      const clientId = thread.messages[0]?.clientId
      if (!clientId) throw new Error(`${name} has no first message.`)
      const tab = addTab({ name, side: 'visitor', conversationId }, opened)
      tab.outbox.follow({ clientId, text, visibility: 'all', isSound: true, invokedAt })
      return tab
    },
    async visitorTab({ conversationId, storage: known }, name, storage = emptied(known)) {
      const opened = await openVisitor(storage)
      await loadAll(opened.client, conversationId)
      return addTab({ name, side: 'visitor', conversationId }, opened)
    },
    async agent(name, conversationId) {
      const account = world.agents[agents++ % world.agents.length] as AgentAccount
      const link = await openLink()
      const storage = memoryStorage()
      const client = createAgentClient({ url: link.url, token: account.token, storage, timing })
      await client.connect()
      await until(client, ({ connection }) => connection.status === 'online')
      if (!taken.has(conversationId)) {
        taken.add(conversationId)
        await insist(() => client.take(conversationId))
      }
      await loadAll(client, conversationId)
      return addTab({ name, side: 'agent', conversationId }, { client, link, storage })
    },
    async close() {
      for (const { client } of tabs) client.destroy()
      for (const link of links) await link.close()
    },
  }
}

/** A full outbox says so; the words were never taken. */
function send(add: () => string): string | null {
  try {
    return add()
  } catch (failure) {
    if (failure instanceof CommandFailed) return null
    throw failure
  }
}

/** A screen that somebody scrolled up to the beginning, however often it takes. */
async function loadAll(client: Client, conversationId: string): Promise<void> {
  await client.open(conversationId)
  while (client.state.threads[conversationId]?.history !== 'complete') {
    await client.loadOlder(conversationId).catch(() => {})
    await pause(LOAD_AGAIN_MS)
  }
}

const LOAD_AGAIN_MS = 20

/** A busy machine may need more than one try. */
async function insist<T>(ask: () => Promise<T>): Promise<T> {
  for (let tries = 1; ; tries += 1) {
    try {
      return await ask()
    } catch (failure) {
      const isPassing = failure instanceof CommandFailed && failure.error.retryable
      if (!isPassing || tries === TRIES_MAX) throw failure
      await pause(failure.error.retryAfterMs ?? LOAD_AGAIN_MS)
    }
  }
}

const TRIES_MAX = 10

/** What a visitor's storage holds, but for the outbox. */
function emptied(storage: ClientStorage): ClientStorage {
  const copy = memoryStorage()
  for (const key of storage.keys()) {
    if (!key.includes('outbox')) copy.set(key, storage.get(key) ?? '')
  }
  return copy
}
