import { createHmac, timingSafeEqual } from 'node:crypto'
import { ChatError, email, LIMITS, type SessionRequest } from '@biometrics/chat-protocol'
import { type JWTPayload, jwtVerify } from 'jose'
import type { AppRow } from '../apps/find-app.ts'

/** Who the customer's own site says the visitor is. */
export interface Identity {
  externalId: string
  name?: string
  email?: string
}

type IdentityRules = Pick<
  AppRow,
  'app_id' | 'identity_secret' | 'previous_identity_secret' | 'identity_policy'
>

const CLOCK_TOLERANCE_SECONDS = 60
/** A strict app's proofs are made for one visit; one that leaks is worth nothing the day after. */
const STRICT_LIFE_SECONDS = 86_400

/** Checks the proof against the app's secrets; a wrong one is refused, never treated as no proof. */
export async function verifyIdentity(
  proof: NonNullable<SessionRequest['identity']>,
  app: IdentityRules,
  now: Date,
): Promise<Identity> {
  const secrets = [app.identity_secret, app.previous_identity_secret].filter((secret) => secret !== null)
  if ('token' in proof) return verifyToken(proof.token, secrets, app, now)
  if (app.identity_policy !== 'optional') refuseIdentity('the app takes JWTs only')
  return verifyHash(proof, secrets)
}

/** A JWT (RFC 7519), HS256 with one of the app's secrets; `sub` is required, `aud` and `exp` are kept where they stand. */
async function verifyToken(
  token: string,
  secrets: string[],
  app: IdentityRules,
  now: Date,
): Promise<Identity> {
  const payload = await payloadOf(token, secrets, app, now)
  const { sub, name } = payload
  if (typeof sub !== 'string' || sub === '' || sub.length > LIMITS.nameLength) return refuseIdentity()
  const identity: Identity = { externalId: sub }
  if (typeof name === 'string') identity.name = name.slice(0, LIMITS.nameLength)
  const address = email.safeParse(payload.email)
  if (address.success) identity.email = address.data
  return identity
}

async function payloadOf(
  token: string,
  secrets: string[],
  { app_id, identity_policy }: IdentityRules,
  now: Date,
): Promise<JWTPayload> {
  const isStrict = identity_policy !== 'optional'
  for (const secret of secrets) {
    const verified = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      requiredClaims: isStrict ? ['sub', 'aud', 'exp'] : ['sub'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
    }).catch(() => null)
    if (!verified) continue
    const { aud, exp } = verified.payload
    if (aud !== undefined && ![aud].flat().includes(app_id))
      return refuseIdentity('the proof is for another app')
    const leftSeconds = (exp ?? 0) - now.getTime() / 1000
    if (isStrict && leftSeconds > STRICT_LIFE_SECONDS + CLOCK_TOLERANCE_SECONDS)
      return refuseIdentity('exp is more than 24 hours ahead')
    return verified.payload
  }
  return refuseIdentity()
}

function verifyHash({ id, hash }: { id: string; hash: string }, secrets: string[]): Identity {
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(hash) ? hash : '', 'hex')
  const fits = secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(id).digest()
    return given.length === expected.length && timingSafeEqual(given, expected)
  })
  return fits ? { externalId: id } : refuseIdentity()
}

export function refuseIdentity(message = 'the proof does not fit the app'): never {
  throw new ChatError('identity_invalid', undefined, { fields: [{ path: 'identity', message }] })
}
