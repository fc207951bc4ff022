import type { IncomingMessage, Server } from 'node:http'
import type { Socket } from 'node:net'
import type { Clock } from '../clock/clock.ts'
import { keepDoing } from '../clock/keep-doing.ts'

/** How slowly a body may come. */
export interface SlowestBody {
  /** All of one that is no upload. */
  seconds: number
  /** An upload, over all the time since it began. */
  uploadBytesPerSecond: number
}

const CHECK_MS = 1_000
const SECOND_MS = 1_000
/** Of an upload nothing is said before that. */
const PATIENCE_MS = 10_000
const TIMEOUT = 'HTTP/1.1 408 Request Timeout\r\nconnection: close\r\ncontent-length: 0\r\n\r\n'

/** Disconnects who sends a body drop by drop only to hold a place. */
export function endSlowSenders(
  http: Server,
  clock: Clock,
  { seconds, uploadBytesPerSecond }: SlowestBody,
): { stop(): void } {
  const underWay = new Map<IncomingMessage, { since: number; before: number }>()
  /** What a connection had brought when its last request ended: a body's beginning comes along with its head. */
  const broughtBefore = new WeakMap<Socket, number>()

  http.on('request', (request) => {
    const { headers, socket } = request
    const end = () => {
      underWay.delete(request)
      broughtBefore.set(socket, socket.bytesRead)
    }
    request.once('close', end)
    if (headers['content-length'] === undefined && headers['transfer-encoding'] === undefined) return
    underWay.set(request, { since: clock.now().getTime(), before: broughtBefore.get(socket) ?? 0 })
    request.once('end', end)
  })

  async function check() {
    for (const [request, { since, before }] of underWay) {
      const { socket } = request
      const ms = clock.now().getTime() - since
      // What has come and was not taken yet is our own slowness.
      const isPaused = request.readableLength > 0
      const bytes = socket.bytesRead - before
      const isUpload = request.headers['content-type']?.startsWith('multipart/') ?? false
      const isSlow = isUpload
        ? ms > PATIENCE_MS && bytes < (ms / SECOND_MS) * uploadBytesPerSecond
        : ms > seconds * SECOND_MS
      if (!isSlow || isPaused) continue
      underWay.delete(request)
      socket.end(TIMEOUT, () => socket.destroy())
    }
  }

  return keepDoing(clock, CHECK_MS, check, () => {})
}
