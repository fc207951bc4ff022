import { createServer, type Server } from 'node:http'
import OidcProvider from 'oidc-provider'
import { expect, onTestFinished, test } from 'vitest'
import { startTestServer } from '../testing/start-test-server.ts'

/** Who is known at the company's provider, by the subject. */
type People = Record<string, Record<string, unknown>>

/** A certified provider on this machine; whoever signs in there is whom the test names. */
async function startProvider(people: People) {
  let url = ''
  let provider: OidcProvider | undefined
  const http: Server = createServer((request, response) => {
    const account = /^\/interaction\/.+/.exec(request.url ?? '')
    if (account && provider) void answer(provider, request, response)
    else provider?.callback()(request, response)
  })
  let who = ''
  async function answer(to: OidcProvider, ...exchange: Parameters<OidcProvider['interactionDetails']>) {
    const { prompt, params, grantId } = await to.interactionDetails(...exchange)
    if (prompt.name === 'login') return to.interactionFinished(...exchange, { login: { accountId: who } })
    const grant = grantId ? await to.Grant.find(grantId) : undefined
    const given = grant ?? new to.Grant({ accountId: who, clientId: String(params.client_id) })
    given.addOIDCScope('openid profile email')
    return to.interactionFinished(...exchange, { consent: { grantId: await given.save() } })
  }
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => void http.close())
  const address = http.address()
  url = `http://127.0.0.1:${typeof address === 'object' && address ? address.port : 0}`
  return {
    url,
    open(redirectUri: string) {
      provider = new OidcProvider(url, {
        clients: [
          { client_id: 'chat', client_secret: 'a secret of the client', redirect_uris: [redirectUri] },
        ],
        pkce: { required: () => true },
        features: { devInteractions: { enabled: false } },
        claims: { openid: ['sub'], email: ['email', 'email_verified'], profile: ['name', 'roles'] },
        cookies: { keys: ['of the test'] },
        findAccount: (_context, sub) => ({
          accountId: sub,
          claims: async () => ({ sub, ...people[sub] }),
        }),
      })
    },
    signsInAs(subject: string) {
      who = subject
    },
  }
}

type Jar = Map<string, string>

/** A browser that goes where it is sent, with its cookies. */
async function follow(from: string, jar: Jar, until: (url: URL) => boolean): Promise<Response> {
  let url = new URL(from)
  for (let hop = 0; hop < 12; hop++) {
    const cookie = [...jar]
      .filter(([name]) => name.startsWith(url.port))
      .map(([name, value]) => `${name.slice(url.port.length + 1)}=${value}`)
      .join('; ')
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    for (const line of response.headers.getSetCookie()) {
      const [pair = ''] = line.split(';')
      const at = pair.indexOf('=')
      jar.set(`${url.port} ${pair.slice(0, at)}`, pair.slice(at + 1))
    }
    const location = response.headers.get('location')
    if (location === null) return response
    url = new URL(location, url)
    if (until(url)) return response
  }
  throw new Error('sent around in circles')
}

async function start(people: People, roles: [string, 'admin' | 'agent'][] = []) {
  const provider = await startProvider(people)
  const server = await startTestServer({
    outboundAllow: ['127.0.0.1'],
    oidc: {
      issuer: provider.url,
      clientId: 'chat',
      clientSecret: 'a secret of the client',
      name: 'Company',
      roleClaim: 'roles',
      roles: new Map(roles),
    },
  })
  onTestFinished(server.stop)
  // Where the provider may send people back to; a server that is told its port by the system knows it now.
  provider.open(`${server.url}/api/v1/auth/oidc/callback`)
  const ada = await server.admin()
  const own = new URL(server.url)
  const isPage = (url: URL) => url.port === own.port && !url.pathname.startsWith('/api/')
  const signsIn = async (subject: string, jar: Jar = new Map(), to = '/settings/profile') => {
    provider.signsInAs(subject)
    const last = await follow(`${server.url}/api/v1/auth/oidc?to=${encodeURIComponent(to)}`, jar, isPage)
    const token = jar.get(`${own.port} biometrics_chat_session`)
    const me = token && (await server.rest('GET', '/api/v1/me', undefined, token)).body.agent
    return { at: last.headers.get('location'), token, me, jar }
  }
  return { server, provider, ada, signsIn, isPage }
}

const IVY = { email: 'ivy@example.com', email_verified: true, name: 'Ivy', roles: ['agent'] }

test('[SC5] who is vouched for gets in, is made with the role of the claim, and keeps it no longer than the claim says', async () => {
  const people: People = { ivy: IVY }
  const { server, signsIn } = await start(people)
  const first = await signsIn('ivy')
  expect(first.at).toBe('/settings/profile')
  expect(first.me).toMatchObject({ name: 'Ivy', email: 'ivy@example.com', role: 'agent' })
  // Known by issuer and subject: the address may change.
  people.ivy = { ...IVY, email: 'ivy.new@example.com', roles: ['read-only', 'supervisor'] }
  const second = await signsIn('ivy')
  expect(second.me).toMatchObject({ id: first.me.id, role: 'supervisor' })
  expect((await server.rest('GET', '/api/v1/me', undefined, first.token)).status).toBe(401)
  people.ivy = { ...IVY, roles: ['stranger'] }
  expect(await signsIn('ivy')).toMatchObject({ at: '/login?failed=provider_refused', token: undefined })
  // There is no password to guess.
  for (const password of ['', 'null'])
    expect((await server.rest('POST', '/api/v1/auth/login', { email: IVY.email, password })).status).not.toBe(
      200,
    )
})

test('[SC5] roles may be called as the company calls them', async () => {
  const { signsIn } = await start(
    { ivy: { ...IVY, roles: 'chat-admins' }, max: { ...IVY, email: 'm@example.com' } },
    [['chat-admins', 'admin']],
  )
  expect((await signsIn('ivy')).me).toMatchObject({ role: 'admin' })
  expect((await signsIn('max')).token).toBeUndefined()
})

test('[SC5] an agent is found by an address that the provider has checked, once; another subject never takes it over', async () => {
  const people: People = {
    unchecked: { ...IVY, email: 'ben@example.com', email_verified: false },
    ben: { ...IVY, email: 'BEN@example.com' },
    heir: { ...IVY, email: 'ben@example.com' },
  }
  const { server, ada, signsIn } = await start(people)
  const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  expect((await signsIn('unchecked')).token).toBeUndefined()
  expect((await signsIn('ben')).me).toMatchObject({ id: ben.id, name: 'Ben' })
  expect((await signsIn('heir')).token).toBeUndefined()
  await server.rest('PATCH', `/api/v1/agents/${ben.id}`, { active: false }, ada.token)
  expect((await signsIn('ben')).token).toBeUndefined()
})

test('[SC5] nobody comes back who was not sent: another browser, another state, an old code, a page of others', async () => {
  const { server, provider, signsIn } = await start({ ivy: IVY })
  provider.signsInAs('ivy')
  const jar: Jar = new Map()
  const stopped = await follow(`${server.url}/api/v1/auth/oidc`, jar, (url) =>
    url.pathname.endsWith('/callback'),
  )
  const back = new URL(stopped.headers.get('location') ?? '', provider.url)
  const own = new URL(server.url).port
  const departure = jar.get(`${own} biometrics_chat_departure`)
  const comes = async (url: URL | string, cookie = '') => {
    const response = await fetch(url, { redirect: 'manual', headers: { cookie } })
    return {
      at: response.headers.get('location'),
      in: response.headers.getSetCookie().some((line) => /chat_session=agt/.test(line)),
    }
  }
  const refused = { at: '/login?failed=provider_refused', in: false }
  expect(await comes(back)).toEqual(refused)
  expect(await comes(back, 'biometrics_chat_departure=forged')).toEqual(refused)
  const other = new URL(back)
  other.searchParams.set('state', 'another')
  expect(await comes(other, `biometrics_chat_departure=${departure}`)).toEqual(refused)
  const right = await comes(back, `biometrics_chat_departure=${departure}`)
  expect(right).toEqual({ at: '/', in: true })
  expect(await comes(back, `biometrics_chat_departure=${departure}`)).toEqual(refused)
  for (const to of [
    '//evil.example',
    '/\\evil.example',
    'https://evil.example',
    '/%5cevil.example/../..\\',
    '/\t/evil.example',
  ])
    expect((await signsIn('ivy', new Map(), to)).at, to).toMatch(/^\/($|%5c|[^/\\])/)
})

test('[SC5] a provider on a private network is asked only where the operator has allowed it', async () => {
  const provider = await startProvider({})
  const server = await startTestServer({
    oidc: {
      issuer: provider.url,
      clientId: 'chat',
      clientSecret: 'x',
      name: 'Company',
      roleClaim: 'roles',
      roles: new Map(),
    },
  })
  onTestFinished(server.stop)
  const response = await fetch(`${server.url}/api/v1/auth/oidc`, { redirect: 'manual' })
  expect(response.headers.get('location')).toBe('/login?failed=provider_unreachable')
})
