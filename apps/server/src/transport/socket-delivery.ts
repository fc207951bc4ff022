import type { Namespace, Server } from 'socket.io'
import { type Audience, roomOf, sideOf } from '../delivery/audience.ts'
import type { Delivery, LocalDelivery } from '../delivery/deliver.ts'
import { writePacket } from './gather-writes.ts'
import { jsonText } from './json-text.ts'

/** Socket.IO protocol, version 5: the type of a packet that carries an event. */
const EVENT = '2'

/** An audience is a set of rooms in the namespace of its side; here are those of this node. */
export function createLocalDelivery(io: Server): LocalDelivery {
  const namespaces = { visitor: io.of('/visitor'), agent: io.of('/agent') }

  function tell(side: Side, { event, payload, to, except }: Delivery) {
    const namespace = namespaces[side]
    const listeners = listenersIn(namespace, side, to)
    if (listeners === undefined) return
    let packet: string | undefined
    for (const id of listeners) {
      const socket = id === except ? undefined : namespace.sockets.get(id)
      if (!socket) continue
      packet ??= `${EVENT}${namespace.name},["${event}",${jsonText(payload)}]`
      writePacket(socket.client, packet)
    }
  }

  return {
    deliver: (delivery) => {
      tell('visitor', delivery)
      tell('agent', delivery)
    },
    hangUp(audience: Audience) {
      namespaces[sideOf(audience)].local.in(roomOf(audience)).disconnectSockets(true)
    },
  }
}

type Side = ReturnType<typeof sideOf>

/** Each socket once, however many of the rooms it sits in; nothing where nobody sits. */
function listenersIn(namespace: Namespace, side: Side, to: readonly Audience[]): Set<string> | undefined {
  let listeners: Set<string> | undefined
  for (const audience of to) {
    const room = sideOf(audience) === side ? namespace.adapter.rooms.get(roomOf(audience)) : undefined
    if (room) listeners = listeners ? listeners.union(room) : room
  }
  return listeners
}
