import { execFile } from 'node:child_process'
import { createHmac } from 'node:crypto'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { sql } from 'kysely'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { AUDITED } from '../transport/audited.ts'
import { ADA, type Person, startTestServer, type TestServer } from '../testing/start-test-server.ts'

let server: TestServer
let ada: Awaited<ReturnType<TestServer['admin']>>
let ana: Person<never>

beforeAll(async () => {
  server = await startTestServer()
  ada = await server.admin()
  ana = (await server.agent(ada)) as Person<never>
})
afterAll(() => server.stop())

const api = (method: string, path: string, body?: unknown, token = ada.token) =>
  server.rest(method, `/api/v1${path}`, body, token)
const read = async (query = '') => (await api('GET', `/audit${query}`)).body
const newest = async () => (await read('?limit=1')).items[0]
const database = () => server.services.database.query

/** Writes of conversations, their files and texts, and what asks for nothing: not what the log is about. */
const NOT_AUDITED = [
  'POST /setup',
  'POST /auth/login',
  'POST /auth/ticket',
  'POST /auth/password-forgotten',
  'POST /auth/link',
  // It writes that down itself, for there is no saying it once the person is gone.
  'DELETE /people/{id}',
  'POST /visitor/sessions',
  'POST /uploads',
  'PUT /me/picture',
  'DELETE /me/picture',
  'POST /me/proof',
  'POST /me/second-factor',
  'POST /calendars/preview',
  'POST /webhooks/{id}/test',
  'POST /webhooks/{id}/deliveries/{deliveryId}/replay',
  'POST /apps/{id}/bot/training',
  'POST /apps/{id}/bot/webhook/test',
  'POST /apps/{id}/bot/flow/try',
  'PUT /apps/{id}/bot/flow',
  'POST /apps/{id}/bot/unanswered/dismiss',
  'POST /apps/{id}/model/test',
]
const CONTENT =
  /^\w+ \/(conversations|visitors|canned-responses|articles|saved-views|macros|mentions|tags)(\/|$)/

test('[SC11] every write over REST has a line in the table, or is named here', async () => {
  const { body } = await server.rest('GET', '/api/openapi.json')
  const writes = Object.entries<object>(body.paths).flatMap(([path, methods]) =>
    Object.keys(methods)
      .filter((method) => method !== 'get')
      .map((method) => `${method.toUpperCase()} ${path.replace('/api/v1', '')}`),
  )
  const inTable = new Set(Object.keys(AUDITED).map((line) => line.replaceAll(/:(\w+)/g, '{$1}')))
  const others = writes.filter((line) => !inTable.has(line) && !CONTENT.test(line))
  expect(others.sort()).toEqual([...NOT_AUDITED].sort())
})

test('[SC11] what is changed is written down with who, from where and which fields, and without their content', async () => {
  const made = await api('POST', '/api-keys', { name: 'canary-name', scopes: ['groups:read'] })
  expect(await newest()).toMatchObject({
    actor: { kind: 'agent', id: ada.id, name: 'Ada' },
    address: '127.0.0.1',
    action: 'api-key.added',
    objectId: made.body.id,
    detail: { fields: ['expiresAt', 'name', 'scopes'], scopes: ['groups:read'] },
  })
  await api('PATCH', `/agents/${ana.id}`, { role: 'supervisor', name: 'canary-name' })
  expect(await newest()).toMatchObject({
    action: 'agent.changed',
    objectId: ana.id,
    detail: { role: 'supervisor' },
  })
  const webhook = await api('POST', '/webhooks', { url: 'https://hooks.example.com/canary', active: false })
  await api('DELETE', `/webhooks/${webhook.body.id}`)
  expect(await newest()).toMatchObject({ action: 'webhook.removed', objectId: webhook.body.id })
  await api('GET', '/reports/conversations.csv?from=2026-01-01T00:00:00.000Z&to=2026-02-01T00:00:00.000Z')
  expect(await newest()).toMatchObject({ action: 'report.exported' })
  // What was refused did not happen.
  const { seq } = await newest()
  await api('PATCH', '/settings', { awayAfterMinutes: -1 })
  expect((await newest()).seq).toBe(seq)
  const all = JSON.stringify(await read('?limit=200'))
  for (const secret of ['canary', webhook.body.secret, made.body.token, ADA.password])
    expect(all).not.toContain(secret)
})

test('[SC11] sign-ins are written down, those that failed too, without what was typed', async () => {
  await api('POST', '/auth/login', { email: ADA.email, password: 'canary-password' }, '')
  expect(await newest()).toMatchObject({
    action: 'sign-in.failed',
    objectId: ada.id,
    actor: { kind: 'system' },
  })
  await api('POST', '/auth/login', { email: 'canary@example.com', password: 'x' }, '')
  expect(await newest()).toMatchObject({ action: 'sign-in.failed', objectId: null })
  const login = await api('POST', '/auth/login', { email: ADA.email, password: ADA.password }, '')
  expect(await newest()).toMatchObject({ action: 'sign-in', actor: { id: ada.id } })
  await api('POST', '/auth/logout', undefined, login.body.token)
  expect(await newest()).toMatchObject({ action: 'sign-out', actor: { id: ada.id } })
  expect(JSON.stringify(await read('?limit=200'))).not.toContain('canary')
})

test('[SC11] who is refused is written down, but fills no disk', async () => {
  const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  for (let time = 0; time < 15; time++) await api('GET', '/apps', undefined, ben.token)
  const { items } = await read(`?action=refused&actorId=${ben.id}`)
  expect(items).toHaveLength(10)
  expect(items[0]).toMatchObject({ detail: { operation: 'GET /apps' } })
})

test('[SC11] an admin who opens what a verified person has said leaves a trace, once an hour; who answers does not', async () => {
  const { identitySecret } = (await api('GET', '/apps')).body.items[0]
  const hash = createHmac('sha256', identitySecret).update('customer-7').digest('hex')
  const vera = await server.visitor({ identity: { id: 'customer-7', hash } })
  const { conversation } = await vera.does('conversation:start', { clientId: 'c' })
  const anonymous = await server.visitor()
  const other = await anonymous.does('conversation:start', { clientId: 'c' })
  const reads = async () => (await read('?action=person.read')).items
  const open = (id: string) => ada.does('conversation:sync', { conversationId: id, afterSeq: 0 })
  const ben = await server.agent(ada, { name: 'Ben', email: 'ben@example.com' })
  if ((await open(other.conversation.id)).conversation.agentId !== ada.id)
    await ada.does('conversation:transfer', { conversationId: other.conversation.id, toAgentId: ada.id })
  if ((await api('GET', `/conversations/${conversation.id}`)).body.agentId !== ben.id)
    await ada.does('conversation:transfer', { conversationId: conversation.id, toAgentId: ben.id })
  await open(conversation.id)
  await open(conversation.id)
  await api('GET', `/conversations/${conversation.id}/messages`)
  await ben.does('conversation:sync', { conversationId: conversation.id, afterSeq: 0 })
  expect(await reads()).toMatchObject([{ actor: { id: ada.id }, objectId: conversation.visitor.id }])
})

test('[SC11] it is read in pages, by action, person, object and time, and exported as a table and as JSON', async () => {
  const pages: number[] = []
  let cursor = ''
  do {
    const page = await read(`?limit=3${cursor && `&cursor=${cursor}`}`)
    pages.push(...page.items.map((item: { seq: number }) => item.seq))
    cursor = page.nextCursor ?? ''
  } while (cursor)
  expect(pages).toEqual(Array.from({ length: pages.length }, (_, at) => pages.length - at))
  expect((await read(`?objectId=${ana.id}&action=agent.changed`)).items).toHaveLength(1)
  expect((await read('?to=2020-01-01T00:00:00.000Z')).items).toEqual([])
  for (const query of [
    '?cursor=x',
    `?cursor=${Buffer.from('["x"]').toString('base64url')}`,
    '?action=nothing',
    "?objectId='",
  ])
    expect((await api('GET', `/audit${query}`)).status, query).toBeLessThan(500)
  const json = await api('GET', `/audit.json?objectId=${ana.id}`)
  expect(json.headers.get('content-disposition')).toContain('audit.json')
  expect(json.body.length).toBeGreaterThan(1)
  const csv = await api('GET', `/audit.csv?action=agent.changed&objectId=${ana.id}`)
  expect(csv.body.trim().split('\r\n')).toHaveLength(2)
  expect(await newest()).toMatchObject({ action: 'audit.exported' })
})

test('[SC11] nothing is changed or taken out of it, and what is forged all the same is found', async () => {
  for (const attack of [
    sql`update audit_log set actor_name = 'Mallory'`,
    sql`delete from audit_log where seq = 2`,
    sql`truncate audit_log`,
  ])
    await expect(attack.execute(database())).rejects.toThrow('append-only')
  const verify = async () => (await api('GET', '/audit/verification')).body
  const whole = await verify()
  expect(whole).toMatchObject({ firstBroken: null, head: expect.stringMatching(/^\d+:[0-9a-f]{64}$/) })

  /** Whoever owns the database can switch the guard off. */
  const forged = async (change: ReturnType<typeof sql>, undo?: ReturnType<typeof sql>) => {
    await sql`alter table audit_log disable trigger user`.execute(database())
    await change.execute(database())
    const found = await verify()
    await undo?.execute(database())
    await sql`alter table audit_log enable trigger user`.execute(database())
    return found.firstBroken
  }
  expect(
    await forged(
      sql`update audit_log set address = '192.0.2.1' where seq = 3`,
      sql`update audit_log set address = '127.0.0.1' where seq = 3`,
    ),
  ).toBe(3)
  expect(
    await forged(
      sql`create table kept as select * from audit_log where seq = 2; delete from audit_log where seq = 2`,
      sql`insert into audit_log select * from kept; drop table kept`,
    ),
  ).toBe(3)
  expect(await verify()).toMatchObject({ firstBroken: null })

  // The command says the same, and misses the end that an earlier look has seen.
  const { connection } = server
  const run = promisify(execFile)
  const command = (head: string) =>
    run(process.execPath, [join(import.meta.dirname, 'verify-main.ts'), '--head', head], {
      env: { ...process.env, DATABASE_URL: urlOf(connection) },
    }).then(
      ({ stdout }) => stdout,
      (error) => `exit ${error.code}: ${error.stdout}`,
    )
  expect(await command(whole.head)).toMatch(/^The audit log is whole: \d+ entries\./)
  await sql`alter table audit_log disable trigger user`.execute(database())
  await sql`delete from audit_log where seq > 2`.execute(database())
  expect(await command(whole.head)).toMatch(/^exit 1: Entry \d+ of the audit log is not as it was written\./)
})

function urlOf(connection: TestServer['connection']): string {
  if ('connectionString' in connection) return connection.connectionString
  const { host, port, user, database: name } = connection
  return `postgres://${user}@/${name}?host=${encodeURIComponent(host)}&port=${port}`
}
