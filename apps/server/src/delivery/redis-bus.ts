import { randomUUID } from 'node:crypto'
import type { Redis } from 'ioredis'
import type { Bus, Publication, Told } from './bus.ts'
import type { Link } from './link.ts'

/** Raised with the shape of a publication: nodes of another shape do not hear us, their clients ask the log. */
const SHAPE = 1
/** Characters that Redis has not taken yet; more than this is dropped, as while the link is down. */
const MOST_UNANSWERED = 16_000_000
/** One command for a whole batch: a command for each publication costs this process four times as much. */
const PUBLISH_ALL = "for i, channel in ipairs(KEYS) do redis.call('SPUBLISH', channel, ARGV[i]) end"
/** Channels in one command, when all are subscribed anew. */
const SUBSCRIBED_AT_ONCE = 1_000

interface Connections {
  /** One that others may use as well. */
  client: Redis
  /** One for nothing else. */
  subscriber: Redis
  /** Names the installation: several may share a Redis, whose channels know no databases. */
  installation: string
  report(error: unknown): void
}

/** Redis 7's sharded channels: a node hears what it has subscribed to, and one command carries a batch. */
export function createRedisBus({ client, subscriber, installation, report }: Connections): Bus {
  const id = randomUUID()
  const prefix = `biometrics-chat:${SHAPE}:${installation}:`
  /** Each channel with the promise that it is confirmed. */
  const channels = new Map<string, Promise<void>>()
  let hear: (publication: Publication) => void = () => {}
  let batches = 0
  let unanswered = 0
  const link = createLink()

  const subscribeTo = (names: string[]) => subscriber.ssubscribe(...names.map((name) => prefix + name))

  /** The first is for ourselves: it shows at once whether this Redis knows how. */
  async function subscribeAll() {
    try {
      await subscribeTo([id])
      const names = [...channels.keys()]
      const portions: Promise<unknown>[] = []
      for (let from = 0; from < names.length; from += SUBSCRIBED_AT_ONCE) {
        const portion = names.slice(from, from + SUBSCRIBED_AT_ONCE)
        const confirmed = subscribeTo(portion)
        portions.push(confirmed)
        for (const name of portion) channels.set(name, settled(confirmed))
      }
      await Promise.all(portions)
      link.set('hears', subscriber.status === 'ready')
    } catch (error) {
      if (subscriber.status !== 'ready') return
      // A refusal stays one until somebody mends it; an overdue answer may come on a new connection.
      if (error instanceof Error && error.name === 'ReplyError') report(error)
      else subscriber.disconnect(true)
    }
  }

  subscriber.on('ready', subscribeAll)
  subscriber.on('close', () => link.set('hears', false))
  client.on('ready', () => link.set('tells', true))
  client.on('close', () => link.set('tells', false))
  if (client.status === 'ready') link.set('tells', true)
  if (subscriber.status === 'ready') void subscribeAll()

  subscriber.on('smessage', (channel: string, body: string) => {
    if (body.startsWith(id)) return
    try {
      hear({ channel: channel.slice(prefix.length), ...decode(body) })
    } catch (error) {
      report(error)
    }
  })

  return {
    link,
    // Others come and go unseen.
    isAlone: () => false,
    publish(batch) {
      batches += 1
      if (client.status !== 'ready' || unanswered > MOST_UNANSWERED) return
      const texts = new Map<Told, string>()
      const names = [...batch.keys()].map((channel) => prefix + channel)
      const bodies = [...batch.values()].map((told) => encode(id, batches, told, texts))
      const length = bodies.reduce((sum, body) => sum + body.length, 0)
      unanswered += length
      const answered = () => {
        unanswered -= length
      }
      client.eval(PUBLISH_ALL, names.length, ...names, ...bodies).then(answered, answered)
    },
    listen(listener) {
      hear = listener
    },
    subscribe(channel) {
      const known = channels.get(channel)
      if (known) return known
      const confirmed = subscriber.status === 'ready' ? settled(subscribeTo([channel])) : Promise.resolve()
      channels.set(channel, confirmed)
      return confirmed
    },
    unsubscribe(channel) {
      if (!channels.delete(channel) || subscriber.status !== 'ready') return
      subscriber.sunsubscribe(prefix + channel).catch(() => {})
    },
    async stop() {
      hear = () => {}
      subscriber.disconnect()
    },
  }
}

/** Done either way: without an answer the connection is about to break, and then all are subscribed anew. */
function settled(promise: Promise<unknown>): Promise<void> {
  return promise.then(
    () => {},
    () => {},
  )
}

/** Up while both connections are. */
function createLink(): Link & { set(part: 'hears' | 'tells', works: boolean): void } {
  const parts = { hears: false, tells: false }
  const listeners = new Set<(up: boolean) => void>()
  const isUp = () => parts.hears && parts.tells
  return {
    get up() {
      return isUp()
    },
    onChange(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    set(part, works) {
      const before = isUp()
      parts[part] = works
      if (isUp() !== before) for (const listener of listeners) listener(isUp())
    },
  }
}

/** `<node> <batch> [told, …]`: what it comes from can be seen without parsing the rest. */
function encode(node: string, batch: number, told: readonly Told[], texts: Map<Told, string>): string {
  const parts = told.map((one) => {
    const text = texts.get(one) ?? JSON.stringify(one)
    texts.set(one, text)
    return text
  })
  return `${node} ${batch} [${parts.join(',')}]`
}

function decode(body: string): Omit<Publication, 'channel'> {
  const [, from, batch, told] = /^(\S+) (\d+) (.*)$/s.exec(body) ?? []
  if (from === undefined || told === undefined) throw new Error('What came through Redis is no publication.')
  return { from, batch: Number(batch), told: JSON.parse(told) as Told[] }
}
