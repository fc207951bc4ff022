import { setTimeout as pause } from 'node:timers/promises'
import type { Server, Socket } from 'socket.io'
import { cutConnection } from './cut-connection.ts'

/** All at once would be a storm on the server that takes over; a handful goes at once, so that Ctrl-C stays quick. */
const SPREAD_PER_SOCKET_MS = 2
const SPREAD_MAX_MS = 10_000
const WAVE_MS = 10
/** Every command is answered within this time. */
const FINISH_MS = 3_000
/** For goodbyes on their way. */
const LEAVE_MS = 1_000

/**
 * Hands the connections over: tells each when it will be closed, closes them in waves, and lets what a socket has asked be
 * answered first. By real time, whatever the clock says: the process is about to end.
 */
export async function drainSockets(io: Server): Promise<void> {
  const sockets = shuffled([...io.of('/visitor').sockets.values(), ...io.of('/agent').sockets.values()])
  const spreadMs = Math.min(SPREAD_MAX_MS, sockets.length * SPREAD_PER_SOCKET_MS)
  const start = performance.now()
  let staying = sockets.map((socket, index) => {
    const afterMs = Math.ceil((spreadMs * (index + 1)) / sockets.length)
    socket.emit('draining', { afterMs })
    return { socket, due: start + afterMs }
  })
  while (staying.length > 0) {
    await pause(WAVE_MS)
    const now = performance.now()
    const isLeaving = ({ socket, due }: (typeof staying)[number]) =>
      !socket.connected || (due <= now && (!isBusy(socket) || due + FINISH_MS <= now))
    for (const { socket } of staying.filter(isLeaving)) socket.conn.close()
    staying = staying.filter((one) => !isLeaving(one))
  }
  const leftUntil = performance.now() + LEAVE_MS
  while (sockets.some(isOpen) && performance.now() < leftUntil) await pause(1)
  for (const socket of sockets.filter(isOpen)) cutConnection(socket)
}

function isBusy(socket: Socket): boolean {
  return socket.data.underWay > 0
}

function isOpen({ conn }: Socket): boolean {
  return conn.readyState !== 'closed'
}

function shuffled<T>(items: T[]): T[] {
  return items
    .map((item) => ({ item, place: Math.random() }))
    .sort((a, b) => a.place - b.place)
    .map(({ item }) => item)
}
