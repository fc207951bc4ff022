import type { Server, Socket } from 'socket.io'
import type { Clock } from '../clock/clock.ts'
import { cutConnection } from './cut-connection.ts'

/** What a reader may leave unread in our memory; it finds all of it in the log when it comes back. */
const UNREAD_MAX_BYTES = 1024 * 1024
const CHECK_MS = 500

/** Disconnects who does not read what it is told, before it costs the others the memory. */
export function endSlowReaders(io: Server, clock: Clock): { stop(): void } {
  const namespaces = [io.of('/visitor').sockets, io.of('/agent').sockets]
  let cancel = clock.after(CHECK_MS, check)

  function check() {
    for (const sockets of namespaces) {
      for (const socket of sockets.values()) if (unreadBytes(socket) > UNREAD_MAX_BYTES) cutConnection(socket)
    }
    cancel = clock.after(CHECK_MS, check)
  }

  return { stop: () => cancel() }
}

/** Engine.IO's own fields, which its types keep to itself. */
interface EngineConnection {
  transport: { socket?: { bufferedAmount: number } }
  writeBuffer: { data?: unknown }[]
}

function unreadBytes(socket: Socket): number {
  const { transport, writeBuffer } = socket.conn as unknown as EngineConnection
  let bytes = transport.socket?.bufferedAmount ?? 0
  for (const { data } of writeBuffer) if (typeof data === 'string') bytes += data.length
  return bytes
}
