import { onTestFinished } from 'vitest'
import { WebSocket } from 'ws'
import type { LiveMetrics } from '@biometrics/chat-protocol'

export interface LiveListener {
  socket: WebSocket
  frames: LiveMetrics[]
  /** Of each frame, when it came, in milliseconds. */
  cameAt: number[]
  /** Resolves with the code that it was closed with. */
  closed: Promise<number>
}

/** Opens `/chat/metrics` as any program would. */
export function listenLive(url: string, query = '', headers: Record<string, string> = {}): LiveListener {
  const socket = new WebSocket(`${url.replace('http', 'ws')}/chat/metrics${query}`, { headers })
  const frames: LiveMetrics[] = []
  const cameAt: number[] = []
  socket.on('message', (data) => {
    frames.push(JSON.parse(String(data)))
    cameAt.push(performance.now())
  })
  socket.on('error', () => {})
  onTestFinished(() => socket.terminate())
  return { socket, frames, cameAt, closed: new Promise((resolve) => socket.once('close', resolve)) }
}
