import type { ErrorCode, FieldError, Problem } from '@biometrics/chat-protocol'
import { CommandFailed, unreachable } from './errors.ts'

export interface Rest {
  readonly base: string
  readonly credentials: RequestCredentials
  headers(): Record<string, string>
  get<T>(path: string): Promise<T>
  send<T>(method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: unknown): Promise<T>
}

const REQUEST_TIMEOUT_MS = 20_000

/** The REST interface under `/api/v1`. Agents in a browser are known by their cookie, everybody else by a token. */
export function createRest(
  url: string,
  token: () => string | undefined,
  credentials: RequestCredentials = 'omit',
): Rest {
  const base = `${url.replace(/\/+$/, '')}/api/v1`

  function headers(): Record<string, string> {
    const known = token()
    return known === undefined ? {} : { authorization: `Bearer ${known}` }
  }

  async function request<T>(path: string, init: RequestInit): Promise<T> {
    const { status, text, retryAfter } = await exchange(`${base}${path}`, { credentials, ...init })
    return readReply<T>(status, text, retryAfter)
  }

  return {
    base,
    credentials,
    headers,
    get: (path) => request(path, { headers: headers() }),
    send: (method, path, body) =>
      request(path, {
        method,
        headers: { ...headers(), ...(body !== undefined && { 'content-type': 'application/json' }) },
        ...(body !== undefined && { body: JSON.stringify(body) }),
      }),
  }
}

async function exchange(url: string, init: RequestInit) {
  try {
    const signal = AbortSignal.timeout(REQUEST_TIMEOUT_MS)
    const response = await fetch(url, { signal, ...init })
    const text = await response.text()
    return { status: response.status, text, retryAfter: response.headers.get('retry-after') }
  } catch (failure) {
    throw unreachable('The server could not be reached.', failure)
  }
}

/** The body of a success, or `CommandFailed` from a problem (RFC 9457) or from whatever a proxy said instead. */
export function readReply<T>(status: number, text: string, retryAfter: string | null): T {
  const body = parse(text)
  if (status >= 200 && status < 300) return body as T
  const problem = (body ?? {}) as Partial<Problem>
  throw new CommandFailed({
    code: problem.code ?? codeOf(status),
    message: problem.detail ?? problem.title ?? `The server answered ${status}.`,
    retryable: status >= 500 || status === 429 || status === 408,
    ...(problem.errors && { fields: problem.errors satisfies FieldError[] }),
    ...(retryAfter !== null && Number(retryAfter) > 0 && { retryAfterMs: Number(retryAfter) * 1_000 }),
  })
}

function parse(text: string): unknown {
  try {
    return text === '' ? undefined : JSON.parse(text)
  } catch {
    return undefined
  }
}

function codeOf(status: number): ErrorCode {
  if (status === 401) return 'unauthenticated'
  if (status === 403) return 'forbidden'
  if (status === 404) return 'not_found'
  if (status === 413) return 'payload_too_large'
  if (status === 429) return 'rate_limited'
  return status >= 500 ? 'busy' : 'invalid_payload'
}
