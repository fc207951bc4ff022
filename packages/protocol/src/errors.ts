import { z } from 'zod'

/**
 * Every refusal the server knows, once: the HTTP status, whether sending the same thing again may succeed, and a
 * title for people. `docs/errors.md` is held equal to this table by a test.
 */
export const ERRORS = {
  invalid_payload: { status: 400, retryable: false, title: 'The request is not valid' },
  invalid_json: { status: 400, retryable: false, title: 'The body is not JSON' },
  password_guessable: { status: 400, retryable: false, title: 'The password is too easy to guess' },
  unknown_command: { status: 400, retryable: false, title: 'There is no such command' },
  unauthenticated: { status: 401, retryable: false, title: 'Sign in first' },
  credentials_invalid: { status: 401, retryable: false, title: 'E-mail or password is wrong' },
  second_factor_required: { status: 401, retryable: false, title: 'A code of the second factor is needed' },
  second_factor_invalid: { status: 401, retryable: false, title: 'The code is wrong or was used already' },
  identity_invalid: { status: 401, retryable: false, title: 'The proof of identity is not valid' },
  forbidden: { status: 403, retryable: false, title: 'Not allowed' },
  origin_not_allowed: { status: 403, retryable: false, title: 'This website may not use the app' },
  setup_token_invalid: { status: 403, retryable: false, title: 'The set-up link is not valid' },
  second_factor_missing: { status: 403, retryable: false, title: 'Set up a second factor first' },
  proof_required: { status: 403, retryable: false, title: 'Show once more who you are' },
  link_invalid: { status: 403, retryable: false, title: 'The link is not valid any more' },
  not_found: { status: 404, retryable: false, title: 'Not found' },
  client_id_reused: { status: 409, retryable: false, title: 'The clientId belongs to another message' },
  conversation_closed: { status: 409, retryable: false, title: 'The conversation is closed' },
  conversation_not_closed: { status: 409, retryable: false, title: 'The conversation is not closed' },
  already_assigned: { status: 409, retryable: false, title: 'Another agent has the conversation' },
  agent_unavailable: { status: 409, retryable: false, title: 'The agent is full or not there' },
  out_of_reach: {
    status: 409,
    retryable: false,
    title: 'The agent reaches conversations of their own groups only',
  },
  no_bot_leads: { status: 409, retryable: false, title: 'No bot answers in the conversation' },
  no_model: { status: 409, retryable: false, title: 'No language model is set' },
  already_rated: { status: 409, retryable: false, title: 'The conversation is rated already' },
  second_factor_set: { status: 409, retryable: false, title: 'A second factor is set already' },
  already_set_up: { status: 409, retryable: false, title: 'An administrator exists already' },
  in_use: { status: 409, retryable: false, title: 'It is still in use' },
  name_taken: { status: 409, retryable: false, title: 'The name or address is taken' },
  payload_too_large: { status: 413, retryable: false, title: 'Too large' },
  unsupported_media_type: { status: 415, retryable: false, title: 'The media type is not supported' },
  file_refused: { status: 422, retryable: false, title: 'The file is not accepted' },
  rate_limited: { status: 429, retryable: true, title: 'Too many requests' },
  internal: { status: 500, retryable: false, title: 'Something went wrong on the server' },
  model_failed: { status: 502, retryable: true, title: 'The language model did not answer' },
  busy: { status: 503, retryable: true, title: 'The server is busy' },
  database_unavailable: { status: 503, retryable: true, title: 'The database cannot be reached' },
  restarting: { status: 503, retryable: true, title: 'The server is about to stop' },
  storage_full: { status: 507, retryable: true, title: 'There is no room for files' },
} as const satisfies Record<string, { status: number; retryable: boolean; title: string }>

export type ErrorCode = keyof typeof ERRORS
export const errorCode = z.enum(Object.keys(ERRORS) as [ErrorCode, ...ErrorCode[]])

export const fieldError = z.object({
  path: z.string().describe('the field, with dots: `content.text`'),
  message: z.string(),
})
export type FieldError = z.infer<typeof fieldError>

/** The error half of a Socket.IO acknowledgement, and `data` of a refused handshake. */
export const commandError = z.object({
  code: errorCode,
  message: z.string(),
  retryable: z.boolean(),
  retryAfterMs: z.number().int().optional(),
  fields: z.array(fieldError).optional(),
})
export type CommandError = z.infer<typeof commandError>

/** RFC 9457, `application/problem+json`. */
export const problem = z
  .object({
    type: z.string(),
    title: z.string(),
    status: z.number().int(),
    detail: z.string(),
    code: errorCode,
    errors: z.array(fieldError).optional(),
  })
  .meta({ id: 'Problem' })
export type Problem = z.infer<typeof problem>

/** Thrown by actions; the transport turns it into an acknowledgement or a problem. */
export class ChatError extends Error {
  override readonly name = 'ChatError'
  readonly code: ErrorCode
  readonly fields: FieldError[] | undefined
  readonly retryAfterMs: number | undefined
  constructor(
    code: ErrorCode,
    detail?: string,
    more?: { fields?: FieldError[]; retryAfterMs?: number; cause?: unknown },
  ) {
    super(detail ?? ERRORS[code].title, more?.cause === undefined ? undefined : { cause: more.cause })
    this.code = code
    this.fields = more?.fields
    this.retryAfterMs = more?.retryAfterMs
  }
  get retryable(): boolean {
    return ERRORS[this.code].retryable
  }
}
