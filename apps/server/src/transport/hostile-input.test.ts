import { afterAll, beforeAll, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>
let vera: Awaited<ReturnType<TestServer['visitor']>>
let operations: Operation[]

interface Operation {
  method: string
  path: string
  hasBody: boolean
  queries: string[]
}
interface Described {
  requestBody?: unknown
  parameters?: { in: string; name: string }[]
}

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  vera = await server.visitor()
  const { body } = await server.rest('GET', '/api/openapi.json')
  operations = Object.entries<Record<string, Described>>(body.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { requestBody, parameters = [] }]) => ({
      method: method.toUpperCase(),
      path,
      hasBody: requestBody !== undefined,
      queries: parameters.filter((one) => one.in === 'query').map(({ name }) => name),
    })),
  )
})
afterAll(() => server.stop())

const LONG = 'x'.repeat(100_000)
const SCRIPT = '<script>fetch("//evil.example")</script>'
const NUL = 'a\u0000b'

/** Whatever is said there is an answer, and it neither says that the server is broken nor how it is made. */
async function answers(method: string, path: string, body: unknown, token: string) {
  // A stranger's own session would end with these, and with it everything after.
  if (/\/auth\/logout$|\/me\/sessions/.test(path)) return
  const response = await fetch(server.url + path, {
    method,
    headers: {
      authorization: `Bearer ${token}`,
      ...(body !== undefined && { 'content-type': 'application/json' }),
    },
    ...(body !== undefined && { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  const what = `${method} ${path.slice(0, 120)} ${JSON.stringify(body)?.slice(0, 60)} ${text.slice(0, 200)}`
  expect(response.status, what).not.toBe(500)
  expect(text, what).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/)
  if (response.status >= 400) expect(response.headers.get('content-type'), what).toContain('json')
}

const bodies: readonly unknown[] = [
  null,
  [],
  42,
  'words',
  {},
  { [LONG]: LONG },
  ...[LONG, SCRIPT, NUL, -1, {}, [{}], null, '../../etc/passwd', "'; drop table agents; --"].map((value) =>
    Object.fromEntries(
      [
        'name',
        'text',
        'title',
        'content',
        'email',
        'password',
        'tag',
        'from',
        'to',
        'ids',
        'tags',
        'id',
        'q',
        'type',
      ].map((field) => [field, value]),
    ),
  ),
]

test.each(['agent', 'visitor'] as const)(
  '[SC7] no body, query or id of the %s breaks a route or tells how it is made',
  async (who) => {
    const token = who === 'agent' ? ada.token : vera.token
    for (const { method, path, hasBody, queries } of operations) {
      const foreign = path.replaceAll(/\{\w+\}/g, crypto.randomUUID())
      if (hasBody) for (const body of bodies) await answers(method, foreign, body, token)
      else await answers(method, foreign, undefined, token)
      if (/\{/.test(path))
        for (const id of ['42', encodeURIComponent(SCRIPT), '%00', '..%2f..%2fetc%2fpasswd'])
          await answers(method, path.replaceAll(/\{\w+\}/g, id), hasBody ? {} : undefined, token)
      if (method !== 'GET') continue
      for (const value of [LONG.slice(0, 8_000), SCRIPT, NUL, '-1', "' or 1=1 --", '[]', '1e309'])
        for (const name of queries)
          await answers(method, `${foreign}?${new URLSearchParams({ [name]: value })}`, undefined, token)
    }
    // And it still is who it was.
    expect((await server.rest('GET', '/api/v1/me', undefined, ada.token)).status).toBe(200)
    const again = await server.visitor()
    await again.does('conversation:start', { clientId: crypto.randomUUID() })
  },
)
