import { generateKeyPairSync } from 'node:crypto'
import { SignJWT } from 'jose'
import { io } from 'socket.io-client'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'

const DAY_MS = 86_400_000
const APP = 'biometrics-web'

let server: TestServer
let verasToken: string
let verasConversation: string
/** What opens nothing, by what it is. */
const tokens: Record<string, string> = {}
let otherAppsToken: string

beforeAll(async () => {
  const clock = createManualClock()
  server = await startTestServer({ clock })
  const ada = await server.admin()
  const { body } = await server.rest('GET', '/api/v1/apps', undefined, ada.token)
  const secret = new TextEncoder().encode(body.items[0].identitySecret)
  await server.rest('POST', '/api/v1/apps', { appId: 'other', name: 'Other' }, ada.token)
  tokens.expired = (await server.session()).visitorToken
  clock.jump(366 * DAY_MS)
  const vera = await server.visitor()
  verasToken = vera.token
  verasConversation = (await vera.does('conversation:start', { clientId: 'c' })).conversation.id
  otherAppsToken = (await server.session({ appId: 'other' })).visitorToken

  const last = verasToken.at(-1) === 'A' ? 'B' : 'A'
  tokens.empty = ''
  tokens.forged = `${verasToken.slice(0, -1)}${last}`
  tokens.cut = verasToken.slice(0, -1)
  tokens.longer = `${verasToken}A`
  tokens.otherCase = `VIS_${verasToken.slice(4)}`
  tokens.ofAnAgent = `vis_${ada.token.slice(4)}`
  const claims = { sub: vera.id, aud: APP, exp: Math.floor(clock.now().getTime() / 1_000) + 3_600 }
  const part = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url')
  tokens.unsigned = `${part({ alg: 'none' })}.${part(claims)}.`
  // A proof of who somebody is opens a session, and is none.
  tokens.proof = await new SignJWT(claims).setProtectedHeader({ alg: 'HS256' }).sign(secret)
  tokens.otherAlgorithm = await new SignJWT(claims)
    .setProtectedHeader({ alg: 'RS256' })
    .sign(generateKeyPairSync('rsa', { modulusLength: 2_048 }).privateKey)
})
afterAll(() => server.stop())

/** What a visitor may ask over REST. */
const routes = (id: string): [string, string, unknown?][] => [
  ['GET', '/conversations'],
  ['GET', `/conversations/${id}`],
  ['GET', `/conversations/${id}/messages`],
  ['POST', `/conversations/${id}/messages`, { type: 'text', content: { text: 'Hello' } }],
]

function handshake(token: string, transport: 'websocket' | 'polling'): Promise<string> {
  return new Promise((resolve) => {
    const socket = io(`${server.url}/visitor`, {
      auth: { token },
      transports: [transport],
      reconnection: false,
      forceNew: true,
    })
    const end = (result: string) => {
      socket.close()
      resolve(result)
    }
    socket.once('connect', () => end('in'))
    socket.once('connect_error', (error: Error & { data?: { code: string } }) =>
      end(error.data?.code ?? error.message),
    )
  })
}

test('[SC2] a visitor’s token that has run out, is forged, empty or a JWT opens nothing, over REST or either transport', async () => {
  expect(Object.keys(tokens)).toHaveLength(10)
  for (const [kind, token] of Object.entries(tokens)) {
    for (const [method, path, body] of routes(verasConversation))
      expect((await server.rest(method, `/api/v1${path}`, body, token)).status, `${kind} ${path}`).toBe(401)
    for (const transport of ['websocket', 'polling'] as const)
      expect(await handshake(token, transport), `${kind} ${transport}`).toBe('unauthenticated')
    // Nor does it bring back who it says: whoever shows it is somebody new.
    const { visitor, conversations } = await server.session({ visitorToken: token })
    if (visitor !== undefined) expect([visitor.verified, conversations], kind).toEqual([false, []])
  }
  for (const [method, path, body] of routes(verasConversation))
    expect((await server.rest(method, `/api/v1${path}`, body, verasToken)).status).toBeLessThan(300)
  for (const transport of ['websocket', 'polling'] as const)
    expect(await handshake(verasToken, transport)).toBe('in')
})

test('[SC2] a visitor’s token of another app finds nothing of this one', async () => {
  expect((await server.rest('GET', '/api/v1/conversations', undefined, otherAppsToken)).body.items).toEqual(
    [],
  )
  for (const [method, path, body] of routes(verasConversation).slice(1))
    expect((await server.rest(method, `/api/v1${path}`, body, otherAppsToken)).status, path).toBe(404)
  const here = await server.session({ visitorToken: otherAppsToken })
  expect(here.visitorToken).not.toBe(otherAppsToken)
  expect(here.conversations).toEqual([])
})
