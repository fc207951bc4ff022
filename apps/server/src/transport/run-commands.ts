import { ChatError, type CommandName, commands } from '@biometrics/chat-protocol'
import type { Socket } from 'socket.io'
import { roomOf } from '../delivery/audience.ts'
import type { Connection } from '../handlers.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { invalidPayload, toChatError, toCommandError } from './errors.ts'
import type { Join } from './subscriptions.ts'

/** Turns what a socket sends into calls of the handlers, and their results into acknowledgements. */
export function runCommands<S extends Session>(
  socket: Socket,
  session: S,
  handlers: object,
  services: Services,
  join: Join,
  report: (error: unknown) => void,
): void {
  // One listener for every command: a closure per command and socket would be most of a socket's memory.
  socket.onAny((name: string, ...args: unknown[]) => {
    const last = args.at(-1)
    const acknowledge = typeof last === 'function' ? last : () => {}
    const payload = typeof args[0] === 'function' ? undefined : args[0]
    answer(handlers, services, session, name, payload, connectionOf(socket, join)).then(
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
  connection: Connection,
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
  return handler(services, session, parsed.data, connection)
}

function connectionOf(socket: Socket, join: Join): Connection {
  return {
    id: socket.id,
    join: (audience) => join(socket, audience),
    leave: async (audience) => socket.leave(roomOf(audience)),
  }
}
