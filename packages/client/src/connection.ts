import type {
  CommandError,
  CommandName,
  EventName,
  Events,
  PayloadInput,
  Reply,
} from '@biometrics/chat-protocol'
import { io } from 'socket.io-client'
import type { Connection } from './api.ts'
import { CommandFailed, errorOf, isPassing, unreachable } from './errors.ts'
import { waitOrWake } from './persist.ts'
import { backoffMs, type Timing } from './timing.ts'

/** Asks the server and waits for its word. Without a connection it rejects at once: nothing is queued here. */
export type Command = <N extends CommandName>(name: N, payload: PayloadInput<N>) => Promise<Reply<N>>

export type EventHandlers = { [N in EventName]?: (payload: Events[N]) => unknown }

export interface ConnectionOptions {
  url: string
  namespace: '/visitor' | '/agent'
  timing: Timing
  /** Whether the cookie speaks. */
  withCredentials: boolean
  token(): string | undefined
  handlers: EventHandlers
  onStatus(status: Connection): void
  /** The server knows the token no longer: get another. Tried once between two successful handshakes. */
  renew?(): Promise<void>
}

export interface ServerConnection {
  command: Command
  readonly online: boolean
  open(): void
  close(): void
}

type Ack = { ok: true; data: unknown } | { ok: false; error: CommandError }

const HANDSHAKE_TIMEOUT_MS = 10_000
const ACK_TIMEOUT_MS = 10_000
/** A connection that held for less says nothing about the server's health. */
const STEADY_MS = 5_000

/** One socket that comes back by itself until it is closed or refused. */
export function createConnection(options: ConnectionOptions): ServerConnection {
  const { timing } = options
  const socket = io(options.url.replace(/\/+$/, '') + options.namespace, {
    autoConnect: false,
    // The waits between attempts are ours, so that they follow the injected clock and chance.
    reconnection: false,
    forceNew: true,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    withCredentials: options.withCredentials,
    timeout: HANDSHAKE_TIMEOUT_MS,
    auth: (give) => give(withToken(options.token())),
  })
  const unanswered = new Set<(failure: CommandFailed) => void>()
  let closed = true
  let failures = 0
  let renewed = false
  let onlineAt = 0
  let heardAt = 0
  let offlineSince: number | undefined
  let stopWaiting: (() => void) | undefined

  function lost(error?: CommandError) {
    if (closed) return
    offlineSince ??= timing.now()
    options.onStatus({ status: 'offline', since: offlineSince })
    const ms = Math.max(error?.retryAfterMs ?? 0, backoffMs(failures, timing))
    failures += 1
    stopWaiting?.()
    stopWaiting = waitOrWake(timing, ms, () => socket.connect())
  }

  function refusedFor(error: CommandError) {
    if (error.code === 'unauthenticated' && options.renew && !renewed) {
      renewed = true
      void renew(options.renew)
    } else if (isPassing(error)) lost(error)
    else giveUp(error)
  }

  async function renew(again: () => Promise<void>) {
    try {
      await again()
      if (!closed) socket.connect()
    } catch (failure) {
      giveUp(errorOf(failure))
    }
  }

  function giveUp(error: CommandError) {
    if (closed) return
    close()
    options.onStatus({ status: 'refused', error })
  }

  function close() {
    closed = true
    stopWaiting?.()
    socket.disconnect()
  }

  socket.on('connect', () => {
    onlineAt = timing.now()
    socket.io.engine.on('packet', () => {
      heardAt = timing.now()
    })
    offlineSince = undefined
    renewed = false
    options.onStatus({ status: 'online' })
  })
  socket.on('connect_error', (failure: Error & { data?: CommandError }) => {
    if (closed) return
    if (failure.data?.code) refusedFor(failure.data)
    else lost()
  })
  socket.on('disconnect', () => {
    for (const reject of unanswered) reject(unreachable('The connection was lost before the answer came.'))
    if (timing.now() - onlineAt >= STEADY_MS) failures = 0
    lost()
  })
  socket.onAny((name: string, payload: unknown) => {
    if (Object.hasOwn(options.handlers, name)) dispatch(options.handlers, name as EventName, payload)
  })

  const command: Command = (name, payload) =>
    new Promise((resolve, reject) => {
      if (!socket.connected) return reject(unreachable('There is no connection to the server.'))
      const settle = () => {
        unanswered.delete(fail)
        stopTimer()
      }
      const fail = (failure: CommandFailed) => {
        settle()
        reject(failure)
      }
      const stopTimer = timing.after(ACK_TIMEOUT_MS, () => {
        fail(unreachable('The server did not answer in time.'))
        // Nothing at all was heard: most likely the network is gone and the socket has not noticed.
        if (timing.now() - heardAt >= ACK_TIMEOUT_MS) socket.io.engine.close()
      })
      unanswered.add(fail)
      socket.emit(name, payload, (ack: Ack) => {
        settle()
        if (ack.ok) resolve(ack.data as Reply<typeof name>)
        else reject(new CommandFailed(ack.error))
      })
    })

  return {
    command,
    get online() {
      return socket.connected
    },
    open() {
      if (!closed) return
      closed = false
      socket.connect()
    },
    close,
  }
}

function withToken(token: string | undefined): { token?: string } {
  return token === undefined ? {} : { token }
}

function dispatch<N extends EventName>(handlers: EventHandlers, name: N, payload: unknown) {
  handlers[name]?.(payload as Events[N])
}
