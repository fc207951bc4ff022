import type { CommandError, CommandName, PayloadInput, Reply } from '@biometrics/chat-protocol'
import { CommandFailed, unreachable } from './errors.ts'
import { type Gate, newGate } from './gate.ts'
import type { Timing } from './timing.ts'

type Ack = { ok: true; data: unknown } | { ok: false; error: CommandError }

interface CallsSocket {
  readonly connected: boolean
  emit(name: string, payload: unknown, acknowledge: (ack: Ack) => void): unknown
}

const ACK_TIMEOUT_MS = 10_000

export type Calls = ReturnType<typeof createCalls>

/** Commands on one socket: each is answered, fails with the connection, or is given up in time. */
export function createCalls(socket: CallsSocket, timing: Timing, onTimeout: () => void) {
  const unanswered = new Set<(failure: CommandFailed) => void>()
  let allAnswered: Gate | undefined

  function answered() {
    if (unanswered.size > 0) return
    allAnswered?.open()
    allAnswered = undefined
  }

  return {
    /** Without a connection it rejects at once: nothing is queued here. */
    ask: <N extends CommandName>(name: N, payload: PayloadInput<N>): Promise<Reply<N>> =>
      new Promise((resolve, reject) => {
        if (!socket.connected) return reject(unreachable('There is no connection to the server.'))
        const settle = () => {
          unanswered.delete(fail)
          stopTimer()
          answered()
        }
        const fail = (failure: CommandFailed) => {
          settle()
          reject(failure)
        }
        const stopTimer = timing.after(ACK_TIMEOUT_MS, () => {
          fail(unreachable('The server did not answer in time.'))
          onTimeout()
        })
        unanswered.add(fail)
        socket.emit(name, payload, (ack) => {
          settle()
          if (ack.ok) resolve(ack.data as Reply<N>)
          else reject(new CommandFailed(ack.error))
        })
      }),

    failAll() {
      const failure = unreachable('The connection was lost before the answer came.')
      for (const fail of unanswered) fail(failure)
    },

    /** Resolves when nobody waits for an answer any more. */
    whenAnswered(): Promise<void> {
      if (unanswered.size === 0) return Promise.resolve()
      allAnswered ??= newGate()
      return allAnswered.opened
    },
  }
}
