import { ERRORS } from '@biometrics/chat-protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { ADA, startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>
let ana: Awaited<ReturnType<TestServer['agent']>>
let vera: Awaited<ReturnType<TestServer['visitor']>>
let conversationId: string

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  ana = await server.agent(ada)
  vera = await server.visitor()
  conversationId = (await vera.does('conversation:start', { clientId: 'c' })).conversation.id
})
afterAll(() => server.stop())

const api = (method: string, path: string, body?: unknown, token: string | undefined = ada.token) =>
  server.rest(method, `/api/v1${path}`, body, token)

describe('errors', () => {
  test.each([
    ['wrong JSON', 'POST', '/auth/login', '{"email":', 400, 'invalid_json'],
    ['an empty body', 'POST', '/auth/login', '', 400, 'invalid_payload'],
    ['a wrong type', 'POST', '/auth/login', { email: 5, password: 'x' }, 400, 'invalid_payload'],
    ['a missing field', 'POST', '/auth/login', { email: 'a' }, 400, 'invalid_payload'],
    ['an unknown id', 'GET', `/conversations/${crypto.randomUUID()}`, undefined, 404, 'not_found'],
    ['what is no id', 'GET', '/conversations/42', undefined, 404, 'not_found'],
    ['an unknown route', 'GET', '/nothing/here', undefined, 404, 'not_found'],
    ['an unknown method', 'DELETE', '/me', undefined, 404, 'not_found'],
    ['a wrong limit', 'GET', '/conversations?limit=0', undefined, 400, 'invalid_payload'],
    ['a wrong cursor', 'GET', '/conversations?cursor=abc', undefined, 400, 'invalid_payload'],
    ['a wrong status', 'GET', '/conversations?status=lost', undefined, 400, 'invalid_payload'],
    [
      'a body of 300 kB',
      'POST',
      '/auth/login',
      { email: 'a', password: 'x'.repeat(300_000) },
      413,
      'payload_too_large',
    ],
    [
      'a script as a title',
      'POST',
      '/canned-responses',
      { title: '', content: 'x', shortcut: 'x' },
      400,
      'invalid_payload',
    ],
  ])(
    '[RS1] %s is a problem with a code, and never a stack trace',
    async (_what, method, path, body, status, code) => {
      const answer = await api(method, path, body)
      expect(answer.headers.get('content-type')).toBe('application/problem+json; charset=utf-8')
      expect(answer.body).toMatchObject({ status, code, title: ERRORS[code as keyof typeof ERRORS].title })
      expect(answer.body.detail).toEqual(expect.any(String))
      expect(answer.status).toBe(status)
      expect(JSON.stringify(answer.body)).not.toMatch(/node_modules|\.ts:|at \w+ \(/)
    },
  )

  test('[RS1] another media type is refused', async () => {
    const response = await fetch(`${server.url}/api/v1/auth/login`, {
      method: 'POST',
      body: new URLSearchParams({ a: 'b' }),
    })
    expect(response.status).toBe(415)
    expect((await response.json()).code).toBe('unsupported_media_type')
  })

  test('[RS1] without a token nothing is told', async () => {
    for (const token of ['', 'agt_x', 'vis_x', 'x y']) {
      const answer = await api('GET', '/conversations', undefined, token)
      expect(answer).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    }
  })

  test('[RS1] a visitor’s token opens no agents’ route', async () => {
    for (const [method, path] of [
      ['POST', `/conversations/${conversationId}/take`],
      ['PUT', `/conversations/${conversationId}/tags`],
      ['GET', '/agents'],
      ['GET', '/canned-responses'],
      ['GET', '/apps'],
      ['GET', '/me'],
    ] as const) {
      const answer = await api(method, path, method === 'PUT' ? { tags: [] } : undefined, vera.token)
      expect(answer.status, path).toBe(403)
    }
  })
})

describe('the same actions', () => {
  test('a new installation has the two canned responses of the seed and one group with everybody in it', async () => {
    const responses = (await api('GET', '/canned-responses')).body.items
    expect(responses).toMatchObject([
      { title: 'Greeting', shortcut: '/hi', category: 'General', tags: ['greeting', 'start'] },
      { title: 'Billing Question', shortcut: '/billing', category: 'Billing' },
    ])
    const groups = (await api('GET', '/groups')).body.items
    expect(groups).toHaveLength(1)
    expect([...groups[0].agentIds].sort()).toEqual([ada.id, ana.id].sort())
    expect((await api('DELETE', `/groups/${groups[0].id}`)).body.code).toBe('in_use')
  })

  test('[RS1] a message sent over REST is heard on the sockets, once', async () => {
    const path = `/conversations/${conversationId}/messages`
    const body = { clientId: 'r1', type: 'text', content: { text: 'over REST' } }
    const sent = await api('POST', path, body)
    expect(sent.status).toBe(201)
    expect(await vera.hears('message', (event) => event.id === sent.body.id)).toEqual(sent.body)
    expect((await api('POST', path, body)).body).toEqual(sent.body)
    expect((await api('POST', path, { ...body, content: { text: 'else' } })).status).toBe(409)
    const note = await api('POST', path, { type: 'text', content: { text: 'aside' }, visibility: 'note' })
    expect(note.body).toMatchObject({ seq: 2, visibility: 'note' })
    expect((await api('GET', path, undefined, vera.token)).body.items).toEqual([sent.body])
  })

  test('[RS1] take, release, transfer, prioritize, close, reopen and tags', async () => {
    const path = `/conversations/${conversationId}`
    // Routing would give away what is released before it can be looked at.
    const [group] = (await api('GET', '/groups')).body.items
    await api('PATCH', `/groups/${group.id}`, { routing: 'manual' })
    const steps = [
      ['POST', '/take', undefined, { status: 'active', agentId: ada.id }],
      ['POST', '/release', undefined, { status: 'queued', agentId: null }],
      ['POST', '/transfer', { toAgentId: ana.id, note: 'please' }, { status: 'active', agentId: ana.id }],
      ['POST', '/prioritize', { priority: 'high' }, { priority: 'high' }],
      ['PUT', '/tags', { tags: ['vip', 'vip', 'iris'] }, { tags: ['vip', 'iris'] }],
      ['POST', '/close', { resolved: false }, { status: 'closed', resolved: false }],
      ['POST', '/reopen', undefined, { status: 'active' }],
      ['POST', '/close', undefined, { status: 'closed', resolved: true }],
    ] as const
    // An empty body of a named type is none.
    expect((await api('POST', `${path}/take`, '')).status).toBe(200)
    for (const [method, step, body, result] of steps) {
      const answer = await api(method, path + step, body)
      expect(answer.body, step).toMatchObject(result)
      expect((await api('GET', path)).body, step).toMatchObject(result)
    }
    expect((await api('POST', `${path}/transfer`, {})).body.code).toBe('invalid_payload')
    await api('PATCH', `/groups/${group.id}`, { routing: 'automatic' })
  })

  test('[RS1] messages are paged both ways by the cursor', async () => {
    const { conversation } = await vera.does('conversation:start', { clientId: 'paged' })
    for (let index = 1; index <= 7; index++) {
      await vera.does('message:send', {
        conversationId: conversation.id,
        clientId: `${index}`,
        type: 'text',
        content: { text: `${index}` },
      })
    }
    const walk = async (query: string) => {
      const seen: number[][] = []
      for (let cursor: string | null = ''; cursor !== null; ) {
        const page = await api(
          'GET',
          `/conversations/${conversation.id}/messages?${cursor ? `cursor=${cursor}` : query}&limit=3`,
        )
        seen.push(page.body.items.map((item: { seq: number }) => item.seq))
        cursor = page.body.nextCursor
      }
      return seen
    }
    expect(await walk('afterSeq=0')).toEqual([[1, 2, 3], [4, 5, 6], [7]])
    expect(await walk('')).toEqual([[1, 2, 3], [4, 5, 6], [7]])
    expect(await walk('beforeSeq=8')).toEqual([[5, 6, 7], [2, 3, 4], [1]])
  })

  test('[RS1] canned responses, groups, agents and apps can be listed, added, read, changed and removed', async () => {
    for (const [path, body, change] of [
      [
        '/canned-responses',
        { title: 'Bye', content: 'Goodbye {{name}}', shortcut: '/bye' },
        { title: 'Farewell' },
      ],
      ['/groups', { name: 'Iris', agentIds: [ana.id] }, { name: 'Iris and face' }],
      ['/agents', { name: 'Cem', email: 'cem@example.com', password: 'a long enough one' }, { maxChats: 3 }],
      ['/apps', { appId: 'second', name: 'Second' }, { color: '#123456', greeting: 'Welcome' }],
    ] as const) {
      const added = await api('POST', path, body)
      expect(added.status, path).toBe(201)
      const { password: _, ...shown } = body as Record<string, unknown>
      expect(added.body).toMatchObject(shown)
      expect(JSON.stringify(added.body)).not.toContain('password')
      const one = `${path}/${added.body.id}`
      expect((await api('GET', one)).body).toEqual(added.body)
      expect((await api('PATCH', one, change)).body).toEqual({ ...added.body, ...change })
      expect((await api('GET', path)).body.items.map((item: { id: string }) => item.id)).toContain(
        added.body.id,
      )
      const again = await api('POST', path, path === '/groups' ? { name: 'Iris and face' } : body)
      expect(again, path).toMatchObject({ status: 409, body: { code: 'name_taken' } })
      expect((await api('DELETE', one)).status).toBe(204)
      expect((await api('GET', one)).status).toBe(404)
      expect((await api('DELETE', one)).status).toBe(404)
      expect((await api('PATCH', one, change)).status).toBe(404)
    }
  })
})

describe('the description', () => {
  test('[RS1] is OpenAPI 3.1, made from the schemas, and names every route of the API', async () => {
    const { body } = await server.rest('GET', '/api/openapi.json')
    expect(body.openapi).toMatch(/^3\.1\./)
    for (const path of [
      '/visitor/sessions',
      '/setup',
      '/auth/login',
      '/auth/logout',
      '/me',
      '/conversations',
      '/uploads',
    ]) {
      expect(Object.keys(body.paths)).toContain(`/api/v1${path}`)
    }
    expect(Object.keys(body.components.schemas)).toEqual(
      expect.arrayContaining(['Message', 'Conversation', 'Problem']),
    )
    const docs = await server.rest('GET', '/api/docs/')
    expect(docs.status).toBe(200)
  })

  test('alive and ready', async () => {
    expect((await server.rest('GET', '/healthz')).status).toBe(200)
    const ready = await server.rest('GET', '/readyz')
    expect(ready).toMatchObject({ status: 200, body: { parts: { database: 'ok', files: 'ok' } } })
  })
})

describe('agents', () => {
  test('[AG1] the set-up link makes the admin, once', async () => {
    const local = await startTestServer()
    expect(local.setupLink).toMatch(/\/setup\?token=set_/)
    const token = new URL(local.setupLink as string).searchParams.get('token')
    const admin = { name: 'Ada', email: 'ada@example.com', password: 'correct horse battery' }
    const wrong = await local.rest('POST', '/api/v1/setup', { ...admin, token: 'set_wrong' })
    expect(wrong).toMatchObject({ status: 403, body: { code: 'setup_token_invalid' } })
    const short = await local.rest('POST', '/api/v1/setup', { ...admin, token, password: 'short' })
    expect(short.body.errors[0].path).toBe('password')
    const both = await Promise.all([1, 2].map(() => local.rest('POST', '/api/v1/setup', { ...admin, token })))
    expect(both.map((answer) => answer.status).sort()).toEqual([201, 409])
    const made = both.find((answer) => answer.status === 201)
    expect(made?.body).toMatchObject({ agent: { name: 'Ada', role: 'admin' } })
    expect(made?.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/i)
    await local.restart()
    expect(local.setupLink).toBeNull()
    await local.stop()
  })

  test('[AG1] a session signs in by token and by cookie, and the server can end it', async () => {
    const login = await api('POST', '/auth/login', { email: 'ADA@example.com', password: ADA.password }, '')
    expect(login.status).toBe(200)
    const { token } = login.body
    expect((await api('GET', '/me', undefined, token)).body.agent).toMatchObject({
      name: 'Ada',
      email: ADA.email,
    })
    const cookie = (login.headers.get('set-cookie') ?? '').split(';')[0] as string
    const byCookie = (method: string, path: string, origin?: string) =>
      fetch(`${server.url}/api/v1${path}`, {
        method,
        headers: { cookie, ...(origin !== undefined && { origin }) },
      })
    expect((await byCookie('GET', '/me')).status).toBe(200)
    expect((await byCookie('POST', '/auth/logout', 'https://evil.example')).status).toBe(403)
    expect((await byCookie('POST', '/auth/logout', server.url)).status).toBe(204)
    expect((await byCookie('GET', '/me')).status).toBe(401)
    await expect(server.connect('/agent', token)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
  })

  test('[AG1] a wrong password and an unknown address answer the same', async () => {
    const answers = await Promise.all(
      [ADA.email, 'nobody@example.com'].map((email) =>
        api('POST', '/auth/login', { email, password: 'wrong' }, ''),
      ),
    )
    for (const answer of answers)
      expect(answer).toMatchObject({ status: 401, body: { code: 'credentials_invalid' } })
    expect(answers[0]?.body).toEqual(answers[1]?.body)
  })

  test('[AG1] the password is kept as argon2id', async () => {
    const rows = await server.services.database.query.selectFrom('agents').select('password_hash').execute()
    for (const row of rows) expect(row.password_hash).toMatch(/^\$argon2id\$v=19\$m=19456,t=2,p=1\$/)
  })

  test('[AG1] agents change themselves but no one else; a new password ends the sessions', async () => {
    const cem = await server.agent(ada, { name: 'Cem', email: 'cem@example.com' })
    const change = (id: string, body: object) => api('PATCH', `/agents/${id}`, body, cem.token)
    expect((await change(cem.id, { name: 'Cem B.' })).body.name).toBe('Cem B.')
    expect((await change(cem.id, { role: 'admin' })).status).toBe(403)
    expect((await change(ana.id, { name: 'X' })).status).toBe(403)
    expect((await api('POST', '/agents', { name: 'x' }, cem.token)).body.code).toBe('invalid_payload')
    const newcomer = { name: 'Dan', email: 'dan@example.com', password: 'a long enough one' }
    expect((await api('POST', '/agents', newcomer, cem.token)).status).toBe(403)
    expect((await api('GET', '/apps', undefined, cem.token)).status).toBe(403)
    const passwords = { currentPassword: 'staple battery horse', password: 'another long one' }
    expect((await api('POST', '/me/password', passwords, cem.token)).status).toBe(200)
    expect((await api('GET', '/me', undefined, cem.token)).status).toBe(401)
  })
})
