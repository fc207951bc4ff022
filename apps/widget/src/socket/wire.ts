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
