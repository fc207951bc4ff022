import { ChatError } from '@biometrics/chat-protocol'

/** An opaque place in a list: the sort key of the last row of a page. */
export function writeCursor(key: readonly string[]): string {
  return Buffer.from(JSON.stringify(key)).toString('base64url')
}

export function readCursor(cursor: string, length: number): string[] {
  try {
    const key: unknown = JSON.parse(Buffer.from(cursor, 'base64url').toString())
    if (Array.isArray(key) && key.length === length && key.every((part) => typeof part === 'string'))
      return key
  } catch {
    // Not ours; said below.
  }
  throw new ChatError('invalid_payload', 'The cursor is not one that a list of this kind has given.', {
    fields: [{ path: 'cursor', message: 'not a cursor of this list' }],
  })
}
