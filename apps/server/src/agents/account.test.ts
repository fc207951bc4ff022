import { Secret, TOTP } from 'otpauth'
import { afterEach, beforeEach, describe, expect, onTestFinished, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

const HOUR_MS = 3_600_000
const STEP_MS = 30_000
const BEN = { name: 'Ben', email: 'ben@example.com', password: 'battery staple horse' }

let clock: ReturnType<typeof createManualClock>
let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>
let ben: Awaited<ReturnType<TestServer['agent']>>

beforeEach(async () => {
  clock = createManualClock()
  server = await startTestServer({ clock, sessions: { idleHours: 24, days: 14, proofMinutes: 15 } })
  ada = await server.admin()
  ben = await server.agent(ada, BEN)
})
afterEach(() => server.stop())

const api = (method: string, path: string, body?: unknown, token = ben.token) =>
  server.rest(method, `/api/v1${path}`, body, token)
const signIn = (more: object = {}) =>
  server.rest('POST', '/api/v1/auth/login', { email: BEN.email, password: BEN.password, ...more })
const isIn = async (token: string) => (await api('GET', '/me', undefined, token)).status === 200

/** Lets the time pass, with Ben about twice a day. */
async function halfDays(count: number) {
  for (let time = 0; time < count; time++) {
    clock.jump(12 * HOUR_MS)
    expect(await isIn(ben.token)).toBe(true)
  }
}

describe('sessions', () => {
  test('[SC5] agents see where they are signed in, end one, and end the others with their sockets', async () => {
    const [phone, desk] = [(await signIn()).body.token, (await signIn()).body.token]
    const onDesk = await server.connect('/agent', desk)
    const { items } = (await api('GET', '/me/sessions')).body
    expect(items).toHaveLength(3)
    expect(items.filter((item: { current: boolean }) => item.current)).toHaveLength(1)
    expect(items[0]).toMatchObject({ address: '127.0.0.1', userAgent: expect.any(String) })
    const listed = JSON.stringify(items)
    for (const token of [phone, desk, ben.token]) expect(listed).not.toContain(token.slice(4))

    // Another's session does not exist.
    const own = (await api('GET', '/me/sessions', undefined, phone)).body.items
    const { id } = own.find((item: { current: boolean }) => item.current)
    expect((await api('DELETE', `/me/sessions/${id}`, undefined, ada.token)).status).toBe(404)
    expect((await api('DELETE', `/me/sessions/${id}`)).status).toBe(204)
    expect([await isIn(phone), await isIn(desk)]).toEqual([false, true])

    expect((await api('DELETE', '/me/sessions')).status).toBe(204)
    await expect.poll(() => onDesk.connected).toBe(false)
    expect([await isIn(desk), await isIn(ben.token), await isIn(ada.token)]).toEqual([false, true, true])
    await ben.does('inbox:watch', { watch: true })
  })

  test('[SC5] what decides who gets in wants the password or a code again, where the sign-in is no longer fresh', async () => {
    const phone = (await signIn()).body.token
    const { items } = (await api('GET', '/me/sessions')).body
    const { id } = items.find((item: { current: boolean }) => !item.current)
    const mine: [string, string][] = [
      ['DELETE', `/me/sessions/${id}`],
      ['DELETE', '/me/sessions'],
      ['POST', '/me/second-factor'],
    ]
    const others: [string, string][] = [
      ['POST', `/agents/${ben.id}/link`],
      ['DELETE', `/agents/${ben.id}/second-factor`],
      ['DELETE', `/agents/${ben.id}/sessions`],
    ]
    const grave: [string, string, unknown?][] = [
      ['POST', '/agents', { name: 'Eve', email: 'eve@example.com', role: 'admin' }],
      ['PATCH', `/agents/${ben.id}`, { role: 'admin' }],
      ['PATCH', `/agents/${ben.id}`, { email: 'eve@example.com' }],
      ['PATCH', `/agents/${ben.id}`, { password: 'a quiet violet lorry' }],
      ['PATCH', `/agents/${ben.id}`, { active: false }],
      ['PATCH', `/agents/${ada.id}`, { email: 'eve@example.com' }],
      ['POST', '/api-keys', { name: 'Eve', scopes: ['agents:write'] }],
      ['GET', `/people/${ben.id}/export`],
      ['DELETE', `/people/${ben.id}`],
      ['GET', '/me/proof'],
    ]
    clock.jump(HOUR_MS)
    for (const [method, path] of mine)
      expect((await api(method, path)).body, path).toMatchObject({ code: 'proof_required', status: 403 })
    for (const [method, path] of others)
      expect((await api(method, path, undefined, ada.token)).body, path).toMatchObject({
        code: 'proof_required',
      })
    for (const [method, path, body] of grave)
      expect((await api(method, path, body, ada.token)).body, path).toMatchObject({ code: 'proof_required' })
    // What opens no door goes on, also where the form sends along what is so already.
    const same = { name: 'Benno', email: BEN.email, role: 'agent', active: true }
    expect((await api('PATCH', `/agents/${ben.id}`, same, ada.token)).status).toBe(200)
    expect((await api('PATCH', `/agents/${ben.id}`, { name: 'Ben' })).status).toBe(200)
    expect(await isIn(phone)).toBe(true)
    const prove = (body: unknown, token = ben.token) => api('POST', '/me/proof', body, token)
    expect((await prove({ password: 'wrong horse battery' })).body).toMatchObject({
      code: 'credentials_invalid',
    })
    expect((await prove({ code: '123456' })).body).toMatchObject({ code: 'second_factor_invalid' })
    for (const body of [{}, { password: BEN.password, code: '123456' }, { password: [BEN.password] }])
      expect((await prove(body)).status).toBe(400)
    expect((await api('DELETE', '/me/sessions')).status).toBe(403)
    expect((await prove({ password: BEN.password })).status).toBe(204)
    expect((await api('DELETE', '/me/sessions')).status).toBe(204)
    expect(await isIn(phone)).toBe(false)
    // It holds for a quarter of an hour, for this session alone.
    clock.jump(16 * 60_000)
    const set = await api('POST', '/me/second-factor')
    expect(set.status).toBe(403)
    await prove({ password: BEN.password })
    const { secret } = (await api('POST', '/me/second-factor')).body
    const codeAt = () =>
      new TOTP({ secret: Secret.fromBase32(secret) }).generate({ timestamp: clock.now().getTime() })
    expect((await api('PUT', '/me/second-factor', { code: codeAt() })).status).toBe(200)
    clock.jump(HOUR_MS)
    expect((await api('DELETE', '/me/sessions')).status).toBe(403)
    expect((await prove({ code: codeAt() })).status).toBe(204)
    expect((await api('DELETE', '/me/sessions')).status).toBe(204)
  })

  test('[SC5] whoever guesses at an open dashboard is stopped as at the door', async () => {
    let last = { status: 0 }
    for (let time = 0; time < 11; time++)
      last = await api('POST', '/me/proof', { password: `guess number ${time}` })
    expect(last.status).toBe(429)
    expect((await api('POST', '/me/proof', { password: BEN.password })).status).toBe(429)
  })

  test('[SC5] an admin signs an agent out everywhere', async () => {
    const desk = (await signIn()).body.token
    expect((await api('DELETE', `/agents/${ada.id}/sessions`)).status).toBe(403)
    expect((await api('DELETE', `/agents/${ben.id}/sessions`, undefined, ada.token)).status).toBe(204)
    await expect.poll(() => ben.socket.connected).toBe(false)
    expect([await isIn(desk), await isIn(ben.token), await isIn(ada.token)]).toEqual([false, false, true])
  })

  test('[SC5] a session ends when nobody has used it for a day, and after fourteen in any case', async () => {
    const unused = (await signIn()).body.token
    await halfDays(1)
    expect(await isIn(unused)).toBe(true)
    await halfDays(3)
    expect(await isIn(unused)).toBe(false)
    // A socket is use: Ben's, which nothing was sent over, is still there.
    expect(ben.socket.connected).toBe(true)
    await halfDays(2 * 14 - 5)
    clock.jump(13 * HOUR_MS)
    expect(await isIn(ben.token)).toBe(false)
    await expect
      .poll(() => {
        clock.advance(4_000)
        return ben.socket.connected
      })
      .toBe(false)
  })

  test('[SC5] a deactivated agent is out within 5 s, gets nothing, and is back when active again', async () => {
    const vera = await server.visitor()
    await ada.does('agent:status', { status: 'away' })
    const first = await vera.does('conversation:start', { clientId: 'a' })
    await expect.poll(async () => (await read(first.conversation.id)).agentId).toBe(ben.id)
    const message = { clientId: 'm', type: 'text', content: { text: 'Yes?' } } as const
    await ben.does('message:send', { conversationId: first.conversation.id, ...message })

    const off = await api('PATCH', `/agents/${ben.id}`, { active: false }, ada.token)
    expect(off.body).toMatchObject({ active: false, status: 'offline' })
    await expect.poll(() => ben.socket.connected).toBe(false)
    expect(await isIn(ben.token)).toBe(false)
    expect((await signIn()).body.code).toBe('credentials_invalid')
    const second = await vera.does('conversation:start', { clientId: 'b' })
    expect((await read(second.conversation.id)).agentId).toBeNull()
    const handed = await ada.isRefused('conversation:transfer', {
      conversationId: second.conversation.id,
      toAgentId: ben.id,
    })
    expect(handed.fields).toMatchObject([{ path: 'toAgentId' }])
    // What was said stays with its name.
    const history = await api('GET', `/conversations/${first.conversation.id}/messages`, undefined, ada.token)
    expect(JSON.stringify(history.body)).toContain('"senderName":"Ben"')

    expect((await api('PATCH', `/agents/${ada.id}`, { active: false }, ada.token)).status).toBe(403)
    await api('PATCH', `/agents/${ben.id}`, { active: true }, ada.token)
    expect((await signIn()).status).toBe(200)
  })

  const read = async (id: string) => (await api('GET', `/conversations/${id}`, undefined, ada.token)).body
})

describe('passwords', () => {
  test('[SC5] one’s own is changed by who knows it: everything else is signed out, this goes on', async () => {
    const other = (await signIn()).body.token
    const wrong = await api('POST', '/me/password', {
      currentPassword: 'wrong',
      password: 'a quiet violet lorry',
    })
    expect(wrong).toMatchObject({ status: 401, body: { code: 'credentials_invalid' } })
    const changed = await api('POST', '/me/password', {
      currentPassword: BEN.password,
      password: 'a quiet violet lorry',
    })
    expect(changed.status).toBe(200)
    expect(changed.headers.get('set-cookie')).toMatch(/HttpOnly.*SameSite=Lax/i)
    await expect.poll(() => ben.socket.connected).toBe(false)
    expect([await isIn(other), await isIn(ben.token), await isIn(changed.body.token)]).toEqual([
      false,
      false,
      true,
    ])
    expect((await signIn()).status).toBe(401)
    expect((await signIn({ password: 'a quiet violet lorry' })).status).toBe(200)
    // The other way in asks for nothing that is known, so it is not for oneself.
    const around = await api('PATCH', `/agents/${ben.id}`, { password: BEN.password }, changed.body.token)
    expect(around.status).toBe(403)
  })

  test.each([
    'short',
    'passwordpassword',
    'P@ssw0rd1234',
    'qwertyuiop12',
    '123456789012',
    'aaaaaaaaaaaa',
    'biometrics2026',
    'drowssap4321',
  ])('[SC5] %s is refused wherever a password is chosen', async (password) => {
    const code = password.length < 12 ? 'invalid_payload' : 'password_guessable'
    const newcomer = { name: 'Cem', email: 'cem@example.com', password }
    const answers = [
      await api('POST', '/agents', newcomer, ada.token),
      await api('PATCH', `/agents/${ben.id}`, { password }, ada.token),
      await api('POST', '/me/password', { currentPassword: BEN.password, password }),
    ]
    for (const { status, body } of answers) {
      expect({ status, code: body.code }).toEqual({ status: 400, code })
      expect(body.errors).toMatchObject([{ path: 'password' }])
    }
  })
})

describe('a second factor', () => {
  async function setUp(token = ben.token) {
    const { body } = await api('POST', '/me/second-factor', undefined, token)
    const totp = new TOTP({ secret: Secret.fromBase32(body.secret) })
    const code = () => totp.generate({ timestamp: clock.now().getTime() })
    const confirmed = await api('PUT', '/me/second-factor', { code: code() }, token)
    return { code, confirmed, uri: body.uri as string, secret: body.secret as string }
  }

  test('[SC5] is asked for after the password, each code is good once, and a wrong one counts as a try', async () => {
    const other = (await signIn()).body.token
    const { code, confirmed, uri, secret } = await setUp()
    expect(uri).toMatch(/^otpauth:\/\/totp\/.*secret=/)
    expect(confirmed.body.recoveryCodes).toHaveLength(10)
    // What signed in without one is signed out.
    expect([await isIn(other), await isIn(ben.token)]).toEqual([false, true])
    expect((await signIn()).body.code).toBe('second_factor_required')
    expect((await signIn({ password: 'wrong', totp: code() })).body.code).toBe('credentials_invalid')
    // The code that proved it has been used.
    expect((await signIn({ totp: code() })).body.code).toBe('second_factor_invalid')
    clock.advance(STEP_MS)
    const used = code()
    expect((await signIn({ totp: used })).status).toBe(200)
    expect((await signIn({ totp: used })).body.code).toBe('second_factor_invalid')
    for (const totp of ['', 'abc', '000', used.slice(1)])
      expect((await signIn({ totp })).status).toBeGreaterThan(399)
    const rows = await server.services.database.query.selectFrom('agents').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(secret)
  })

  test('[SC5] of two who use the same code at once one gets in', async () => {
    const { code } = await setUp()
    clock.advance(STEP_MS)
    const tries = await Promise.all([1, 2, 3].map(() => signIn({ totp: code() })))
    expect(tries.map(({ status }) => status).sort()).toEqual([200, 401, 401])
  })

  test('[SC5] recovery codes stand in for it, once each, and can be renewed', async () => {
    const { code, confirmed } = await setUp()
    const [first, second] = confirmed.body.recoveryCodes
    expect((await signIn({ totp: first })).status).toBe(200)
    expect((await signIn({ totp: first })).body.code).toBe('second_factor_invalid')
    expect((await api('GET', '/me/second-factor')).body).toMatchObject({
      enabled: true,
      recoveryCodesLeft: 9,
    })
    clock.advance(STEP_MS)
    const renewed = await api('POST', '/me/second-factor/recovery-codes', { code: code() })
    expect(renewed.body.recoveryCodes).toHaveLength(10)
    expect((await signIn({ totp: second })).body.code).toBe('second_factor_invalid')
    expect((await signIn({ totp: renewed.body.recoveryCodes[0].toUpperCase() })).status).toBe(200)
  })

  test('[SC5] is removed by a code of it, or by an admin for somebody who has lost it', async () => {
    const { code } = await setUp()
    expect((await api('POST', '/me/second-factor/removal', { code: '000000' })).status).toBe(401)
    clock.advance(STEP_MS)
    expect((await api('POST', '/me/second-factor/removal', { code: code() })).status).toBe(204)
    expect((await signIn()).status).toBe(200)
    await setUp()
    expect((await api('DELETE', `/agents/${ben.id}/second-factor`, undefined, ada.token)).status).toBe(204)
    expect((await signIn()).status).toBe(200)
    expect((await api('DELETE', `/agents/${ada.id}/second-factor`, undefined, ada.token)).status).toBe(403)
  })

  test('[SC5] an admin demands it: who has none can do nothing else, at once and everywhere', async () => {
    const { confirmed } = await setUp(ada.token)
    expect(confirmed.status).toBe(200)
    await api('PATCH', '/settings', { requireSecondFactor: true }, ada.token)
    clock.advance(4_000)
    await expect.poll(() => ben.socket.connected).toBe(false)
    expect(ada.socket.connected).toBe(true)
    expect((await api('GET', '/conversations')).body.code).toBe('second_factor_missing')
    expect((await api('PATCH', `/agents/${ben.id}`, { name: 'B' })).body.code).toBe('second_factor_missing')
    expect((await api('GET', '/me/sessions')).body.code).toBe('second_factor_missing')
    await expect(server.connect('/agent', ben.token)).rejects.toMatchObject({
      data: { code: 'second_factor_missing' },
    })
    expect((await api('GET', '/me')).body).toMatchObject({ secondFactorMissing: true })
    await setUp()
    expect((await api('GET', '/me')).body).toMatchObject({ secondFactorMissing: false })
    expect((await api('GET', '/conversations')).status).toBe(200)
    await server.enterAsAgent(ben)
  })
})

test('[SC5] addresses of devices are shortened or not kept, as it is set', async () => {
  const short = await startTestServer({ addresses: 'short' })
  onTestFinished(short.stop)
  const admin = await short.admin()
  const { items } = (await short.rest('GET', '/api/v1/me/sessions', undefined, admin.token)).body
  expect(items).toMatchObject([{ address: '127.0.0.0/24' }])
})
