import { ChatError, ERRORS, LIMITS } from '@biometrics/chat-protocol'
import cookie from '@fastify/cookie'
import multipart from '@fastify/multipart'
import Fastify, {
  type FastifyInstance,
  type FastifyReply,
  type FastifyServerOptions,
  LogController,
} from 'fastify'
import type { z } from 'zod'
import type { AbuseLimits } from '../limits/abuse-limits.ts'
import { invalidPayload, toChatError, toProblem } from './errors.ts'
import { refuseSprawling, sprawlOf } from './refuse-sprawling.ts'
import { sendSecurityHeaders } from './security-headers.ts'

/** A file of 10 MB over a slow phone takes minutes. */
const REQUEST_TIMEOUT_MS = 300_000
/** Who sends a header letter by letter only wants to hold a place. */
const HEADERS_TIMEOUT_MS = 10_000
const TIMEOUT_CHECK_MS = 1_000
/** Longer than proxies keep theirs (60 s): who closes first must be the one who asks, or a request meets a closed door. */
const KEEP_ALIVE_TIMEOUT_MS = 65_000

/** What libraries tell a log of what people sent: headers with tokens, and the rows that PostgreSQL would not take. */
const NEVER_LOGGED = {
  paths: ['busboyOptions.headers', 'err.detail', 'err.where', 'err.parameters'],
  remove: true,
}

export type HttpServer = FastifyInstance
export type Logger = FastifyServerOptions['logger']

/** Fastify with the parts every route needs: cookies, uploads, checked input, and errors as problems. */
export async function createHttpServer(
  logger: Logger,
  trustedProxies: string[] = [],
  abuse: AbuseLimits | null = null,
): Promise<HttpServer> {
  const fastify = Fastify({
    logger: typeof logger === 'object' ? { redact: NEVER_LOGGED, ...logger } : (logger ?? false),
    // Whose word it is where a request comes from; anybody can write the header.
    trustProxy: trustedProxies.length > 0 && trustedProxies,
    bodyLimit: LIMITS.httpBodyBytes,
    requestTimeout: REQUEST_TIMEOUT_MS,
    http: { headersTimeout: HEADERS_TIMEOUT_MS, connectionsCheckingInterval: TIMEOUT_CHECK_MS },
    keepAliveTimeout: KEEP_ALIVE_TIMEOUT_MS,
    // What people do is nobody's log; errors are.
    logController: new LogController({ disableRequestLogging: true }),
    forceCloseConnections: true,
    routerOptions: { maxParamLength: 500 },
  })
  const sprawl = sprawlOf(abuse, 'jsonKeys')
  // Many clients name the type of a body that they do not send; where one is needed the schema says so.
  const parseJson = fastify.getDefaultJsonParser('error', 'error')
  fastify.addContentTypeParser('application/json', { parseAs: 'string' }, (request, body, done) => {
    if (body.length === 0) return done(null, undefined)
    parseJson(request, body.toString(), (failure, value) => {
      if (failure) return done(failure)
      try {
        refuseSprawling(value, sprawl)
        done(null, value)
      } catch (refusal) {
        done(refusal as ChatError)
      }
    })
  })
  // Pages of other sites may send text without asking first; JSON they may not.
  fastify.removeContentTypeParser('text/plain')
  fastify.setValidatorCompiler<z.ZodType>(({ schema, httpPart }) => (input) => {
    const parsed = schema.safeParse(input)
    if (parsed.success) return { value: parsed.data }
    // An address with something that is no id names nothing.
    return { error: httpPart === 'params' ? new ChatError('not_found') : invalidPayload(parsed.error) }
  })
  // The shapes come from our own views and are typed; checking them again would only cost time.
  fastify.setSerializerCompiler(() => (data) => JSON.stringify(data))
  fastify.setErrorHandler((error, request, reply) => sendProblem(reply, describe(error, request.log)))
  await fastify.register(cookie)
  await fastify.register(multipart, {
    limits: { fileSize: LIMITS.uploadBytes, files: 1, fields: 10, parts: 11 },
  })
  sendSecurityHeaders(fastify)
  return fastify
}

export function sendProblem(reply: FastifyReply, error: ChatError) {
  if (error.retryAfterMs !== undefined) reply.header('retry-after', Math.ceil(error.retryAfterMs / 1000))
  return reply
    .code(ERRORS[error.code].status)
    .header('content-type', 'application/problem+json; charset=utf-8')
    .send(JSON.stringify(toProblem(error)))
}

/** Fastify's own errors in our words; see its reference of `FST_ERR_*` codes. */
function describe(error: unknown, log: { error(error: unknown): void }): ChatError {
  if (error instanceof ChatError) return error
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  const known = FASTIFY_ERRORS[code]
  if (known) return new ChatError(known, error instanceof Error ? error.message : undefined)
  const status = error instanceof Error && 'statusCode' in error ? Number(error.statusCode) : 500
  if (status >= 400 && status < 500) {
    return new ChatError('invalid_payload', error instanceof Error ? error.message : undefined)
  }
  return toChatError(error, (unforeseen) => log.error(unforeseen))
}

const FASTIFY_ERRORS: Record<string, 'invalid_json' | 'payload_too_large' | 'unsupported_media_type'> = {
  FST_ERR_CTP_INVALID_JSON_BODY: 'invalid_json',
  FST_ERR_CTP_BODY_TOO_LARGE: 'payload_too_large',
  FST_ERR_CTP_INVALID_MEDIA_TYPE: 'unsupported_media_type',
  FST_INVALID_MULTIPART_CONTENT_TYPE: 'unsupported_media_type',
  FST_REQ_FILE_TOO_LARGE: 'payload_too_large',
}
