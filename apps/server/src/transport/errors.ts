import {
  ChatError,
  type CommandError,
  ERRORS,
  type FieldError,
  type Problem,
} from '@biometrics/chat-protocol'
import type { ZodError } from 'zod'
import { translateDatabaseError } from '../database/errors.ts'

/** Whatever was thrown, as an error that may be shown: what nobody foresaw says nothing of its inside. */
export function toChatError(error: unknown, onUnforeseen: (error: unknown) => void): ChatError {
  const known = translateDatabaseError(error)
  if (known instanceof ChatError) return known
  onUnforeseen(error)
  return new ChatError('internal')
}

export function toCommandError(error: ChatError): CommandError {
  return {
    code: error.code,
    message: error.message,
    retryable: error.retryable,
    ...(error.retryAfterMs !== undefined && { retryAfterMs: error.retryAfterMs }),
    ...(error.fields && { fields: error.fields }),
  }
}

/** RFC 9457; the type is a place in the documentation of the errors. */
export function toProblem(error: ChatError): Problem {
  const { status, title } = ERRORS[error.code]
  return {
    type: `/api/docs/errors#${error.code}`,
    title,
    status,
    detail: error.message,
    code: error.code,
    ...(error.fields && { errors: error.fields }),
  }
}

/** Names the fields that do not fit; a key that is unknown is named by its own path. */
export function invalidPayload(error: Pick<ZodError, 'issues'>): ChatError {
  const fields = error.issues.flatMap((issue): FieldError[] => {
    const path = issue.path.map(String)
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key].join('.'), message: 'is not known here' }))
    }
    return [{ path: path.join('.'), message: issue.message }]
  })
  const detail = fields.map(({ path, message }) => (path === '' ? message : `${path}: ${message}`)).join('; ')
  return new ChatError('invalid_payload', detail, { fields })
}
