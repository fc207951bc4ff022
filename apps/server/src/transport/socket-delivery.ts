import type { Namespace, Server, Socket } from 'socket.io'
import { type Audience, roomOf, sideOf } from '../delivery/audience.ts'
import type { Delivery, LocalDelivery } from '../delivery/deliver.ts'
import { writePacket } from './gather-writes.ts'
import { jsonText } from './json-text.ts'

/** Socket.IO protocol, version 5: the type of a packet that carries an event. */
const EVENT = '2'

function isMeant({ rooms }: Socket, { unless, within }: Delivery): boolean {
  const sitsIn = (audience: Audience) => rooms.has(roomOf(audience))
  return !unless?.some(sitsIn) && (within?.some(sitsIn) ?? true)
}

/** An audience is a set of rooms in the namespace of its side; here are those of this node. */
export function createLocalDelivery(io: Server): LocalDelivery {
  const namespaces = { visitor: io.of('/visitor'), agent: io.of('/agent') }

  function tell(namespace: Namespace, listeners: ReadonlySet<string>, delivery: Delivery) {
    const { event, payload, except } = delivery
    const isNarrowed = delivery.unless !== undefined || delivery.within !== undefined
    let packet: string | undefined
    for (const id of listeners) {
      const socket = id === except ? undefined : namespace.sockets.get(id)
      if (!socket || (isNarrowed && !isMeant(socket, delivery))) continue
      // Whoever has it open hears no more of it.
      if (event === 'gone') void socket.leave(roomOf({ watchers: payload.conversationId }))
      packet ??= `${EVENT}${namespace.name},["${event}",${jsonText(payload)}]`
      writePacket(socket.client, packet)
    }
  }

  return {
    deliver: (delivery) => {
      // Each socket once, however many of the rooms it sits in; nothing is made where nobody sits.
      let visitors: ReadonlySet<string> | undefined
      let agents: ReadonlySet<string> | undefined
      for (const audience of delivery.to) {
        const side = sideOf(audience)
        const room = namespaces[side].adapter.rooms.get(roomOf(audience))
        if (!room) continue
        if (side === 'visitor') visitors = visitors ? room.union(visitors) : room
        else agents = agents ? room.union(agents) : room
      }
      if (visitors) tell(namespaces.visitor, visitors, delivery)
      if (agents) tell(namespaces.agent, agents, delivery)
    },
    hangUp(audience: Audience) {
      namespaces[sideOf(audience)].local.in(roomOf(audience)).disconnectSockets(true)
    },
  }
}
