import { createHmac, generateKeyPairSync } from 'node:crypto'
import { type JWTPayload, SignJWT } from 'jose'
import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

const APP = 'biometrics-web'
const HOUR = 3_600
const inSeconds = (seconds: number) => Math.floor(Date.now() / 1000) + seconds

async function start() {
  const server = await startTestServer()
  onTestFinished(server.stop)
  const { token } = await server.admin()
  const rest = (method: string, path: string, body?: unknown) =>
    server.rest(method, `/api/v1${path}`, body, token)
  const [app] = (await rest('GET', '/apps')).body.items as { id: string; identitySecret: string }[]
  if (!app) throw new Error('there is no app')
  return {
    server,
    secret: app.identitySecret,
    change: (fields: object) => rest('PATCH', `/apps/${app.id}`, fields),
    rotate: async () => (await rest('POST', `/apps/${app.id}/identity-secret`)).body,
    endPrevious: async () => (await rest('DELETE', `/apps/${app.id}/identity-secret/previous`)).body,
    open: (identity: unknown, visitorToken?: string) =>
      server.rest('POST', '/api/v1/visitor/sessions', {
        appId: APP,
        ...(identity !== null && { identity }),
        ...(visitorToken !== undefined && { visitorToken }),
      }),
  }
}

const sign = async (claims: JWTPayload, by: string, header: object = {}) => ({
  token: await new SignJWT(claims)
    .setProtectedHeader({ alg: 'HS256', ...header })
    .sign(new TextEncoder().encode(by)),
})
const hmac = (id: string, by: string) => ({ id, hash: createHmac('sha256', by).update(id).digest('hex') })
const refused = (message: string) => ({
  status: 401,
  body: { code: 'identity_invalid', errors: [{ path: 'identity', message }] },
})

test('[SC3] an app that asks for nothing takes what proves: a JWT with or without aud and exp, and an HMAC', async () => {
  const { open, secret } = await start()
  for (const claims of [{}, { aud: APP }, { aud: ['other', APP] }, { exp: inSeconds(30 * 24 * HOUR) }]) {
    expect((await open(await sign({ sub: 'u-1', ...claims }, secret))).body.visitor).toMatchObject({
      verified: true,
    })
  }
  expect((await open(hmac('u-1', secret))).body.visitor).toMatchObject({ verified: true, externalId: 'u-1' })
  expect(await open(await sign({ sub: 'u-1', aud: 'other' }, secret))).toMatchObject(
    refused('the proof is for another app'),
  )
})

test('[SC3] a strict app takes a JWT made for it and for at most a day, and nothing else', async () => {
  const { open, secret, change } = await start()
  expect((await change({ identityPolicy: 'strict' })).body.identityPolicy).toBe('strict')
  const good = { sub: 'u-1', aud: APP, exp: inSeconds(24 * HOUR) }
  expect((await open(await sign(good, secret))).status).toBe(201)
  expect((await open(null)).body.visitor).toMatchObject({ verified: false })
  const { aud: _aud, ...withoutAud } = good
  const { exp: _exp, ...withoutExp } = good
  for (const claims of [withoutAud, withoutExp]) {
    expect(await open(await sign(claims, secret))).toMatchObject(refused('the proof does not fit the app'))
  }
  expect(await open(await sign({ ...good, exp: inSeconds(25 * HOUR) }, secret))).toMatchObject(
    refused('exp is more than 24 hours ahead'),
  )
  expect(await open(hmac('u-1', secret))).toMatchObject(refused('the app takes JWTs only'))
})

test('[SC3] where a proof is required nobody chats without; who gave one comes back by their token', async () => {
  const { open, secret, change } = await start()
  const anonymous = (await open(null)).body.visitorToken
  await change({ identityPolicy: 'required' })
  for (const token of [undefined, anonymous])
    expect(await open(null, token)).toMatchObject(refused('a proof is required'))
  const proven = await open(await sign({ sub: 'u-1', aud: APP, exp: inSeconds(HOUR) }, secret))
  expect(proven.status).toBe(201)
  expect((await open(null, proven.body.visitorToken)).body.visitor.id).toBe(proven.body.visitor.id)
})

test('[SC3] two secrets are good while one replaces the other, and then one', async () => {
  const { open, secret, rotate, endPrevious } = await start()
  const { identitySecret: next, previousIdentitySecret } = await rotate()
  expect(previousIdentitySecret).toBe(secret)
  for (const by of [secret, next]) {
    expect((await open(await sign({ sub: 'u-1' }, by))).status).toBe(201)
    expect((await open(hmac('u-1', by))).status).toBe(201)
  }
  expect((await endPrevious()).previousIdentitySecret).toBeNull()
  expect((await open(await sign({ sub: 'u-1' }, secret))).status).toBe(401)
  expect((await open(hmac('u-1', secret))).status).toBe(401)
  expect((await open(await sign({ sub: 'u-1' }, next))).status).toBe(201)
})

test('[SC2] no other algorithm, header or form is a proof', async () => {
  const { open, secret } = await start()
  const claims = btoa(JSON.stringify({ sub: 'u-1', exp: inSeconds(HOUR) })).replace(/=+$/, '')
  const part = (header: object) => btoa(JSON.stringify(header)).replace(/=+$/, '')
  const real = (await sign({ sub: 'u-1' }, secret)).token
  const { privateKey, publicKey } = generateKeyPairSync('rsa', { modulusLength: 2048 })
  const rsa = await new SignJWT({ sub: 'u-1' }).setProtectedHeader({ alg: 'RS256' }).sign(privateKey)
  const pem = publicKey.export({ type: 'spki', format: 'pem' }).toString()
  const proofs = [
    { token: `${part({ alg: 'none' })}.${claims}.` },
    { token: `${part({ alg: 'NONE' })}.${claims}.x` },
    { token: `${part({ alg: 'HS256' })}.${claims}.` },
    { token: `${part({})}.${claims}.${real.split('.')[2]}` },
    { token: real.slice(0, -1) },
    { token: `${real}.${real}` },
    { token: rsa },
    await sign({ sub: 'u-1' }, pem),
    await sign({ sub: 'u-1' }, ' '),
    await sign({ sub: 'u-1' }, '../../../dev/null', { kid: '../../../dev/null' }),
    {
      token: (await sign({ sub: 'u-1' }, secret, { crit: ['exp'], exp: 1 }).catch(() => ({ token: 'x' })))
        .token,
    },
    await sign({ sub: '' }, secret),
    await sign({ sub: 'x'.repeat(256) }, secret),
    await sign({ sub: 'u-1', nbf: inSeconds(HOUR) }, secret),
    { id: 'u-1', hash: '0'.repeat(64) },
    { id: 'u-1', hash: hmac('u-1', '').hash },
  ]
  for (const proof of proofs) expect((await open(proof)).status, JSON.stringify(proof)).toBe(401)
  for (const shape of [
    [],
    {},
    { id: 'u-1' },
    { token: 7 },
    { token: '' },
    { id: 'u-1', hash: true },
    'u-1',
    0,
    true,
  ]) {
    expect((await open(shape)).status, JSON.stringify(shape)).toBe(400)
  }
})

test('[SC3] a proof brings a person’s own conversations to another device, and nobody else’s', async () => {
  const { server, open, secret } = await start()
  const proof = await sign({ sub: 'u-1' }, secret)
  const phone = (await open(proof)).body
  const vera = await server.connect('/visitor', phone.visitorToken)
  const { data } = await vera.emitWithAck('conversation:start', { clientId: 'c' })
  const laptop = (await open(proof)).body
  expect(laptop.conversations.map((item: { id: string }) => item.id)).toEqual([data.conversation.id])
  const other = (await open(await sign({ sub: 'u-2' }, secret), phone.visitorToken)).body
  expect(other.visitor.id).not.toBe(phone.visitor.id)
  expect(other.conversations).toEqual([])
  // Whoever only says that they are that person is not.
  const liar = await server.rest('POST', '/api/v1/visitor/sessions', {
    appId: APP,
    visitor: { email: 'vera@example.com', attributes: { externalId: 'u-1', sub: 'u-1' } },
  })
  expect(liar.body.visitor).toMatchObject({ verified: false, externalId: null })
  expect(liar.body.conversations).toEqual([])
})
