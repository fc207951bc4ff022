import type {
  CommandError,
  CommandName,
  EventName,
  Events,
  PayloadInput,
  Reply,
} from '@biometrics/chat-protocol'
import type { Connection } from './api.ts'
import { createCalls } from './calls.ts'
import { errorOf, isPassing } from './errors.ts'
import { type Gate, newGate } from './gate.ts'
import { openSocket } from './open-socket.ts'
import { waitOrWake } from './persist.ts'
import { createProbe } from './probe.ts'
import { reconnectMs, type Timing } from './timing.ts'
import { onSleep, onWake } from './wake.ts'

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

/** A connection that held for less says nothing about the server's health. */
const STEADY_MS = 5_000
/** Over a network that is gone, a handshake would go on until its time is up. */
const STALE_HANDSHAKE_MS = 1_000
/** For so long nobody is told that one connection takes the place of another. */
const MOVE_MS = 3_000
/** Between two handshakes while moving. */
const MOVE_RETRY_MS = 500
/** Answers on their way are waited for before a connection is given back. */
const FAREWELL_MS = 3_000
/** How often a command is asked of another server because this one is about to stop. */
const TRIES_MAX = 3

const IGNORE = () => {}

/** One socket that comes back by itself until it is closed or refused. */
export function createConnection(options: ConnectionOptions): ServerConnection {
  const { timing } = options
  const socket = openSocket(options)
  const calls = createCalls(socket, timing, doubt)
  const probe = createProbe(timing, () => void calls.ask('ping', {}).catch(IGNORE), replace)
  let closed = true
  /** Since when there has been no connection that held; undefined while there is one. */
  let lostAt: number | undefined
  let renewed = false
  let onlineAt = 0
  let offlineSince: number | undefined
  let handshakeSince: number | undefined
  let hangingUp = false
  /** Set while one connection takes the place of another; until then commands wait. */
  let move: Gate | undefined
  let stopWaiting = IGNORE
  let stopMoving = IGNORE
  let stopDraining: (() => void) | undefined
  let stopWatching = IGNORE

  function connect() {
    handshakeSince = timing.now()
    socket.connect()
  }

  function hangUp() {
    hangingUp = true
    socket.disconnect()
    hangingUp = false
  }

  function lost(error?: CommandError) {
    if (closed) return
    if (!move) tellOffline()
    lostAt ??= timing.now()
    const ms = move ? timing.random() * MOVE_RETRY_MS : reconnectMs(timing.now() - lostAt, timing)
    stopWaiting()
    stopWaiting = waitOrWake(timing, (error?.retryAfterMs ?? 0) + ms, connect)
  }

  function tellOffline() {
    offlineSince ??= timing.now()
    options.onStatus({ status: 'offline', since: offlineSince })
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
      if (!closed) connect()
    } catch (failure) {
      giveUp(errorOf(failure))
    }
  }

  function giveUp(error: CommandError) {
    if (closed) return
    close()
    options.onStatus({ status: 'refused', error })
  }

  /** From here on another connection takes the place of this one; nobody is told unless that takes long. */
  function beginMove() {
    move ??= newGate()
    stopMoving()
    stopMoving = timing.after(MOVE_MS, () => {
      endMove()
      tellOffline()
    })
  }

  function endMove() {
    stopMoving()
    move?.open()
    move = undefined
  }

  function replace() {
    beginMove()
    stopWaiting()
    hangUp()
    connect()
  }

  /** The server wants us to go: what was asked is answered first, what is asked now is asked of the next. */
  function leave() {
    if (move || closed) return
    move = newGate()
    const leaving = move
    const go = () => {
      stopDraining?.()
      if (move === leaving && socket.connected) replace()
    }
    stopDraining = timing.after(FAREWELL_MS, go)
    void calls.whenAnswered().then(go)
  }

  function drain({ afterMs }: Events['draining']) {
    stopDraining ??= timing.after(timing.random() * afterMs, leave)
  }

  /** The network may be another one, or the computer has slept; nobody is told of connections that died meanwhile. */
  function doubt() {
    if (closed) return
    if (socket.connected) probe.start()
    else if (handshakeSince !== undefined && timing.now() - handshakeSince > STALE_HANDSHAKE_MS) {
      hangUp()
      connect()
    }
  }

  function watch() {
    const stops = [onWake(timing, (doubtful) => doubtful && doubt()), onSleep(timing, doubt)]
    stopWatching = () => stops.forEach((stop) => stop())
  }

  function stopTimers() {
    stopWaiting()
    probe.stop()
    stopDraining?.()
    stopDraining = undefined
  }

  function close() {
    if (closed) return
    closed = true
    stopTimers()
    stopWatching()
    endMove()
    handshakeSince = undefined
    socket.disconnect()
  }

  socket.on('connect', () => {
    stopTimers()
    handshakeSince = undefined
    onlineAt = timing.now()
    socket.io.engine.on('packet', probe.hear)
    offlineSince = undefined
    renewed = false
    endMove()
    options.onStatus({ status: 'online' })
  })
  socket.on('connect_error', (failure: Error & { data?: CommandError }) => {
    handshakeSince = undefined
    if (closed) return
    if (failure.data?.code) refusedFor(failure.data)
    else lost()
  })
  socket.on('disconnect', () => {
    calls.failAll()
    probe.stop()
    if (timing.now() - onlineAt >= STEADY_MS) lostAt = undefined
    if (hangingUp) return
    if (move || stopDraining) beginMove()
    lost()
  })
  socket.onAny((name: string, payload: unknown) => {
    if (name === 'draining') drain(payload as Events['draining'])
    else if (Object.hasOwn(options.handlers, name)) dispatch(options.handlers, name as EventName, payload)
  })

  const command: Command = async (name, payload) => {
    for (let tries = 1; ; tries += 1) {
      if (move) await move.opened
      try {
        return await calls.ask(name, payload)
      } catch (failure) {
        const { code, retryable } = errorOf(failure)
        // A server that stops answers all that it has begun: what it left unanswered it never had.
        const isHandedOver = code === 'restarting' || (retryable && move !== undefined)
        if (!isHandedOver || closed || tries === TRIES_MAX) throw failure
        if (code === 'restarting') leave()
      }
    }
  }

  return {
    command,
    get online() {
      return socket.connected
    },
    open() {
      if (!closed) return
      closed = false
      watch()
      connect()
    },
    close,
  }
}

function dispatch<N extends EventName>(handlers: EventHandlers, name: N, payload: unknown) {
  handlers[name]?.(payload as Events[N])
}
