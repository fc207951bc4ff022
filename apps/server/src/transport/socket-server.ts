import type { Server as HttpServer } from 'node:http'
import { LIMITS } from '@biometrics/chat-protocol'
import { Server } from 'socket.io'

const CONNECT_TIMEOUT_MS = 10_000

export function createSocketServer(http: HttpServer): Server {
  return new Server(http, {
    serveClient: false,
    maxHttpBufferSize: LIMITS.frameBytes,
    connectTimeout: CONNECT_TIMEOUT_MS,
  })
}
