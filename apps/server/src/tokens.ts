import { createHash, randomBytes } from 'node:crypto'

const TOKEN_BYTES = 32

/** The first letters tell whose token it is, so that a request asks one table only. */
export type TokenKind = 'vis' | 'agt' | 'set' | 'key' | 'bot' | 'tkt' | 'lnk'

export function newToken(kind: TokenKind): { token: string; tokenHash: Buffer } {
  const token = `${kind}_${randomBytes(TOKEN_BYTES).toString('base64url')}`
  return { token, tokenHash: hashToken(token) }
}

/** A token has 256 random bits, so a plain hash cannot be turned back. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

export function isToken(kind: TokenKind, token: string): boolean {
  return token.startsWith(`${kind}_`)
}
