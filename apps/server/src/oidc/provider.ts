import { type Role, role } from '@biometrics/chat-protocol'
import * as oidc from 'openid-client'
import type { OidcSettings } from '../config/config.ts'
import type { Outbound } from '../outbound/outbound.ts'

/** Whom the company's own sign-in vouches for. */
export interface Vouched {
  issuer: string
  /** Never given to somebody else by the same issuer, as an e-mail address may be. */
  subject: string
  email: string
  name: string
  /** What they may do here; null: nothing. */
  role: Role | null
}

/** What has to come back with the browser, kept from everybody else. */
export interface Departure {
  state: string
  nonce: string
  verifier: string
}

/** The company's own sign-in: OpenID Connect, authorisation code with PKCE, state and nonce. */
export interface Provider {
  name: string
  /** Where to send the browser. */
  depart(): Promise<{ url: string; departure: Departure }>
  /** Who comes back with this address; throws when it is not what was sent for, or the provider says no. */
  arrive(url: URL, departure: Departure): Promise<Vouched>
}

export const CALLBACK = '/api/v1/auth/oidc/callback'
const PATIENCE_MS = 10_000
const MOST_BYTES = 256 * 1024

export function createProvider(
  settings: OidcSettings,
  outbound: Outbound,
  publicUrl: () => string,
): Provider {
  let known: Promise<oidc.Configuration> | undefined

  /** Asked for once; what failed is asked for again. */
  function configuration(): Promise<oidc.Configuration> {
    known ??= discover(settings, outbound).catch((error: unknown) => {
      known = undefined
      throw error
    })
    return known
  }

  return {
    name: settings.name,
    async depart() {
      const config = await configuration()
      const departure = {
        state: oidc.randomState(),
        nonce: oidc.randomNonce(),
        verifier: oidc.randomPKCECodeVerifier(),
      }
      const url = oidc.buildAuthorizationUrl(config, {
        redirect_uri: publicUrl() + CALLBACK,
        scope: 'openid profile email',
        state: departure.state,
        nonce: departure.nonce,
        code_challenge: await oidc.calculatePKCECodeChallenge(departure.verifier),
        code_challenge_method: 'S256',
      })
      return { url: url.href, departure }
    },
    async arrive(url, { state, nonce, verifier }) {
      const config = await configuration()
      const tokens = await oidc.authorizationCodeGrant(config, url, {
        expectedState: state,
        expectedNonce: nonce,
        pkceCodeVerifier: verifier,
        idTokenExpected: true,
      })
      const claims = tokens.claims()
      if (!claims) throw new Error('The provider gave no ID token.')
      // Many providers say more of somebody here than in the token.
      const more = config.serverMetadata().userinfo_endpoint
        ? await oidc.fetchUserInfo(config, tokens.access_token, claims.sub)
        : {}
      return vouchedOf({ ...more, ...claims }, settings)
    },
  }
}

function discover({ issuer, clientId, clientSecret }: OidcSettings, outbound: Outbound) {
  const server = new URL(issuer)
  return oidc.discovery(server, clientId, clientSecret, undefined, {
    [oidc.customFetch]: fetchBy(outbound),
    timeout: PATIENCE_MS / 1_000,
    // Whoever names a provider without TLS has one on their own machine.
    execute: server.protocol === 'http:' ? [oidc.allowInsecureRequests] : [],
  })
}

/** What a provider's description names as its addresses is asked like every address that others choose. */
function fetchBy(outbound: Outbound): oidc.CustomFetch {
  return async (url, { method, headers, body }) => {
    const answer = await outbound.send({
      url,
      method: method === 'POST' ? 'POST' : 'GET',
      headers: { ...headers },
      ...(body !== undefined && body !== null && { body: String(body) }),
      timeoutMs: PATIENCE_MS,
      mostBytes: MOST_BYTES,
    })
    const type = answer.headers['content-type']
    return new Response(answer.status === 204 ? null : answer.body, {
      status: answer.status,
      headers: type === undefined ? {} : { 'content-type': type },
    })
  }
}

/** An address that the provider has not checked may be anybody's. */
function vouchedOf(claims: Record<string, unknown>, settings: OidcSettings): Vouched {
  const { iss, sub, email, email_verified: isVerified, name } = claims
  if (typeof iss !== 'string' || typeof sub !== 'string')
    throw new Error('The provider does not say who it is.')
  if (typeof email !== 'string' || isVerified !== true)
    throw new Error('The provider names no e-mail address that it has checked.')
  return {
    issuer: iss,
    subject: sub,
    email,
    name: typeof name === 'string' && name.trim() !== '' ? name.trim() : email,
    role: roleOf(claims[settings.roleClaim], settings.roles),
  }
}

const BY_RIGHTS: readonly Role[] = ['admin', 'supervisor', 'agent', 'read-only']

/** Of several the one that may do most. */
function roleOf(claim: unknown, names: ReadonlyMap<string, Role>): Role | null {
  const values = (Array.isArray(claim) ? claim : [claim]).filter((value) => typeof value === 'string')
  const roles = values.map((value) => (names.size > 0 ? names.get(value) : role.safeParse(value).data))
  return BY_RIGHTS.find((one) => roles.includes(one)) ?? null
}
