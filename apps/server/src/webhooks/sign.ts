import { createHmac, randomBytes } from 'node:crypto'

const SECRET_BYTES = 32

export function newSecret(): string {
  return `whsec_${randomBytes(SECRET_BYTES).toString('base64url')}`
}

/** `sha256=` and the HMAC-SHA256 in hex of time and body, so that a body cannot be sent again at another time. */
export function sign(secret: string, timestamp: string, body: string): string {
  return `sha256=${createHmac('sha256', secret).update(`${timestamp}.${body}`).digest('hex')}`
}
