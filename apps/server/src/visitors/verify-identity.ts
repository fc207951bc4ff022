import { createHmac, timingSafeEqual } from 'node:crypto'
import { ChatError, email, LIMITS, type SessionRequest } from '@biometrics/chat-protocol'
import { jwtVerify } from 'jose'

/** Who the customer's own site says the visitor is. */
export interface Identity {
  externalId: string
  name?: string
  email?: string
}

const CLOCK_TOLERANCE_SECONDS = 60

/** Checks the proof against the app's secret; a wrong one is refused, never treated as no proof. */
export async function verifyIdentity(
  proof: NonNullable<SessionRequest['identity']>,
  secret: string,
  now: Date,
): Promise<Identity> {
  return 'token' in proof ? verifyToken(proof.token, secret, now) : verifyHash(proof, secret)
}

/** A JWT (RFC 7519), HS256 with the app's secret; `sub` is required, `exp` is kept where it stands. */
async function verifyToken(token: string, secret: string, now: Date): Promise<Identity> {
  try {
    const { payload } = await jwtVerify(token, new TextEncoder().encode(secret), {
      algorithms: ['HS256'],
      requiredClaims: ['sub'],
      clockTolerance: CLOCK_TOLERANCE_SECONDS,
      currentDate: now,
    })
    if (typeof payload.sub !== 'string' || payload.sub === '' || payload.sub.length > LIMITS.nameLength)
      refuse()
    const identity: Identity = { externalId: payload.sub }
    if (typeof payload.name === 'string') identity.name = payload.name.slice(0, LIMITS.nameLength)
    const address = email.safeParse(payload.email)
    if (address.success) identity.email = address.data
    return identity
  } catch {
    return refuse()
  }
}

function verifyHash({ id, hash }: { id: string; hash: string }, secret: string): Identity {
  const expected = createHmac('sha256', secret).update(id).digest()
  const given = Buffer.from(/^[0-9a-f]{64}$/i.test(hash) ? hash : '', 'hex')
  if (given.length !== expected.length || !timingSafeEqual(given, expected)) refuse()
  return { externalId: id }
}

function refuse(): never {
  throw new ChatError('identity_invalid', undefined, {
    fields: [{ path: 'identity', message: 'the proof does not fit the app' }],
  })
}
