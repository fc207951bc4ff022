import type { Server as HttpServer, IncomingMessage, ServerResponse } from 'node:http'
import { ChatError, ERRORS, LIMITS } from '@biometrics/chat-protocol'
import { Server } from 'socket.io'
import { toProblem } from './errors.ts'
import type { SocketGuard } from './guard-sockets.ts'

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

/** Turns a crowd away before a connection is opened and anybody is looked up: with 503, and for each another time to come. */
export function refuseCrowds(
  io: Server,
  guard: Pick<SocketGuard, 'handshake'>,
  report: (error: unknown) => void,
) {
  io.engine.use((request: IncomingMessage, response: ServerResponse, next: () => void) => {
    // What has an id is a connection already.
    if (URL.parse(request.url ?? '', 'http://here')?.searchParams.has('sid')) return next()
    guard.handshake(request).then((retryAfterMs) => {
      if (retryAfterMs === 0) next()
      else refuseHandshake(request, response, new ChatError('busy', undefined, { retryAfterMs }))
    }, report)
  })
}

const SECOND_MS = 1_000

function refuseHandshake(request: IncomingMessage, response: ServerResponse, error: ChatError) {
  const { status, title } = ERRORS[error.code]
  const retryAfter = Math.ceil((error.retryAfterMs ?? SECOND_MS) / SECOND_MS)
  // Engine.IO's stand-in for the answer to an upgrade can only hang up.
  if (request.headers.upgrade !== undefined) {
    const head = [`HTTP/1.1 ${status} ${title}`, `retry-after: ${retryAfter}`, 'connection: close']
    request.socket.end(`${head.join('\r\n')}\r\ncontent-length: 0\r\n\r\n`)
    return
  }
  response
    .writeHead(status, {
      'retry-after': String(retryAfter),
      'content-type': 'application/problem+json; charset=utf-8',
    })
    .end(JSON.stringify(toProblem(error)))
}
