import { ChatError, type CommandName, commands } from '@biometrics/chat-protocol'
import type { Socket } from 'socket.io'
import { type Audience, roomOf } from '../delivery/audience.ts'
import type { Connection } from '../handlers.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { invalidPayload, toChatError, toCommandError } from './errors.ts'

/** Turns what a socket sends into calls of the handlers, and their results into acknowledgements. */
export function runCommands<S extends Session>(
  socket: Socket,
  session: S,
  handlers: object,
  services: Services,
  report: (error: unknown) => void,
): void {
  // One listener for every command: a closure per command and socket would be most of a socket's memory.
  socket.onAny((name: string, ...args: unknown[]) => {
    const last = args.at(-1)
    const acknowledge = typeof last === 'function' ? last : () => {}
    const payload = typeof args[0] === 'function' ? undefined : args[0]
    answer(handlers, services, session, name, payload, socket).then(
      (data) => acknowledge({ ok: true, data }),
      (error) => acknowledge({ ok: false, error: toCommandError(toChatError(error, report)) }),
    )
  })
}

/** Parses once, at the door. The table's types hold name and payload together; a look-up by a string cannot. */
async function answer<S extends Session>(
  handlers: object,
  services: Services,
  session: S,
  name: string,
  payload: unknown,
  socket: Socket,
): Promise<unknown> {
  if (!Object.hasOwn(handlers, name))
    throw new ChatError('unknown_command', `There is no command "${name}" here.`)
  const parsed = commands[name as CommandName].payload.safeParse(payload)
  if (!parsed.success) throw invalidPayload(parsed.error)
  const handler = handlers[name as keyof typeof handlers] as (
    services: Services,
    session: S,
    payload: unknown,
    connection: Connection,
  ) => Promise<unknown>
  return handler(services, session, parsed.data, connectionOf(socket))
}

function connectionOf(socket: Socket): Connection {
  return {
    id: socket.id,
    join: async (audience: Audience) => socket.join(roomOf(audience)),
    leave: async (audience: Audience) => socket.leave(roomOf(audience)),
  }
}
