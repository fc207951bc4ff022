import type { Socket } from 'socket.io'
import { type MessageLog, QUEUE_SIZE } from '../messages/message-log.ts'

/** With so many waiting to be stored, whoever sends more is not read any further. */
const FULL = QUEUE_SIZE / 2
/** Those who wait are read again while fewer than this wait to be stored. */
const ROOM = QUEUE_SIZE / 4
/** What one read may bring: 64 kB of short messages. */
const PER_READ = 250

/** Reads no faster than PostgreSQL stores; the network's own flow control tells the senders. */
export interface Intake {
  /** A command of this socket is under way. */
  took(socket: Socket): void
}

/**
 * Without this a flood is read as fast as it comes, one turn of the event loop takes seconds, and PostgreSQL, whose answers
 * come once a turn, has nothing to do meanwhile.
 */
export function createIntake(log: Pick<MessageLog, 'waiting' | 'onStored'>): Intake {
  /** In the order in which they are to be read again. */
  const held = new Set<Socket>()
  let isPlanned = false

  function readOn() {
    isPlanned = false
    let room = ROOM - log.waiting()
    for (const socket of held) {
      if (room <= 0) break
      held.delete(socket)
      webSocketOf(socket)?.resume()
      room -= PER_READ
    }
    // Those who were let go may have nothing more to say, and then no batch would come for those who are still held.
    if (held.size === 0 || isPlanned || log.waiting() >= ROOM) return
    isPlanned = true
    setImmediate(readOn)
  }

  log.onStored(readOn)

  return {
    took(socket) {
      if (log.waiting() < FULL) return
      // Who polls brings little at a time, and is refused when there is no room.
      const webSocket = webSocketOf(socket)
      if (!webSocket) return
      held.add(socket)
      webSocket.pause()
    },
  }
}

/** Engine.IO's own field, which its types keep to itself. */
function webSocketOf({ conn }: Socket): { pause(): void; resume(): void } | undefined {
  const { transport } = conn as unknown as {
    transport: { name: string; socket?: { pause(): void; resume(): void } }
  }
  return transport.name === 'websocket' ? transport.socket : undefined
}
