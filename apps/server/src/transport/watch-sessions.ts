import type { Server } from 'socket.io'
import { findSignIns, type SessionServices } from '../agents/sessions.ts'
import { keepDoing } from '../clock/keep-doing.ts'
import { isUnavailable } from '../database/errors.ts'
import { partsOf } from '../reach.ts'
import type { SignedInAgent, SignedInVisitor } from '../session.ts'

/** With the time of the look-up nobody listens longer than 5 s without a right to it. */
const CHECK_MS = 4_000

/** Somebody who listens in another way than by Socket.IO. */
export interface Listener {
  session: SignedInAgent
  /** The session is over. */
  end(): void
  /** The session goes on, and reaches other conversations than before: what is heard is to be settled anew. */
  moved?(): void
}

/**
 * Ends the sockets of sessions that are over. Whoever ends a session hangs up at once; here is found what nobody was
 * there to tell: a session that ran out, and one ended while the nodes could not hear each other.
 */
export function watchSessions(
  io: Server,
  services: SessionServices,
  others: Iterable<Listener>,
  onError: (error: unknown) => void,
): { stop(): void } {
  const { clock } = services
  const agents = io.of('/agent').sockets
  const visitors = io.of('/visitor').sockets

  /** Without the database: nobody can end a visitor's session before its time. */
  function checkVisitors() {
    const now = clock.now()
    for (const socket of visitors.values()) {
      const session: SignedInVisitor = socket.data.session
      if (session.expiresAt <= now) socket.disconnect(true)
    }
  }

  async function checkAgents() {
    const checked: Listener[] = [
      ...[...agents.values()].map((socket) => ({
        session: socket.data.session,
        end: () => void socket.disconnect(true),
        // It comes again at once.
        moved: () => void socket.disconnect(true),
      })),
      ...others,
    ]
    if (checked.length === 0) return
    const keys = new Set(checked.map(({ session }) => session.sessionKey))
    const signIns = await findSignIns(services, [...keys])
    for (const { session, end, moved } of checked) {
      const current = signIns.get(session.sessionKey)
      if (!current) {
        end()
        continue
      }
      const isMoved = partsOf(current).join() !== partsOf(session).join()
      // The name and the role may have changed meanwhile.
      Object.assign(session, current)
      if (isMoved) moved?.()
    }
  }

  const check = async () => {
    checkVisitors()
    await checkAgents()
  }
  // A database that is away is told of often enough, and ends nobody's session.
  return keepDoing(clock, CHECK_MS, check, (error) => isUnavailable(error) || onError(error))
}
