import { type OpenWire, PACKET } from './wire.ts'

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
