import { ChatError } from '@biometrics/chat-protocol'
import { z } from 'zod'
import { signInByProvider } from '../../agents/sign-in-by-provider.ts'
import { CALLBACK, type Departure, type Provider } from '../../oidc/provider.ts'
import type { Services } from '../../services.ts'
import { deviceOf, keepSession } from '../session-cookie.ts'
import type { Routes } from './routes.ts'

/** Bound to this host where it comes over TLS, as the session's is. */
const cookieName = (isSecure: boolean) => `${isSecure ? '__Host-' : ''}biometrics_chat_departure`
const COOKIE_SECONDS = 600
/** Where the vault knows it by. */
const PLACE = 'oidc.departure'

const query = z.object({ to: z.string().max(2_000).optional() })
const tags = ['Sign-in']

/**
 * To the company's provider and back. These are addresses for browsers: whatever goes wrong leads to the sign-in page, which
 * says so.
 */
export function oidcRoutes(routes: Routes, services: Services): void {
  const { vault } = services
  const cookie = (isSecure: boolean) =>
    ({ path: '/', httpOnly: true, sameSite: 'lax', secure: isSecure }) as const

  routes.get(
    '/auth/oidc',
    { schema: { tags, summary: 'Sign in at the company’s provider', querystring: query } },
    async (request, reply) => {
      const provider = requireProvider(services)
      const to = isLocalPath(request.query.to) ? request.query.to : '/'
      try {
        const { url, departure } = await provider.depart()
        // In the browser alone: no node has to remember it, and nobody can read or write it.
        const sealed = vault.seal(PLACE, JSON.stringify({ ...departure, to }))
        const isSecure = request.protocol === 'https'
        reply.setCookie(cookieName(isSecure), sealed, { ...cookie(isSecure), maxAge: COOKIE_SECONDS })
        return reply.redirect(url)
      } catch (error) {
        request.log.error(error)
        return reply.redirect('/login?failed=provider_unreachable')
      }
    },
  )

  routes.get(
    CALLBACK.replace('/api/v1', ''),
    { schema: { tags, summary: 'Come back from the company’s provider' } },
    async (request, reply) => {
      const provider = requireProvider(services)
      const isSecure = request.protocol === 'https'
      const sealed = request.cookies[cookieName(isSecure)]
      reply.clearCookie(cookieName(isSecure), cookie(isSecure))
      try {
        const departure = openDeparture(sealed)
        if (!departure) return reply.redirect('/login?failed=provider_refused')
        const vouched = await provider.arrive(new URL(request.url, services.publicUrl()), departure)
        const { token } = await signInByProvider(services, vouched, deviceOf(request))
        keepSession(services, request, reply, token)
        return reply.redirect(departure.to)
      } catch (error) {
        if (!(error instanceof ChatError)) request.log.warn(error)
        return reply.redirect('/login?failed=provider_refused')
      }
    },
  )

  function openDeparture(sealed: string | undefined): (Departure & { to: string }) | null {
    try {
      return sealed === undefined ? null : JSON.parse(vault.open(PLACE, sealed))
    } catch {
      return null
    }
  }
}

function requireProvider({ provider }: Services): Provider {
  if (!provider) throw new ChatError('not_found', 'There is no provider to sign in at.')
  return provider
}

/** Only our own pages: `//elsewhere.example` would lead away after the sign-in. */
function isLocalPath(path: string | undefined): path is string {
  return path !== undefined && /^\/(?![/\\])[^\s\\]*$/.test(path)
}
