import { commands } from '@biometrics/chat-protocol'
import type { Socket } from 'socket.io'

/** An event as it came; with an id, its sender waits for an acknowledgement. */
export interface EventPacket {
  id?: number | undefined
  data?: unknown[]
}

interface Taker {
  socket: Socket
  take(packet: EventPacket): void
}

/** Socket.IO protocol, version 5: the type of a packet that carries an event. */
const EVENT = '2'
const ZERO = '0'.charCodeAt(0)
const NINE = '9'.charCodeAt(0)
/** More than any client counts to, and few enough to be exact. */
const ID_DIGITS = 15

/** Of each connection, by how the events of a namespace begin. */
const takersOf = new WeakMap<Socket['client'], Map<string, Taker>>()

/**
 * Hands over the events of a socket, and our commands as soon as they are read: on Socket.IO's own way each is announced three
 * times and waits for its turn, which costs as much as the reading. What is no plain command still goes that way.
 */
export function takeEvents(socket: Socket, take: Taker['take']): void {
  // In the place of Socket.IO's own, which makes a listener's call and a function for the answer of every packet.
  Object.assign(socket, { onevent: take })
  const takers = takersOf.get(socket.client) ?? listenFirst(socket.client)
  takers.set(`${EVENT}${socket.nsp.name},`, { socket, take })
}

function listenFirst({ conn }: Socket['client']) {
  const takers = new Map<string, Taker>()
  const others = conn.listeners('data')
  conn.removeAllListeners('data')
  conn.on('data', (data: unknown) => {
    if (typeof data !== 'string' || !takeCommand(takers, data)) for (const listen of others) listen(data)
  })
  return takers
}

function takeCommand(takers: ReadonlyMap<string, Taker>, data: string): boolean {
  for (const [beginning, { socket, take }] of takers) {
    if (!socket.connected || !data.startsWith(beginning)) continue
    const packet = commandIn(data, beginning.length)
    if (packet === null) return false
    take(packet)
    return true
  }
  return false
}

/** The id, if there is one, and then the JSON of name and payload; null for all that is not just that. */
function commandIn(data: string, start: number): EventPacket | null {
  let at = start
  for (let code = data.charCodeAt(at); code >= ZERO && code <= NINE; code = data.charCodeAt(at)) at += 1
  if (data[at] !== '[' || at - start > ID_DIGITS) return null
  const id = at === start ? undefined : Number(data.slice(start, at))
  try {
    const event = JSON.parse(data.slice(at)) as unknown[]
    return Object.hasOwn(commands, String(event[0])) ? { id, data: event } : null
  } catch {
    return null
  }
}
