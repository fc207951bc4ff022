/** Why the server cannot start, as one plain sentence for the person who started it. Shown without a stack trace. */
export class StartError extends Error {
  override readonly name = 'StartError'
}

/** The code of a Node system error such as `EACCES`, or null. */
export function errorCode(error: unknown): string | null {
  return error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null
}
