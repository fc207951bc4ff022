import { createHmac } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { createVisitorAuthentication } from './authenticate-visitor.ts'

let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>
let secret: string

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  const apps = await server.rest('GET', '/api/v1/apps', undefined, ada.token)
  secret = apps.body.items[0].identitySecret
})
afterAll(() => server.stop())

const open = (request: object) =>
  server.rest('POST', '/api/v1/visitor/sessions', { appId: 'biometrics-web', ...request })

describe('sessions', () => {
  test('[VS1] a first visit gets a token, the app’s settings and no conversations', async () => {
    const { status, body } = await open({
      visitor: { name: 'Vera', attributes: { plan: 'gold' } },
      page: { url: 'https://shop.example/readers', title: 'Readers' },
      language: 'de-DE',
      timeZone: 'Europe/Berlin',
    })
    expect(status).toBe(201)
    expect(body).toMatchObject({
      visitor: {
        name: 'Vera',
        attributes: { plan: 'gold' },
        verified: false,
        language: 'de-DE',
        timeZone: 'Europe/Berlin',
        page: { url: 'https://shop.example/readers', title: 'Readers', referrer: null },
      },
      config: { appId: 'biometrics-web', position: 'bottom-right', color: '#1a73e8' },
      nextOpening: null,
      conversations: [],
    })
    expect(body.visitorToken).toMatch(/^vis_[\w-]{43}$/)
  })

  test('[VS1] the token brings the same visitor back, with the history', async () => {
    const first = (await open({ visitor: { name: 'Vera' } })).body
    const vera = await server.visitor({ visitorToken: first.visitorToken })
    const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
    const again = (await open({ visitorToken: first.visitorToken })).body
    expect(again.visitor).toMatchObject({ id: first.visitor.id, name: 'Vera' })
    expect(again.visitorToken).toBe(first.visitorToken)
    expect(again.conversations.map((item: { id: string }) => item.id)).toEqual([conversation.id])
  })

  test.each([
    ['unknown', `vis_${'A'.repeat(43)}`],
    ['an agent’s', 'agent'],
    ['nonsense', 'x'],
    ['empty', ''],
  ])('[VS1] a token that is %s starts a new visitor', async (_what, token) => {
    const visitorToken = token === 'agent' ? ada.token : token
    const { status, body } = await open({ visitorToken })
    expect(status).toBe(201)
    expect(body.conversations).toEqual([])
    expect(body.visitorToken).not.toBe(visitorToken)
  })

  test('[VS1] an expired token starts a new visitor', async () => {
    let now = new Date('2026-01-01T00:00:00Z')
    const local = await startTestServer({ clock: { now: () => now, after: () => () => {} } })
    const first = await local.session()
    now = new Date('2026-12-31T00:00:00Z')
    expect((await local.session({ visitorToken: first.visitorToken })).visitor.id).toBe(first.visitor.id)
    now = new Date('2028-01-01T00:00:00Z')
    expect((await local.session({ visitorToken: first.visitorToken })).visitor.id).not.toBe(first.visitor.id)
    await local.stop()
  })

  test('a token of one app opens nothing in another', async () => {
    await server.rest('POST', '/api/v1/apps', { appId: 'other', name: 'Other' }, ada.token)
    const first = (await open({})).body
    const other = (await open({ appId: 'other', visitorToken: first.visitorToken })).body
    expect(other.visitor.id).not.toBe(first.visitor.id)
  })

  test.each([
    ['an unknown app', { appId: 'nobody' }, 404, 'appId'],
    ['no app', { appId: undefined }, 400, 'appId'],
    ['a wrong e-mail', { visitor: { email: 'vera' } }, 400, 'visitor.email'],
    ['a wrong language', { language: 'not a language' }, 400, 'language'],
    ['an unknown field', { admin: true }, 400, 'admin'],
  ])('%s is refused with its name', async (_what, request, status, path) => {
    const answer = await open(request)
    expect(answer.status).toBe(status)
    expect(answer.headers.get('content-type')).toContain('application/problem+json')
    expect(answer.body.errors[0].path).toBe(path)
  })

  test('only pages of the app’s origins may open a session or a socket', async () => {
    const made = await server.rest(
      'POST',
      '/api/v1/apps',
      { appId: 'shop', name: 'Shop', allowedOrigins: ['https://shop.example'] },
      ada.token,
    )
    expect(made.status).toBe(201)
    const from = (origin: string) =>
      fetch(`${server.url}/api/v1/visitor/sessions`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', origin },
        body: JSON.stringify({ appId: 'shop' }),
      })
    expect((await from('https://shop.example')).status).toBe(201)
    // The widget's frame is a page of the server itself.
    expect((await from(server.url)).status).toBe(201)
    for (const origin of ['https://evil.example', 'https://shop.example.evil.example', 'null']) {
      const refusal = await from(origin)
      expect(refusal.status).toBe(403)
      expect((await refusal.json()).code).toBe('origin_not_allowed')
    }
    const wrong = await server.rest(
      'PATCH',
      `/api/v1/apps/${made.body.id}`,
      { allowedOrigins: ['shop'] },
      ada.token,
    )
    expect(wrong.body.errors).toEqual([
      { path: 'allowedOrigins.0', message: 'must be like https://www.example.com or https://*.example.com' },
    ])
  })

  test('a crowd that comes at once is let in one by one, each by their own token', async () => {
    const sessions = await Promise.all(Array.from({ length: 20 }, () => open({})))
    const stranger = `vis_${'A'.repeat(43)}`
    const tokens = sessions.flatMap(({ body }) => [body.visitorToken, stranger, body.visitorToken])
    const authenticate = createVisitorAuthentication(server.services)
    const caller = { origin: undefined, ownPage: false }
    const known = await Promise.all(tokens.map((token) => authenticate(token, caller)))
    expect(known.map((session) => session?.visitorId)).toEqual(
      sessions.flatMap(({ body }) => [body.visitor.id, undefined, body.visitor.id]),
    )
  })

  test.each(['', 'x', `vis_${'A'.repeat(43)}`, null, 7])(
    'a socket with the token %j is refused in words',
    async (token) => {
      const refused = await server.connect('/visitor', token as string).catch((error) => error)
      expect(refused.data).toEqual({ code: 'unauthenticated', message: 'Sign in first', retryable: false })
    },
  )
})

describe('identity', () => {
  const sign = (claims: JWTPayload, by: string = secret, alg = 'HS256') =>
    new SignJWT(claims).setProtectedHeader({ alg }).sign(new TextEncoder().encode(by))
  const soon = () => Math.floor(Date.now() / 1000) + 600

  test('[VS1] a JWT of the customer’s site makes the visitor verified, on every device', async () => {
    const token = await sign({ sub: 'u-1', name: 'Vera Veen', email: 'vera@example.com', exp: soon() })
    const phone = (await open({ identity: { token } })).body
    const laptop = (await open({ identity: { token } })).body
    expect(phone.visitor).toMatchObject({
      verified: true,
      externalId: 'u-1',
      name: 'Vera Veen',
      email: 'vera@example.com',
    })
    expect(laptop.visitor.id).toBe(phone.visitor.id)
    expect(laptop.visitorToken).not.toBe(phone.visitorToken)
  })

  test('[VS1] an id with its HMAC proves as much', async () => {
    const hash = createHmac('sha256', secret).update('u-2').digest('hex')
    const { body } = await open({ identity: { id: 'u-2', hash } })
    expect(body.visitor).toMatchObject({ verified: true, externalId: 'u-2' })
  })

  test('[VS1] a wrong proof is refused, never ignored', async () => {
    const proofs = [
      { token: await sign({ sub: 'u-1', exp: soon() }, 'another secret of some length') },
      { token: await sign({ name: 'no subject', exp: soon() }) },
      { token: await sign({ sub: 'u-1', exp: soon() - 3_600 }) },
      { token: await sign({ sub: 'u-1', exp: soon() }, secret, 'HS512') },
      { token: `${btoa('{"alg":"none"}')}.${btoa('{"sub":"u-1"}')}.` },
      { token: 'x' },
      { id: 'u-2', hash: createHmac('sha256', secret).update('u-3').digest('hex') },
      { id: 'u-2', hash: 'abc' },
    ]
    for (const identity of proofs) {
      const answer = await open({ identity })
      expect(answer.status, JSON.stringify(identity)).toBe(401)
      expect(answer.body.code).toBe('identity_invalid')
    }
  })

  test('an anonymous visitor who proves who they are keeps the history; another’s is never taken over', async () => {
    const anonymous = (await open({})).body
    const proof = async (sub: string) => ({ token: await sign({ sub, exp: soon() }) })
    const verified = (await open({ visitorToken: anonymous.visitorToken, identity: await proof('u-4') })).body
    expect(verified.visitor).toMatchObject({ id: anonymous.visitor.id, verified: true })
    const other = (await open({ visitorToken: anonymous.visitorToken, identity: await proof('u-5') })).body
    expect(other.visitor.id).not.toBe(anonymous.visitor.id)
    const tabs = await Promise.all([
      open({ identity: await proof('u-6') }),
      open({ identity: await proof('u-6') }),
    ])
    expect(tabs[0].body.visitor.id).toBe(tabs[1].body.visitor.id)
  })

  test('[VS1] an e-mail or a name without proof is never verified', async () => {
    const { body } = await open({ visitor: { email: 'boss@example.com', name: 'Boss' } })
    expect(body.visitor).toMatchObject({ verified: false, externalId: null })
  })
})
