/**
 * The two ways in which Engine.IO, version 4, carries packets: a WebSocket, and long polling where one is not let through.
 * A packet is a text whose first sign is its type.
 */
export const PACKET = { open: '0', close: '1', ping: '2', pong: '3', message: '4' } as const

export interface Wire {
  send(packet: string): void
  close(): void
}

export interface WireEvents {
  onPacket(packet: string): void
  /** Broken, or closed by the server; not after our own `close`. */
  onClosed(): void
}

export type OpenWire = (address: URL, events: WireEvents, credentials: RequestCredentials) => Wire

export const openWebSocket: OpenWire = (address, { onPacket, onClosed }) => {
  const url = new URL(address)
  url.protocol = url.protocol.replace('http', 'ws')
  url.searchParams.set('transport', 'websocket')
  const socket = new WebSocket(url)
  socket.onmessage = ({ data }) => onPacket(data)
  socket.onclose = onClosed
  return {
    send: (packet) => socket.send(packet),
    close() {
      socket.onmessage = socket.onclose = null
      socket.close()
    },
  }
}

const SEPARATOR = '\x1e'

export const openPolling: OpenWire = (address, { onPacket, onClosed }, credentials) => {
  const url = new URL(address)
  url.searchParams.set('transport', 'polling')
  const control = new AbortController()
  let unsent: string[] = []
  let sending = false

  async function request(init?: RequestInit): Promise<string> {
    const response = await fetch(url, { credentials, cache: 'no-store', signal: control.signal, ...init })
    if (!response.ok) throw new Error(`${response.status}`)
    return response.text()
  }
  function end(): void {
    if (control.signal.aborted) return
    control.abort()
    onClosed()
  }
  async function receive(): Promise<void> {
    while (!control.signal.aborted) {
      for (const packet of (await request()).split(SEPARATOR)) {
        if (packet[0] === PACKET.open) url.searchParams.set('sid', JSON.parse(packet.slice(1)).sid)
        if (packet[0] === PACKET.close) return end()
        if (!control.signal.aborted) onPacket(packet)
      }
    }
  }
  /** One request at a time, so that packets arrive in their order. */
  async function flush(): Promise<void> {
    if (sending) return
    sending = true
    while (unsent.length > 0) {
      const body = unsent.join(SEPARATOR)
      unsent = []
      await request({ method: 'POST', body })
    }
    sending = false
  }
  receive().catch(end)
  return {
    send(packet) {
      unsent.push(packet)
      flush().catch(end)
    },
    close: () => control.abort(),
  }
}
