import type { AgentCommandName } from '@biometrics/chat-protocol'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { createManualClock } from '../testing/manual-clock.ts'
import { type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'

const clock = createManualClock()
let server: TestServer
let ada: Person<AgentCommandName>

beforeAll(async () => {
  server = await startTestServer({ clock })
  ada = await server.admin()
})
afterAll(() => server.stop())

async function makeKey(fields: object = {}) {
  const made = await server.rest('POST', '/api/v1/api-keys', { name: 'Shop', ...fields }, ada.token)
  expect(made.status).toBe(201)
  return made.body as { id: string; token: string; hint: string }
}

async function startConversation(): Promise<string> {
  const vera = await server.visitor({ visitor: { name: 'Vera' } })
  const { conversation } = await vera.does('conversation:start', { clientId: 'start' })
  return conversation.id
}

describe('[SC13] an API key', () => {
  test('[SC13] is shown once, kept as a hash, and found by its hint', async () => {
    const { id, token, hint } = await makeKey()
    expect(token).toMatch(/^key_[\w-]{43}$/)
    expect(token.startsWith(hint)).toBe(true)
    const listed = await server.rest('GET', '/api/v1/api-keys', undefined, ada.token)
    const read = await server.rest('GET', `/api/v1/api-keys/${id}`, undefined, ada.token)
    for (const answer of [listed, read]) expect(JSON.stringify(answer.body)).not.toContain(token)
    const rows = await server.services.database.query.selectFrom('api_keys').selectAll().execute()
    expect(JSON.stringify(rows)).not.toContain(token.slice(hint.length))
    expect(read.body).toMatchObject({ name: 'Shop', createdBy: ada.id, lastUsedAt: null, expiresAt: null })
  })

  test('[SC13] talks where its scopes let it, as a bot of its name', async () => {
    const { token } = await makeKey({ scopes: ['conversations:read', 'conversations:write'] })
    const id = await startConversation()
    const listed = await server.rest('GET', '/api/v1/conversations', undefined, token)
    expect(listed.body.items.map((item: { id: string }) => item.id)).toContain(id)
    const sent = await server.rest(
      'POST',
      `/api/v1/conversations/${id}/messages`,
      { type: 'text', content: { text: 'Your parcel has left.' } },
      token,
    )
    expect(sent).toMatchObject({ status: 201, body: { senderType: 'bot', senderName: 'Shop' } })
    expect(
      (await server.rest('PUT', `/api/v1/conversations/${id}/tags`, { tags: ['parcel'] }, token)).status,
    ).toBe(200)
  })

  test.each([
    ['GET', '/api/v1/agents', 'agents:read'],
    ['POST', '/api/v1/agents', 'agents:write'],
    ['GET', '/api/v1/canned-responses', 'canned-responses:read'],
    ['GET', '/api/v1/apps', 'apps:read'],
    ['GET', '/api/v1/webhooks', 'webhooks:read'],
    ['GET', '/api/v1/conversations', 'conversations:read'],
    ['POST', '/api/v1/uploads', 'uploads:write'],
  ])('[SC13] without the scope may not %s %s: %s is named', async (method, address, scope) => {
    const other = scope === 'groups:read' ? 'agents:read' : 'groups:read'
    const { token } = await makeKey({ scopes: [other] })
    const body = address.endsWith('/agents') && method === 'POST' ? NEW_AGENT : undefined
    const refused = await server.rest(method, address, body, token)
    expect(refused).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect(refused.body.detail).toContain(scope)
  })

  test('[SC13] is nobody: it takes no conversation, has no profile, opens no socket and makes no keys', async () => {
    const { token } = await makeKey()
    const id = await startConversation()
    const takes = await server.rest('POST', `/api/v1/conversations/${id}/take`, undefined, token)
    expect(takes).toMatchObject({ status: 403, body: { code: 'forbidden' } })
    expect((await server.rest('GET', '/api/v1/me', undefined, token)).status).toBe(403)
    expect((await server.rest('GET', '/api/v1/api-keys', undefined, token)).status).toBe(403)
    await expect(server.connect('/agent', token)).rejects.toMatchObject({ data: { code: 'unauthenticated' } })
    const greedy = { name: 'Greedy', scopes: ['api-keys:write'] }
    const refused = await server.rest('POST', '/api/v1/api-keys', greedy, ada.token)
    expect(refused).toMatchObject({ status: 400, body: { errors: [{ path: 'scopes.0' }] } })
  })

  test('[SC13] says when it was used, ends when it says, and opens nothing once it is deleted', async () => {
    const expiresAt = new Date(clock.now().getTime() + 3_600_000).toISOString()
    const { id, token } = await makeKey({ expiresAt })
    const uses = () => server.rest('GET', '/api/v1/conversations', undefined, token)
    const noted = async () =>
      (await server.rest('GET', `/api/v1/api-keys/${id}`, undefined, ada.token)).body.lastUsedAt
    expect((await uses()).status).toBe(200)
    expect(await noted()).toBe(clock.now().toISOString())
    clock.advance(3_599_000)
    expect((await uses()).status).toBe(200)
    expect(await noted()).toBe(clock.now().toISOString())
    clock.advance(1_000)
    expect(await uses()).toMatchObject({ status: 401, body: { code: 'unauthenticated' } })
    await server.rest('PATCH', `/api/v1/api-keys/${id}`, { expiresAt: null }, ada.token)
    expect((await uses()).status).toBe(200)
    expect((await server.rest('DELETE', `/api/v1/api-keys/${id}`, undefined, ada.token)).status).toBe(204)
    expect((await uses()).status).toBe(401)
  })

  test('[SC13] is made by admins only', async () => {
    const ana = await server.agent(ada)
    for (const [method, body] of [
      ['GET', undefined],
      ['POST', { name: 'Mine' }],
    ] as const) {
      expect((await server.rest(method, '/api/v1/api-keys', body, ana.token)).status).toBe(403)
    }
  })
})

const NEW_AGENT = { name: 'Mallory', email: 'mallory@example.com', password: 'mallory is in now' }
