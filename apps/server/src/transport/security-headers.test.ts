import { afterAll, beforeAll, expect, test } from 'vitest'
import { ADA, startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
let token: string
beforeAll(async () => {
  server = await startTestServer({ trustedProxies: ['127.0.0.1'] })
  token = (await server.admin()).token
})
afterAll(() => server.stop())

const FOREIGN: Record<string, string>[] = [
  { origin: 'https://evil.example' },
  { origin: 'null' },
  { 'sec-fetch-site': 'cross-site' },
]

const pages = [
  '/',
  '/login',
  '/widget/biometrics-web',
  '/chat/biometrics-web',
  '/demo',
  '/widget-preview',
  '/widget.js',
]
const answers = [
  '/api/v1/me',
  '/api/v1/conversations',
  '/api/v1/nothing',
  '/api/openapi.json',
  '/healthz',
  '/nothing',
]

test.each([...pages, ...answers])('[SC6] %s has the headers that every answer has', async (path) => {
  const { headers } = await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } })
  expect(headers.get('x-content-type-options')).toBe('nosniff')
  expect(headers.get('referrer-policy')).toBe('strict-origin-when-cross-origin')
  expect(headers.get('permissions-policy')).toContain('microphone=()')
  expect(headers.get('cross-origin-resource-policy')).toMatch(/^(same|cross)-origin$/)
  expect(headers.get('strict-transport-security')).toBeNull()
  for (const name of ['server', 'x-powered-by']) expect(headers.get(name), name).toBeNull()
})

test('[SC6] over TLS browsers are told to stay there', async () => {
  const { headers } = await fetch(server.url, { headers: { 'x-forwarded-proto': 'https' } })
  expect(headers.get('strict-transport-security')).toBe('max-age=31536000; includeSubDomains')
})

test.each(['/', '/login', '/conversations/x'])(
  '[SC6] the dashboard at %s runs only its own and stands in no frame',
  async (path) => {
    const { headers } = await fetch(server.url + path, { headers: { accept: 'text/html' } })
    const policy = directives(headers)
    expect(policy).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'base-uri': "'none'",
      'form-action': "'self'",
      'frame-ancestors': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': 'default',
    })
    expect(policy['connect-src']).toBe(
      `'self' ws://${new URL(server.url).host} wss://${new URL(server.url).host}`,
    )
    expect(headers.get('x-frame-options')).toBe('DENY')
    expect(headers.get('cross-origin-opener-policy')).toBe('same-origin')
  },
)

test.each(['/widget/biometrics-web', '/chat/biometrics-web'])(
  '[SC6] the chat at %s runs only its own',
  async (path) => {
    const { headers } = await fetch(server.url + path)
    expect(directives(headers)).toMatchObject({
      'default-src': "'none'",
      'script-src': "'self'",
      'style-src': "'self'",
      'form-action': "'none'",
      'require-trusted-types-for': "'script'",
      'trusted-types': "'none'",
      'frame-ancestors': '*',
    })
    expect(headers.get('cross-origin-resource-policy')).toBe('cross-origin')
  },
)

test.each(['/api/v1/me', '/api/v1/conversations', '/api/v1/nothing'])(
  '[SC6] %s is no page and is kept by nobody',
  async (path) => {
    const { headers } = await fetch(server.url + path, { headers: { authorization: `Bearer ${token}` } })
    expect(headers.get('content-security-policy')).toBe("default-src 'none'; frame-ancestors 'none'")
    expect(headers.get('cache-control')).toBe('no-store')
  },
)

test.each(['POST', 'PUT', 'PATCH', 'DELETE'])(
  '[SC6] a %s with the cookie comes from our own page or is refused',
  async (method) => {
    const id = '0197f0d4-8f3c-7d31-b6a5-2f5d6f1f9a10'
    const paths = {
      POST: `/conversations/${id}/take`,
      PUT: `/conversations/${id}/tags`,
      PATCH: `/agents/${id}`,
      DELETE: `/agents/${id}`,
    }
    const bodies: Record<string, object> = { PUT: { tags: [] }, PATCH: { name: 'Eve' } }
    const write = (headers: Record<string, string>) =>
      send(method, `/api/v1${paths[method as keyof typeof paths]}`, bodies[method], {
        cookie: `biometrics_chat_session=${token}`,
        ...headers,
      })
    for (const headers of FOREIGN) {
      expect(await write(headers), JSON.stringify(headers)).toMatchObject({
        status: 403,
        code: 'origin_not_allowed',
      })
    }
    for (const headers of [{ origin: server.url }, { 'sec-fetch-site': 'same-origin' }, {}]) {
      expect((await write(headers)).status).toBe(404)
    }
  },
)

test('[SC6] nobody is signed in by another site', async () => {
  const login = { email: ADA.email, password: ADA.password }
  for (const headers of FOREIGN) {
    expect(await send('POST', '/api/v1/auth/login', login, headers)).toMatchObject({ status: 403 })
  }
  expect((await send('POST', '/api/v1/auth/login', login, { origin: server.url })).status).toBe(200)
})

test.each([
  'text/plain',
  'application/x-www-form-urlencoded',
  'text/plain; application/json',
  'text/xml',
  'application/jsonx',
])('[SC6] %s is no JSON', async (type) => {
  const body = JSON.stringify({ email: ADA.email, password: ADA.password })
  const answer = await fetch(`${server.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': type },
    body,
  })
  expect(answer.status).toBe(415)
  expect(answer.headers.get('set-cookie')).toBeNull()
})

test('[SC6] the cookie is for the server alone, and for our own pages', async () => {
  const login = (headers: Record<string, string>) =>
    fetch(`${server.url}/api/v1/auth/login`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      body: JSON.stringify({ email: ADA.email, password: ADA.password }),
    }).then(({ headers }) => headers.get('set-cookie') ?? '')
  expect(await login({})).toMatch(/^biometrics_chat_session=agt_.*; Path=\/; HttpOnly; SameSite=Lax$/)
  // Over TLS its name binds it to this host: nobody on a neighbouring one can put another in its place.
  const secure = await login({ 'x-forwarded-proto': 'https' })
  expect(secure).toMatch(/^__Host-biometrics_chat_session=agt_.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const cookie = secure.split(';')[0] ?? ''
  const me = (headers: Record<string, string>) =>
    fetch(`${server.url}/api/v1/me`, { headers }).then(({ status }) => status)
  expect(await me({ cookie, 'x-forwarded-proto': 'https' })).toBe(200)
  expect(await me({ cookie: cookie.replace('__Host-', ''), 'x-forwarded-proto': 'https' })).toBe(401)
})

function directives(headers: Headers): Record<string, string> {
  const policy = headers.get('content-security-policy') ?? ''
  return Object.fromEntries(
    policy.split('; ').map((part) => [part.split(' ', 1)[0] ?? '', part.slice(part.indexOf(' ') + 1)]),
  )
}

async function send(method: string, path: string, body: object | undefined, headers: Record<string, string>) {
  const answer = await fetch(server.url + path, {
    method,
    headers: { ...headers, ...(body && { 'content-type': 'application/json' }) },
    ...(body && { body: JSON.stringify(body) }),
  })
  const { code } = await answer.json()
  return { status: answer.status, code }
}
