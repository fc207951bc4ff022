import type { CommandError, Events, PayloadInput, Reply } from '@biometrics/chat-protocol'
import type { Command, ConnectionOptions, ServerConnection } from '../connection.ts'
import { CommandFailed, unreachable } from '../errors.ts'
import { type FakeLog, fakeLog } from './fake-log.ts'

type Settle = { resolve(data: unknown): void; reject(failure: CommandFailed): void }
type Asked = { name: string; payload: unknown; settle: Settle }
/** What is on its way to the client. */
type Arrival = { kind: 'answer' | 'event'; run(): void; lose(): void }

/** One conversation behind a connection whose every step a test decides. */
export interface FakeServer {
  log: FakeLog
  readonly online: boolean
  /** Requests that wait to be carried out, and what is on its way back. */
  readonly requests: number
  readonly arrivals: number
  /** Another connection to the same conversation. */
  another(): FakeServer
  connect(options: ConnectionOptions): ServerConnection
  /** Somebody else says something, and every client is told. */
  say(senderType: 'agent' | 'user'): void
  /** Tells this client something. */
  tell: Tell
  /** The tail heartbeat: tells every client what the conversation is like and where it ends. */
  tellHeads(): void
  /** The log goes back to a backup, and nobody is connected any longer. */
  restore(seq: number): void
  /** Carries out a request; or refuses it, though for good only what somebody typed. */
  carryOut(which: number, refusal?: CommandError): void
  /** Lets one answer or event arrive. */
  arrive(which: number): void
  /** Loses one event on the way, or one answer, which is given up. */
  lose(which: number): void
  /** One event comes twice. */
  repeat(which: number): void
  goOffline(): void
  goOnline(): void
}

export function fakeServer(): FakeServer {
  return newLine(fakeLog('c', 'visitor'), [])
}

type Tell = <N extends keyof Events>(name: N, payload: Events[N]) => void
interface Line {
  tell: Tell
  goOffline(): void
}

function newLine(log: FakeLog, lines: Line[]): FakeServer {
  const requests: Asked[] = []
  const arrivals: Arrival[] = []
  const unanswered = new Set<Settle>()
  let client: ConnectionOptions | undefined
  let online = false

  const tell: Tell = (name, payload) => {
    const told = client
    if (online) arrivals.push({ kind: 'event', run: () => told?.handlers[name]?.(payload), lose() {} })
  }
  const tellAll: Tell = (name, payload) => lines.forEach((line) => line.tell(name, payload))

  function execute(name: string, payload: unknown): unknown {
    if (name === 'conversation:sync') return log.page(payload as PayloadInput<'conversation:sync'>)
    if (name === 'message:read') {
      const { seq } = payload as PayloadInput<'message:read'>
      log.read('visitor', seq)
      tellAll('read', { conversationId: 'c', readerType: 'user', seq })
      return {}
    }
    if (name === 'message:send') {
      const { clientId, content } = payload as PayloadInput<'message:send'> & { content: { text: string } }
      const before = log.messages.length
      const message = log.add('user', clientId, content.text)
      if (log.messages.length > before) tellAll('message', message)
      return { message } satisfies Reply<'message:send'>
    }
    return {}
  }

  function answer({ settle }: Asked, give: () => void) {
    const done = (then: () => void) => () => {
      unanswered.delete(settle)
      then()
    }
    const lose = done(() => settle.reject(unreachable('no answer')))
    arrivals.push({ kind: 'answer', run: done(give), lose })
  }

  const command: Command = (name, payload) =>
    new Promise((resolve, reject) => {
      if (!online) return reject(unreachable('offline'))
      const settle: Settle = { resolve: (data) => resolve(data as Reply<typeof name>), reject }
      unanswered.add(settle)
      requests.push({ name, payload, settle })
    })

  function goOffline() {
    if (!online) return
    online = false
    requests.length = 0
    arrivals.length = 0
    for (const { reject } of unanswered) reject(unreachable('lost'))
    unanswered.clear()
    client?.onStatus({ status: 'offline', since: 0 })
  }
  lines.push({ tell, goOffline })

  function takeFrom<T>(list: T[], which: number): T | undefined {
    return list.splice(which % Math.max(1, list.length), 1)[0]
  }

  return {
    log,
    get online() {
      return online
    },
    get requests() {
      return requests.length
    },
    get arrivals() {
      return arrivals.length
    },
    another: () => newLine(log, lines),
    connect(options) {
      client = options
      return {
        command,
        get online() {
          return online
        },
        open() {},
        close: goOffline,
      }
    },
    tell,
    say: (senderType) => tellAll('message', log.add(senderType)),
    tellHeads() {
      const { conversation, epoch } = log.page({ afterSeq: 0 })
      tellAll('conversation', conversation)
      tellAll('heads', { epoch, heads: [{ conversationId: 'c', seq: conversation.lastSeq }] })
    },
    restore(seq) {
      for (const line of lines) line.goOffline()
      log.restore(seq)
    },
    carryOut(which, refusal) {
      const asked = takeFrom(requests, which)
      if (!asked) return
      if (refusal && (refusal.retryable || asked.name === 'message:send')) {
        return answer(asked, () => asked.settle.reject(new CommandFailed(refusal)))
      }
      const data = execute(asked.name, asked.payload)
      answer(asked, () => asked.settle.resolve(data))
    },
    arrive: (which) => takeFrom(arrivals, which)?.run(),
    lose: (which) => takeFrom(arrivals, which)?.lose(),
    repeat(which) {
      const arrival = arrivals[which % Math.max(1, arrivals.length)]
      if (arrival?.kind === 'event') arrivals.push(arrival)
    },
    goOffline,
    goOnline() {
      if (online) return
      online = true
      client?.onStatus({ status: 'online' })
    },
  }
}
