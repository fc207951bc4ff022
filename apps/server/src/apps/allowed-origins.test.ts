import { io } from 'socket.io-client'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { startTestServer, type TestServer } from '../testing/start-test-server.ts'
import { isOriginAllowed, toOrigin } from './allowed-origins.ts'

const LIST = ['https://shop.example.com', 'https://*.example.org', 'http://localhost:8080']

const ALLOWED = [
  'https://shop.example.com',
  'https://a.example.org',
  'https://deep.down.example.org',
  'http://localhost:8080',
]
const FOREIGN = [
  'https://evil.example',
  'null',
  'https://shop.example.com.evil.example',
  'https://evilshop.example.com',
  'https://shop.example.com:8443',
  'http://shop.example.com',
  'https://SHOP.example.com',
  'https://example.org',
  'https://evilexample.org',
  'https://a.example.org.evil.example',
  'https://evil.example/.example.org',
  'https://evil.example#.example.org',
  'https://evil.example?.example.org',
  'https://user@.example.org',
  'https://.example.org',
  'http://localhost',
  'http://localhost:80801',
  'file://',
  '',
]

describe('an app’s list of origins', () => {
  test.each(ALLOWED)('[SC4] lets %s in', (origin) => {
    expect(isOriginAllowed(LIST, { origin, ownPage: false })).toBe(true)
  })

  test.each(FOREIGN)('[SC4] keeps “%s” out', (origin) => {
    expect(isOriginAllowed(LIST, { origin, ownPage: false })).toBe(false)
  })

  test('[SC4] that is empty lets every page in, as does a program without an origin', () => {
    for (const origin of FOREIGN) expect(isOriginAllowed([], { origin, ownPage: false })).toBe(true)
    expect(isOriginAllowed(LIST, { origin: undefined, ownPage: false })).toBe(true)
  })

  test.each([
    ['https://shop.example.com/', 'https://shop.example.com'],
    ['https://Shop.Example.com:443', 'https://shop.example.com'],
    ['https://*.example.org', 'https://*.example.org'],
    ['https://*.example.org:8443', 'https://*.example.org:8443'],
    ['https://bücher.example', 'https://xn--bcher-kva.example'],
  ])('[SC4] takes %s as %s', (given, kept) => {
    expect(toOrigin(given)).toBe(kept)
  })

  test.each([
    '*',
    'https://*',
    'https://*.com',
    'https://*.127.0.0.1',
    'https://shop.*.com',
    'https://*shop.example.com',
    'https://shop.example.com/path',
    'https://user:password@shop.example.com',
    'shop.example.com',
    'ftp://shop.example.com',
    "https://shop.example.com'; script-src *",
    'https://shop.example.com; script-src *',
    '',
  ])('[SC4] does not take “%s”', (given) => {
    expect(toOrigin(given)).toBeNull()
  })
})

describe('pages of other origins', () => {
  let server: TestServer
  let token: string
  let adminToken: string
  beforeAll(async () => {
    server = await startTestServer()
    adminToken = (await server.admin()).token
    token = (await server.session()).visitorToken
    const { body } = await server.rest('GET', '/api/v1/apps', undefined, adminToken)
    const answer = await server.rest(
      'PATCH',
      `/api/v1/apps/${body.items[0].id}`,
      { allowedOrigins: LIST },
      adminToken,
    )
    if (answer.status !== 200) throw new Error(answer.body.detail)
  })
  afterAll(() => server.stop())

  const handshake = (transport: 'websocket' | 'polling', origin: string) =>
    new Promise<string>((resolve) => {
      const socket = io(`${server.url}/visitor`, {
        auth: { token },
        transports: [transport],
        extraHeaders: { origin },
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

  test.each(['websocket', 'polling'] as const)('[SC4] open no socket over %s', async (transport) => {
    for (const origin of ALLOWED) expect(await handshake(transport, origin), origin).toBe('in')
    for (const origin of FOREIGN.filter((name) => name !== '')) {
      expect(await handshake(transport, origin), origin).toBe('origin_not_allowed')
    }
  })

  test('[SC4] open no session, and read nothing with a token that they got hold of', async () => {
    const ask = async (origin: string) => {
      const opened = await fetch(`${server.url}/api/v1/visitor/sessions`, {
        method: 'POST',
        headers: { origin, 'content-type': 'application/json' },
        body: JSON.stringify({ appId: 'biometrics-web' }),
      })
      const read = await fetch(`${server.url}/api/v1/conversations`, {
        headers: { origin, authorization: `Bearer ${token}` },
      })
      return [opened.status, read.status]
    }
    for (const origin of ALLOWED) expect(await ask(origin), origin).toEqual([201, 200])
    for (const origin of FOREIGN.filter((name) => name !== ''))
      expect(await ask(origin), origin).toEqual([403, 403])
  })

  test('[SC4] do not frame the chat', async () => {
    for (const path of ['/widget/biometrics-web', '/chat/biometrics-web']) {
      const policy = (await fetch(server.url + path)).headers.get('content-security-policy')
      expect(policy).toContain(`frame-ancestors 'self' ${LIST.join(' ')}`)
    }
  })

  test.each(['websocket', 'polling'] as const)(
    '[SC4] open no agent’s socket with the cookie over %s',
    async (transport) => {
      const cookie = `biometrics_chat_session=${adminToken}`
      const open = (headers: Record<string, string>) =>
        new Promise<string>((resolve) => {
          const socket = io(`${server.url}/agent`, {
            transports: [transport],
            extraHeaders: { cookie, ...headers },
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
      expect(await open({ origin: server.url })).toBe('in')
      for (const origin of ['https://evil.example', 'null', `${server.url}.evil.example`]) {
        expect(await open({ origin }), origin).toBe('origin_not_allowed')
      }
      expect(await open({ 'sec-fetch-site': 'cross-site' })).toBe('origin_not_allowed')
    },
  )
})
