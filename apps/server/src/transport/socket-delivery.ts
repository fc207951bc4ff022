import type { Namespace, Server } from 'socket.io'
import { type Audience, roomOf, sideOf } from '../delivery/audience.ts'
import type { Delivery, LocalDelivery } from '../delivery/deliver.ts'

/** An audience is a set of rooms in the namespace of its side; here are those of this node. */
export function createLocalDelivery(io: Server): LocalDelivery {
  const visitors = io.of('/visitor')
  const agents = io.of('/agent')
  return {
    deliver: (delivery) => {
      emit(visitors, delivery, 'visitor')
      emit(agents, delivery, 'agent')
    },
    hangUp(audience: Audience) {
      const namespace = sideOf(audience) === 'visitor' ? visitors : agents
      namespace.local.in(roomOf(audience)).disconnectSockets(true)
    },
  }
}

function emit(namespace: Namespace, { event, payload, to, except }: Delivery, side: 'visitor' | 'agent') {
  const rooms = to.filter((audience) => sideOf(audience) === side).map(roomOf)
  if (rooms.length === 0) return
  const listeners = namespace.to(rooms)
  ;(except === undefined ? listeners : listeners.except(except)).emit(event, payload)
}
