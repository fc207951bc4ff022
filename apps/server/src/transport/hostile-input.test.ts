import { request } from 'node:http'
import fc from 'fast-check'
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

test('[SC7] no query string, however it is written, breaks a route', async () => {
  const asked = operations.filter(({ method, queries }) => method === 'GET' && queries.length > 0)
  expect(asked.length).toBeGreaterThan(20)
  const odd = fc.string({
    unit: fc.constantFrom(...'&=%+;[].\\"\'#?/ aZ09-:,\u00e9\u{1f600}'),
    maxLength: 40,
  })
  const values = fc.oneof(
    odd,
    odd.map(encodeURIComponent),
    fc.string({ unit: 'binary', maxLength: 40 }).map((text) => encodeURIComponent(text.toWellFormed())),
    fc.constantFrom(
      '%',
      '%ff',
      '%00',
      '%ed%a0%80',
      '1e309',
      '-0',
      'NaN',
      '9'.repeat(400),
      '0x10',
      'null',
      'true',
    ),
    fc.constantFrom('0001-01-01T00:00:00Z', '275761-01-01', '-271822-01-01T00:00:00Z', '2026-02-30', 'now'),
  )
  const query = ({ queries }: Operation) =>
    fc
      .array(
        fc.tuple(fc.oneof(fc.constantFrom(...queries), odd), fc.constantFrom('=', '', '[]=', '[a]='), values),
        {
          maxLength: 5,
        },
      )
      .map((pairs) => pairs.map((pair) => pair.join('')).join('&'))
  for (const operation of asked) {
    const path = operation.path.replace(/\{\w+\}/g, crypto.randomUUID())
    const check = async (text: string) => {
      // As it stands: what a browser would make of it is not what others send.
      const answer = await ask(`${path}?${text.replaceAll(/[^\x21-\x7e]|#/gu, encodeURIComponent)}`)
      expect(answer.status, `${path}?${text} ${answer.text}`).not.toBe(500)
      expect(answer.text).not.toMatch(/node_modules|\.ts:\d|at \w+ \(/)
    }
    await fc.assert(fc.asyncProperty(query(operation), check), { numRuns: QUERIES })
  }
})

/** How many of each route; more by hand, see docs/security/results.md. */
const QUERIES = 15

function ask(path: string): Promise<{ status: number | undefined; text: string }> {
  const { hostname, port } = new URL(server.url)
  return new Promise((resolve, reject) => {
    const sent = request(
      { hostname, port, path, headers: { authorization: `Bearer ${ada.token}` } },
      (response) => {
        let text = ''
        response.setEncoding('utf8')
        response.on('data', (chunk: string) => (text += chunk))
        response.on('end', () => resolve({ status: response.statusCode, text: text.slice(0, 500) }))
      },
    )
    sent.on('error', reject)
    sent.end()
  })
}
