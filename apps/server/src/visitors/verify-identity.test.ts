import { createHmac } from 'node:crypto'
import { ChatError } from '@biometrics/chat-protocol'
import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Identity, verifyIdentity } from './verify-identity.ts'

const NOW = new Date('2026-03-02T09:00:00Z')
const SECONDS = NOW.getTime() / 1_000
const SECRET = 'a secret of the app, long enough'
const PREVIOUS = 'the one that was there before it'
const APP = { app_id: 'shop', identity_secret: SECRET, previous_identity_secret: PREVIOUS }
const POLICIES = ['optional', 'strict', 'required'] as const
/** How many of each kind; more by hand, see docs/security/results.md. */
const RUNS = 1_000

const part = (value: unknown) => Buffer.from(JSON.stringify(value) ?? '').toString('base64url')
/** Whatever is said to be signed so, signed by HMAC with SHA-256 all the same. */
function sign(header: unknown, claims: unknown, secret: string): string {
  const signed = `${part(header)}.${part(claims)}`
  return `${signed}.${createHmac('sha256', secret).update(signed).digest('base64url')}`
}

/** Who it is, or null where it is refused as a proof; anything else is an error of ours. */
async function judge(token: string, policy: (typeof POLICIES)[number]): Promise<Identity | null> {
  try {
    return await verifyIdentity({ token }, { ...APP, identity_policy: policy }, NOW)
  } catch (error) {
    expect(error).toBeInstanceOf(ChatError)
    expect((error as ChatError).code).toBe('identity_invalid')
    return null
  }
}

const policies = fc.constantFrom(...POLICIES)
const times = fc.oneof(
  fc.integer({ min: -100_000, max: 100_000 }).map((from) => SECONDS + from),
  fc.double(),
  fc.jsonValue(),
)
const claims = fc.record(
  {
    sub: fc.oneof(fc.string({ maxLength: 300 }), fc.jsonValue()),
    aud: fc.oneof(fc.constantFrom('shop', 'other', ['other', 'shop'], []), fc.jsonValue()),
    exp: times,
    nbf: times,
    iat: times,
    name: fc.jsonValue(),
    email: fc.jsonValue(),
  },
  { requiredKeys: [] },
)
const headers = fc.oneof(
  fc.record(
    {
      alg: fc.constantFrom('HS256', 'none', 'HS384', 'RS256', 'ES256', 'hs256', ''),
      typ: fc.string(),
      kid: fc.string(),
      crit: fc.jsonValue(),
      b64: fc.boolean(),
      jwk: fc.jsonValue(),
      jku: fc.webUrl(),
      x5u: fc.webUrl(),
    },
    { requiredKeys: [] },
  ),
  fc.jsonValue(),
)

test('[SC2] whatever is no JWT is refused as no proof, whatever it looks like', async () => {
  const bits = fc.string({ unit: fc.constantFrom(...'.=-_aZ09 %\u0000é'), maxLength: 60 })
  const looks = fc.oneof(
    fc.string({ unit: 'binary', maxLength: 200 }),
    bits,
    fc.tuple(headers, claims, bits).map(([header, claim, end]) => `${part(header)}.${part(claim)}.${end}`),
    fc
      .tuple(headers, claims, fc.string())
      .map(([header, claim, secret]) => sign(header, claim, `?${secret}`)),
  )
  const check = async (token: string, policy: (typeof POLICIES)[number]) => {
    expect(await judge(token, policy)).toBeNull()
  }
  await fc.assert(fc.asyncProperty(looks, policies, check), { numRuns: RUNS })
})

test('[SC3] what the app has signed says who it is only by HS256, in its time, for this app, and in words that can be kept', async () => {
  const check = async (
    header: unknown,
    claim: Record<string, unknown>,
    policy: (typeof POLICIES)[number],
    secret: string,
  ) => {
    const who = await judge(sign(header, claim, secret), policy)
    if (who === null) return
    // As it arrived: JSON has no infinite numbers.
    const { sub, aud, exp, nbf, name, email } = JSON.parse(JSON.stringify(claim))
    expect((header as { alg: string }).alg).toBe('HS256')
    expect(who.externalId).toBe(sub)
    expect(sub.length).toBeGreaterThan(0)
    expect(sub.length).toBeLessThanOrEqual(255)
    if (aud !== undefined) expect([aud].flat()).toContain('shop')
    if (exp !== undefined) expect(exp).toBeGreaterThan(SECONDS - 61)
    if (nbf !== undefined) expect(nbf).toBeLessThan(SECONDS + 61)
    if (policy !== 'optional') {
      expect(aud).toBeDefined()
      expect(exp).toBeLessThanOrEqual(SECONDS + 86_400 + 60)
    }
    if (who.name !== undefined) expect(String(name).startsWith(who.name)).toBe(true)
    if (who.email !== undefined) expect(who.email).toBe(email)
  }
  const property = fc.asyncProperty(headers, claims, policies, fc.constantFrom(SECRET, PREVIOUS), check)
  await fc.assert(property, { numRuns: RUNS })
  // It has been there: not everything is refused.
  const good = { sub: 'u-1', aud: 'shop', exp: SECONDS + 60 }
  for (const policy of POLICIES)
    expect(await judge(sign({ alg: 'HS256' }, good, SECRET), policy)).toEqual({ externalId: 'u-1' })
})

test('[SC2] no change of a proof makes it say something else', async () => {
  const proof = sign({ alg: 'HS256' }, { sub: 'u-1', aud: 'shop', exp: SECONDS + 60 }, SECRET)
  const other = sign({ alg: 'HS256' }, { sub: 'u-2', aud: 'shop', exp: SECONDS + 60 }, 'of somebody else')
  const changes = fc.oneof(
    fc
      .tuple(fc.nat(proof.length), fc.nat(3), fc.string({ unit: 'binary', maxLength: 3 }))
      .map(([at, less, more]) => proof.slice(0, at) + more + proof.slice(at + less)),
    fc.nat(other.length).map((at) => other.slice(0, at) + proof.slice(at)),
    fc.shuffledSubarray([...proof.split('.'), ...other.split('.')]).map((parts) => parts.join('.')),
  )
  const check = async (token: string, policy: (typeof POLICIES)[number]) => {
    expect([null, 'u-1']).toContain((await judge(token, policy))?.externalId ?? null)
  }
  await fc.assert(fc.asyncProperty(changes, policies, check), { numRuns: RUNS })
})
