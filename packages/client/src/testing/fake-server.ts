import type { CommandError, Events, PayloadInput, Reply } from '@biometrics/chat-protocol'
import type { Command, ConnectionOptions, ServerConnection } from '../connection.ts'
import { CommandFailed, unreachable } from '../errors.ts'
import { type FakeLog, fakeLog } from './fake-log.ts'

type Asked = { name: string; payload: unknown; answer: (give: () => void) => void; settle: Settle }
type Settle = { resolve(data: unknown): void; reject(failure: CommandFailed): void }
/** What is on its way to the client. */
type Arrival = () => void

export interface FakeServer {
  log: FakeLog
  /** Requests that wait to be carried out, and what is on its way back. */
  readonly requests: number
  readonly arrivals: number
  connect(options: ConnectionOptions): ServerConnection
  /** Somebody else says something, and the client is told. */
  say(senderType: 'agent' | 'user'): void
  /** Carries out a request; or refuses it, though for good only what somebody typed. */
  carryOut(which: number, refusal?: CommandError): void
  /** Lets one answer or event arrive. */
  arrive(which: number): void
  /** Loses one event on the way. */
  lose(which: number): void
  goOffline(): void
  goOnline(): void
}

/** One conversation behind a connection whose every step a test decides. */
export function fakeServer(): FakeServer {
  const log = fakeLog('c', 'visitor')
  const requests: Asked[] = []
  const arrivals: { kind: 'answer' | 'event'; run: Arrival }[] = []
  const unanswered = new Set<Settle>()
  let client: ConnectionOptions | undefined
  let online = false

  function tell<N extends keyof Events>(name: N, payload: Events[N]) {
    const told = client
    if (online) arrivals.push({ kind: 'event', run: () => told?.handlers[name]?.(payload) })
  }

  function execute(name: string, payload: unknown): unknown {
    if (name === 'conversation:sync') return log.page(payload as PayloadInput<'conversation:sync'>)
    if (name === 'message:read') {
      log.read('visitor', (payload as PayloadInput<'message:read'>).seq)
      return {}
    }
    if (name === 'message:send') {
      const { clientId, content } = payload as PayloadInput<'message:send'> & { content: { text: string } }
      const before = log.messages.length
      const message = log.add('user', clientId, content.text)
      if (log.messages.length > before) tell('message', message)
      return { message } satisfies Reply<'message:send'>
    }
    return {}
  }

  const command: Command = (name, payload) =>
    new Promise((resolve, reject) => {
      if (!online) return reject(unreachable('offline'))
      const settle: Settle = { resolve: (data) => resolve(data as Reply<typeof name>), reject }
      unanswered.add(settle)
      const answer = (give: () => void) =>
        arrivals.push({
          kind: 'answer',
          run() {
            unanswered.delete(settle)
            give()
          },
        })
      requests.push({ name, payload, answer, settle })
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

  return {
    log,
    get requests() {
      return requests.length
    },
    get arrivals() {
      return arrivals.length
    },
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
    say: (senderType) => tell('message', log.add(senderType)),
    carryOut(which, refusal) {
      const [asked] = requests.splice(which % Math.max(1, requests.length), 1)
      if (!asked) return
      if (refusal && (refusal.retryable || asked.name === 'message:send')) {
        asked.answer(() => asked.settle.reject(new CommandFailed(refusal)))
        return
      }
      const data = execute(asked.name, asked.payload)
      asked.answer(() => asked.settle.resolve(data))
    },
    arrive(which) {
      arrivals.splice(which % Math.max(1, arrivals.length), 1)[0]?.run()
    },
    lose(which) {
      const at = which % Math.max(1, arrivals.length)
      if (arrivals[at]?.kind === 'event') arrivals.splice(at, 1)
    },
    goOffline,
    goOnline() {
      if (online) return
      online = true
      client?.onStatus({ status: 'online' })
    },
  }
}
