import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'

const YEAR_SECONDS = 31_536_000

/** An answer of the API is no page: nothing in it may run or be framed, whatever a browser takes it for. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'"
/** What neither the dashboard nor the chat asks a browser for. */
const NO_FEATURES = 'camera=(), geolocation=(), microphone=(), payment=(), usb=(), serial=(), hid=(), midi=()'

/**
 * Headers that every answer has; a route that says otherwise is not overruled. Pages say themselves what they may load, in
 * `page-routes.ts`.
 */
export function sendSecurityHeaders(fastify: FastifyInstance): void {
  fastify.addHook('onSend', async (request, reply) => {
    const set = (name: string, value: string) => {
      if (!reply.hasHeader(name)) reply.header(name, value)
    }
    set('x-content-type-options', 'nosniff')
    set('referrer-policy', 'strict-origin-when-cross-origin')
    set('permissions-policy', NO_FEATURES)
    set('cross-origin-resource-policy', 'same-origin')
    if (request.protocol === 'https') {
      set('strict-transport-security', `max-age=${YEAR_SECONDS}; includeSubDomains`)
    }
    if (request.url.startsWith('/api/') && !request.url.startsWith('/api/docs')) {
      set('content-security-policy', API_POLICY)
      // What one person was shown is not kept for the next one at the same machine.
      set('cache-control', 'no-store')
    }
  })
}

/** Where a page may connect to: its own server, whose name browsers do not all take for that of its sockets. */
export function ownConnections(request: FastifyRequest): string {
  return `'self' ws://${request.host} wss://${request.host}`
}

/** For pages that stand alone: nobody's window reaches into them, and they are in nobody's frame. */
export function standAlone(reply: FastifyReply): void {
  reply.header('cross-origin-opener-policy', 'same-origin').header('x-frame-options', 'DENY')
}
