import type { Namespace, Server } from 'socket.io'
import { roomOf, sideOf } from '../delivery/audience.ts'
import type { Deliver, Delivery } from '../delivery/deliver.ts'

/** An audience is a set of rooms in the namespace of its side. */
export function createSocketDelivery(io: Server): Deliver {
  const visitors = io.of('/visitor')
  const agents = io.of('/agent')
  return (delivery) => {
    emit(visitors, delivery, 'visitor')
    emit(agents, delivery, 'agent')
  }
}

function emit(namespace: Namespace, { event, payload, to, except }: Delivery, side: 'visitor' | 'agent') {
  const rooms = to.filter((audience) => sideOf(audience) === side).map(roomOf)
  if (rooms.length === 0) return
  const listeners = namespace.to(rooms)
  ;(except === undefined ? listeners : listeners.except(except)).emit(event, payload)
}
