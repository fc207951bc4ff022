import { ChatError } from '@biometrics/chat-protocol'

const RETRY_AFTER_MS = 1_000
/**
 * PostgreSQL's classes 08 (connection), 53 (resources), 57 (intervention) and 58 (system), by `SQLSTATE`; 25006 is a
 * standby that took over the address but not yet the work, 25P03 a transaction of ours that was given up.
 */
const UNAVAILABLE_STATES = /^(08|53|57|58|25006|25P03)/
/** A row is held by somebody else (55P03), or two waited for each other (40001, 40P01). */
const BUSY_STATES = /^(55P03|40001|40P01)$/
/** Text with NUL, as text (22021) or in JSON (22P05): schemas refuse what is kept, and this what is only looked for. */
const NOT_TEXT_STATES = /^(22021|22P05)$/
const UNAVAILABLE_ERRNO = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOENT',
  'EPIPE',
  'ETIMEDOUT',
  'ENOTFOUND',
  'EAI_AGAIN',
])
const UNAVAILABLE_TEXT =
  /^(Connection terminated|timeout exceeded when trying to connect|Client (has encountered a connection error|was closed)|Cannot use a pool after calling end|Query read timeout)/

/** Turns what PostgreSQL cannot do, now or ever, into an error for clients; every other error is returned as it is. */
export function translateDatabaseError(error: unknown): unknown {
  if (!(error instanceof Error)) return error
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  if (BUSY_STATES.test(code))
    return new ChatError('busy', undefined, { retryAfterMs: RETRY_AFTER_MS, cause: error })
  if (NOT_TEXT_STATES.test(code))
    return new ChatError('invalid_payload', 'Text must not contain NUL.', { cause: error })
  // An error of the file system has a path and may bear the same errno.
  const network = UNAVAILABLE_ERRNO.has(code) && !('path' in error)
  const unavailable = network || UNAVAILABLE_STATES.test(code) || UNAVAILABLE_TEXT.test(error.message)
  return unavailable
    ? new ChatError('database_unavailable', undefined, { retryAfterMs: RETRY_AFTER_MS, cause: error })
    : error
}

export function isUnavailable(error: unknown): boolean {
  const translated = translateDatabaseError(error)
  return translated instanceof ChatError && translated.code === 'database_unavailable'
}

export function isUniqueViolation(error: unknown): boolean {
  return hasState(error, '23505')
}

/** With the name of a constraint: of that one. */
export function isForeignKeyViolation(error: unknown, constraint?: string): boolean {
  const isOfIt =
    constraint === undefined ||
    (error instanceof Error && 'constraint' in error && error.constraint === constraint)
  return isOfIt && hasState(error, '23503')
}

/** Somebody else holds the row, and longer than one waits for it. */
export function isLocked(error: unknown): boolean {
  return hasState(error, '55P03')
}

/** A newer version has added a column meanwhile: the plan that a connection has kept knows nothing of it. */
export function isStalePlan(error: unknown): boolean {
  return hasState(error, '0A000')
}

/** SQLSTATE, as in PostgreSQL's appendix A. */
export function hasState(error: unknown, state: string): boolean {
  return error instanceof Error && 'code' in error && error.code === state
}
