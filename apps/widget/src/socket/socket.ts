import { type OpenWire, PACKET, type Wire, type WireEvents } from './wire.ts'
import { openWebSocket } from './web-socket.ts'

/**
 * The part of `socket.io-client` that the chat's client uses, in a sixth of its weight; the build puts it in its place.
 * It speaks Socket.IO's protocol, version 5: one namespace, text only, no reconnecting of its own.
 */
export interface SocketOptions {
  auth: (give: (auth: object) => void) => void
  /** How long a handshake may take, in milliseconds. */
  timeout: number
  withCredentials?: boolean
}

const KIND = { connect: '0', disconnect: '1', event: '2', ack: '3', refused: '4' } as const

type Listener = (...args: never[]) => void
type Acknowledge = (data: unknown) => void

/** What is known of one connection; a new one is made for each `connect`. */
interface Line {
  wire: Wire | undefined
  waiting: Map<number, Acknowledge>
  timer: ReturnType<typeof setTimeout> | undefined
  /** How long the server may be silent. */
  patienceMs: number
  listeners: Map<string, Listener>
}

export function io(address: string, options: SocketOptions) {
  const base = new URL(address, globalThis.location?.href)
  const namespace = base.pathname
  const endpoint = new URL('/socket.io/?EIO=4', base)
  const credentials = options.withCredentials ? 'include' : 'same-origin'
  const listeners = new Map<string, Listener>()
  let hearAny: ((name: string, ...args: unknown[]) => void) | undefined
  let line: Line | undefined
  let connected = false
  let lastId = 0

  const tell = (name: string, ...args: unknown[]) => listeners.get(name)?.(...(args as never[]))
  const sendPacket = (kind: string, rest = '') =>
    line?.wire?.send(`${PACKET.message}${kind}${namespace},${rest}`)

  /** Takes the line down; the one who had it hears why. */
  function drop(failure?: Error): void {
    const dropped = line
    if (!dropped) return
    const wasConnected = connected
    line = undefined
    connected = false
    clearTimeout(dropped.timer)
    globalThis.removeEventListener?.('offline', loseNetwork)
    dropped.wire?.close()
    if (wasConnected) tell('disconnect')
    else if (failure) tell('connect_error', failure)
  }
  const loseNetwork = () => drop(new Error('offline'))

  function expect(current: Line, ms: number): void {
    clearTimeout(current.timer)
    current.timer = setTimeout(() => drop(new Error('timeout')), ms)
  }

  /** Where nothing answers over a WebSocket, by long polling, which few need and so comes later. */
  async function openOtherWire(current: Line): Promise<void> {
    try {
      const { openPolling } = await import('./polling.ts')
      if (line === current) openWire(current, openPolling)
    } catch {
      if (line === current) drop(new Error('closed'))
    }
  }

  function openWire(current: Line, open: OpenWire): void {
    let opened = false
    const events: WireEvents = {
      onPacket(packet) {
        if (line !== current) return
        opened = true
        onPacket(current, packet)
      },
      onClosed() {
        if (line !== current) return
        if (!opened && open === openWebSocket) void openOtherWire(current)
        else drop(new Error('closed'))
      },
    }
    current.wire = open(endpoint, events, credentials)
  }

  function onPacket(current: Line, packet: string): void {
    const rest = packet.slice(1)
    if (connected) expect(current, current.patienceMs)
    current.listeners.get('packet')?.()
    if (packet[0] === PACKET.ping) current.wire?.send(PACKET.pong)
    else if (packet[0] === PACKET.message) onMessage(current, rest)
    else if (packet[0] === PACKET.close) drop(new Error('closed'))
    else if (packet[0] === PACKET.open) {
      const { pingInterval, pingTimeout } = JSON.parse(rest)
      current.patienceMs = pingInterval + pingTimeout
      options.auth((auth) => sendPacket(KIND.connect, JSON.stringify(auth)))
    }
  }

  function onMessage(current: Line, message: string): void {
    const comma = message.indexOf(',')
    const [, id = '', body = ''] = /^(\d*)(.*)$/s.exec(message.slice(comma + 1)) ?? []
    const data = body === '' ? undefined : JSON.parse(body)
    switch (message[0]) {
      case KIND.connect:
        connected = true
        expect(current, current.patienceMs)
        return void tell('connect')
      case KIND.event:
        return hearAny?.(...(data as [string, ...unknown[]]))
      case KIND.ack: {
        const acknowledge = current.waiting.get(Number(id))
        current.waiting.delete(Number(id))
        return acknowledge?.(data[0])
      }
      case KIND.refused:
        return drop(Object.assign(new Error(data.message), { data: data.data }))
      case KIND.disconnect:
        return drop(new Error('closed'))
    }
  }

  const socket = {
    get connected() {
      return connected
    },
    io: {
      engine: {
        on: (name: string, listener: Listener) => void line?.listeners.set(name, listener),
      },
    },
    on: (name: string, listener: Listener) => void listeners.set(name, listener),
    onAny(listener: typeof hearAny) {
      hearAny = listener
    },
    connect() {
      if (line) return
      line = { wire: undefined, waiting: new Map(), timer: undefined, patienceMs: 0, listeners: new Map() }
      globalThis.addEventListener?.('offline', loseNetwork)
      expect(line, options.timeout)
      openWire(line, openWebSocket)
    },
    disconnect() {
      if (connected) sendPacket(KIND.disconnect)
      drop()
    },
    emit(name: string, payload: unknown, acknowledge: Acknowledge) {
      lastId += 1
      line?.waiting.set(lastId, acknowledge)
      sendPacket(KIND.event, `${lastId}${JSON.stringify([name, payload])}`)
    },
  }
  return socket
}
