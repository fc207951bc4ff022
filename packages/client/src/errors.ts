import type { CommandError, ErrorCode } from '@biometrics/chat-protocol'

/**
 * Why a command has no result: `refused` by the server, `unreachable` (no connection, or no answer in time, so whether
 * it was carried out is unknown), or `aborted` by the caller.
 */
export type FailureReason = 'refused' | 'unreachable' | 'aborted'

/** What every command of a client rejects with. */
export class CommandFailed extends Error {
  override readonly name = 'CommandFailed'
  readonly error: CommandError
  readonly reason: FailureReason
  constructor(error: CommandError, reason: FailureReason = 'refused', cause?: unknown) {
    super(error.message, cause === undefined ? undefined : { cause })
    this.error = error
    this.reason = reason
  }
}

export function unreachable(message: string, cause?: unknown): CommandFailed {
  return new CommandFailed({ code: 'busy', message, retryable: true }, 'unreachable', cause)
}

export function refused(code: ErrorCode, message: string): CommandFailed {
  return new CommandFailed({ code, message, retryable: false })
}

export function aborted(): CommandFailed {
  return new CommandFailed({ code: 'busy', message: 'Cancelled.', retryable: false }, 'aborted')
}

/** Whatever was thrown, in the words of the protocol. */
export function errorOf(failure: unknown): CommandError {
  if (failure instanceof CommandFailed) return failure.error
  const message = failure instanceof Error ? failure.message : String(failure)
  return { code: 'internal', message, retryable: false }
}

/** Whether asking again may help. For what changes nothing, that includes the server's own mistakes. */
export function isPassing(error: CommandError): boolean {
  return error.retryable || error.code === 'internal'
}
