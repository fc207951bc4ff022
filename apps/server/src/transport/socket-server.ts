import type { Server as HttpServer } from 'node:http'
import { LIMITS } from '@biometrics/chat-protocol'
import { Server } from 'socket.io'

/** Who opens a connection and does not say who they are only wants to hold a place. */
const CONNECT_TIMEOUT_MS = 5_000
/** A connection that has died without a word is noticed by both ends within the sum of these, below the promised 20 s. */
const PING_INTERVAL_MS = 10_000
const PING_TIMEOUT_MS = 5_000

export function createSocketServer(http: HttpServer): Server {
  return new Server(http, {
    serveClient: false,
    maxHttpBufferSize: LIMITS.frameBytes,
    connectTimeout: CONNECT_TIMEOUT_MS,
    pingInterval: PING_INTERVAL_MS,
    pingTimeout: PING_TIMEOUT_MS,
  })
}
