import { CommandFailed } from '@biometrics/chat-client'
import type { CommandError, List, Problem } from '@biometrics/chat-protocol'

/** Asks the REST interface; settings and lists that need no live updates come this way. */
export async function rest<Reply>(method: string, path: string, body?: unknown): Promise<Reply> {
  const reply = await ask(path, {
    method,
    credentials: 'same-origin',
    ...bodyOf(body),
  })
  if (!reply.ok) throw new CommandFailed(await readProblem(reply))
  return reply.status === 204 ? (undefined as Reply) : await reply.json()
}

/** JSON, or a form with files, of which the browser says what it is. */
function bodyOf(body: unknown): RequestInit {
  if (body === undefined) return {}
  if (body instanceof FormData) return { body }
  return { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
}

async function ask(path: string, init: RequestInit): Promise<Response> {
  try {
    return await fetch(`/api/v1${path}`, init)
  } catch (cause) {
    throw new CommandFailed({ code: 'busy', message: 'No answer', retryable: true }, 'unreachable', cause)
  }
}

/** Every page of a list; `MAX_PAGES` ends a list that never ends. */
export async function restAll<Item>(path: string): Promise<Item[]> {
  const items: Item[] = []
  let cursor: string | null = null
  for (let page = 0; page < MAX_PAGES; page++) {
    const query: string = `?limit=200${cursor === null ? '' : `&cursor=${encodeURIComponent(cursor)}`}`
    const list: List<Item> = await rest('GET', path + query)
    items.push(...list.items)
    cursor = list.nextCursor
    if (cursor === null) break
  }
  return items
}
const MAX_PAGES = 50

async function readProblem(reply: Response): Promise<CommandError> {
  const problem: Problem | null = await reply.json().catch(() => null)
  if (typeof problem?.code !== 'string') {
    return { code: 'internal', message: reply.statusText, retryable: reply.status >= 500 }
  }
  return {
    code: problem.code,
    message: problem.detail,
    retryable: reply.status >= 500,
    ...(problem.errors ? { fields: problem.errors } : {}),
  }
}
