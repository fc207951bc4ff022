import { type AgentCommandName, ChatError, type CommandName, commands } from '@biometrics/chat-protocol'
import type { Socket } from 'socket.io'
import { type Audience, roomOf } from '../delivery/audience.ts'
import type { Connection } from '../handlers.ts'
import type { Instruments } from '../metrics/instruments.ts'
import { COMMAND_PERMISSIONS, requirePermission } from '../rights.ts'
import type { Services } from '../services.ts'
import type { Session } from '../session.ts'
import { trace, type Tracing } from '../tracing/tracing.ts'
import { invalidPayload, toChatError, toCommandError } from './errors.ts'
import { gatherWrites, writePacket } from './gather-writes.ts'
import type { SocketGuard } from './guard-sockets.ts'
import type { Intake } from './intake.ts'
import { jsonText } from './json-text.ts'
import { refuseSprawling, type Sprawl, sprawlOf } from './refuse-sprawling.ts'
import type { Join } from './subscriptions.ts'
import { takeEvents } from './take-events.ts'

/** Socket.IO protocol, version 5: the type of a packet that carries an acknowledgement. */
const ACK = '3'

/** Turns what a socket sends into calls of the handlers, and their results into acknowledgements. */
export function runCommands<S extends Session>(
  socket: Socket,
  session: S,
  handlers: object,
  services: Services,
  join: Join,
  intake: Intake,
  instruments: Pick<Instruments, 'acknowledged' | 'refused'>,
  guard: Pick<SocketGuard, 'commandsOf'>,
  tracing: Tracing | null,
  report: (error: unknown) => void,
): void {
  gatherWrites(socket)
  const connection = new SocketConnection(socket, join)
  const sprawl = sprawlOf(services.abuse, 'commandKeys')
  const judge = guard.commandsOf(socket, session)
  socket.data.underWay = 0
  takeEvents(socket, ({ id, data: [name, payload] = [] }) => {
    socket.data.underWay += 1
    const came = name === 'message:send' ? performance.now() : undefined
    const carryOut = () => answer(handlers, services, session, String(name), payload, connection, sprawl)
    const guarded = () =>
      judge
        ? judge(String(name), payload).then((verdict) => (verdict === 'drop' ? {} : carryOut()))
        : carryOut()
    const answered = tracing === null ? guarded() : traced(tracing, handlers, String(name), guarded)
    answered.then(
      (data) => {
        acknowledge(socket, id, `{"ok":true,"data":${dataText(data)}}`)
        if (came !== undefined) instruments.acknowledged((performance.now() - came) / 1_000)
      },
      (error) => {
        if (came !== undefined) instruments.refused()
        const refusal = { ok: false, error: toCommandError(toChatError(error, report)) }
        acknowledge(socket, id, JSON.stringify(refusal))
      },
    )
    intake.took(socket)
  })
}

/** A name that is no command may be anything. */
function traced<T>(tracing: Tracing, handlers: object, name: string, run: () => Promise<T>): Promise<T> {
  const command = Object.hasOwn(handlers, name) ? name : 'unknown'
  return trace(tracing, { name: command, kind: 'server', facts: { 'chat.command': command } }, run, codeOf)
}

function codeOf(error: unknown): string {
  return error instanceof ChatError ? error.code : 'internal'
}

function acknowledge(socket: Socket, id: number | undefined, answer: string): void {
  socket.data.underWay -= 1
  if (id === undefined || !socket.connected) return
  writePacket(socket.client, `${ACK}${socket.nsp.name},${id}[${answer}]`)
}

/** A message's text is known already: others were just told of it. */
function dataText(data: { message?: object }): string {
  const { message } = data
  if (message === undefined || Object.keys(data).length > 1) return JSON.stringify(data)
  return `{"message":${jsonText(message)}}`
}

/** Parses once, at the door. The table's types hold name and payload together; a look-up by a string cannot. */
function answer<S extends Session>(
  handlers: object,
  services: Services,
  session: S,
  name: string,
  payload: unknown,
  connection: Connection,
  sprawl: Sprawl,
): Promise<object> {
  if (!Object.hasOwn(handlers, name)) {
    return Promise.reject(new ChatError('unknown_command', `There is no command "${name}" here.`))
  }
  try {
    refuseSprawling(payload, sprawl)
  } catch (refusal) {
    return Promise.reject(refusal)
  }
  const parsed = commands[name as CommandName].payload.safeParse(payload)
  if (!parsed.success) return Promise.reject(invalidPayload(parsed.error))
  const handler = handlers[name as keyof typeof handlers] as (
    services: Services,
    session: S,
    payload: unknown,
    connection: Connection,
  ) => Promise<object>
  try {
    if (session.kind === 'agent') {
      const needed = COMMAND_PERMISSIONS[name as AgentCommandName]
      if (needed !== null) requirePermission(session, needed)
    }
    return handler(services, session, parsed.data, connection)
  } catch (error) {
    return Promise.reject(error)
  }
}

class SocketConnection implements Connection {
  readonly #socket: Socket
  readonly #join: Join

  constructor(socket: Socket, join: Join) {
    this.#socket = socket
    this.#join = join
  }

  get id(): string {
    return this.#socket.id
  }

  /** Clients that say `echo: false` in their handshake do without. */
  get hearsItself(): boolean {
    return this.#socket.handshake.auth.echo !== false
  }

  join(audience: Audience): Promise<void> {
    return this.#join(this.#socket, audience)
  }

  async leave(audience: Audience): Promise<void> {
    await this.#socket.leave(roomOf(audience))
  }
}
