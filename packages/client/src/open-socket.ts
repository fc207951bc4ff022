import { io } from 'socket.io-client'
import type { ConnectionOptions } from './connection.ts'

const HANDSHAKE_TIMEOUT_MS = 10_000

/** A socket that does nothing by itself: when it connects, and again, is decided by the injected clock and chance. */
export function openSocket(options: ConnectionOptions) {
  return io(options.url.replace(/\/+$/, '') + options.namespace, {
    autoConnect: false,
    reconnection: false,
    forceNew: true,
    transports: ['websocket', 'polling'],
    tryAllTransports: true,
    withCredentials: options.withCredentials,
    timeout: HANDSHAKE_TIMEOUT_MS,
    auth: (give) => give(authOf(options.token())),
  })
}

/** What this client sends it takes from the answers. */
function authOf(token: string | undefined): { token?: string; echo: false } {
  return token === undefined ? { echo: false } : { token, echo: false }
}
