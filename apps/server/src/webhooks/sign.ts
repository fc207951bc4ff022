import { createHmac, randomBytes } from 'node:crypto'
import type { Vault } from '../vault/vault.ts'

const SECRET_BYTES = 32

export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64url')}`
}

/** `sha256=` and the HMAC-SHA256 in hex of time and body, so that a body cannot be sent again at another time. */
export function sign(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}

export interface SealedSecrets {
  secret: string
  previous_secret: string | null
  previous_secret_until: Date | null
}

/** Time and signature; while a secret that was replaced still counts, its signature beside. */
export function signedHeaders(
  vault: Pick<Vault, 'open'>,
  place: string,
  { secret, previous_secret, previous_secret_until }: SealedSecrets,
  body: string,
  now: Date,
): Record<string, string> {
  const timestamp = String(Math.floor(now.getTime() / 1000))
  const signature = (sealed: string) => sign(vault.open(place, sealed), timestamp, body)
  const overlaps = previous_secret !== null && previous_secret_until !== null && previous_secret_until > now
  return {
    'x-webhook-timestamp': timestamp,
    'x-webhook-signature': signature(secret),
    ...(overlaps && { 'x-webhook-signature-previous': signature(previous_secret) }),
  }
}
