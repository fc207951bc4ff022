import type { Server, Socket } from 'socket.io'
import { type Audience, roomOf } from '../delivery/audience.ts'
import type { Bus } from '../delivery/bus.ts'

/** Resolves when the socket hears everything that is told to the audiences from then on, on whichever node. */
export type Join = (socket: Socket, ...audiences: Audience[]) => Promise<void>

/** Has the bus listen to a room while a socket of this node is in it, and not a moment longer. */
export function subscribeByRooms(io: Server, bus: Bus): Join {
  for (const { adapter } of [io.of('/visitor'), io.of('/agent')]) {
    // Every socket has a room of its own name, which nobody addresses.
    const isAudience = (room: string) => !adapter.sids.has(room)
    adapter.on('create-room', (room: string) => isAudience(room) && void bus.subscribe(room))
    adapter.on('delete-room', (room: string) => isAudience(room) && bus.unsubscribe(room))
  }
  return async (socket, ...audiences) => {
    const rooms = audiences.map(roomOf)
    await socket.join(rooms)
    await Promise.all(rooms.map((room) => socket.rooms.has(room) && bus.subscribe(room)))
  }
}
